"""Consultations over the API, for participants only."""
