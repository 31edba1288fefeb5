"""Alarms: wake people on duty by the ways that they chose, until one acknowledges."""
