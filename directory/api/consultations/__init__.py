"""Consultations over the API. Only the participants of a consultation may use it."""
