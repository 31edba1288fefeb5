"""Consultations over the API, for their participants alone."""
