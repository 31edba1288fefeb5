"""The app of the Django project with which the benchmarks compare the site."""
