"""Consultations over the API. A consultation is open to its participants only."""
