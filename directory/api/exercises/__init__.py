"""Exercises over the API: reading them, their participants and reports, and starting and stopping them."""
