"""Informal consultations: a practitioner asks another State's desk about a formal request that will be sent or was
sent."""
