"""Informal consultations: a practitioner asks another State's desk before a request is sent, or after."""
