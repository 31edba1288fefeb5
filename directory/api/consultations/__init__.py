"""Consultations over the API. Only participants can read a consultation or write to it."""
