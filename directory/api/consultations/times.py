"""Instants of consultations as JSON."""

from directory.api.document.operations import Schema

OPTIONAL_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
