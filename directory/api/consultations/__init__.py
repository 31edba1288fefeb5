"""Consultations over the API, for those who take part alone."""
