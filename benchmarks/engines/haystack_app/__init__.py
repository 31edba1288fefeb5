"""The app of the Django project that the benchmarks compare with."""
