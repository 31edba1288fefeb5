"""Instants of consultations as JSON."""

from datetime import datetime

from directory.api.document.operations import Schema
from directory.consultations.presenters.times import LocalTime

OPTIONAL_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}


def with_seconds(at: LocalTime) -> str:
    """Return the instant of a local time with seconds, which RFC 3339, section 5.6, requires. A LocalTime has only
    minutes, so the seconds are 0."""
    return datetime.fromisoformat(at.iso).isoformat()
