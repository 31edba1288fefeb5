"""The source that a person states for a change, as typed: its form fields and their faults."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.proposals.field_types import Raw, one
from directory.proposals.source_dates import problem_of_source_date
from directory.proposals.validation import CONTROL, NOT_A_CHOICE, TOO_LONG
from directory.vocabulary import CONFIDENCES, Confidence
from directory.web.request_validation import is_plain_line

NEEDS_NO_SOURCE = (Confidence.UNVERIFIED, Confidence.GENERAL_KNOWLEDGE)
SOURCE_MISSING = _l(
    "Name the source of this change. If no source was found, say so under “Confidence”: choose “unverified: no source"
    " found”."
)
SEPARATOR = "\n"
LONGEST_SOURCE_CHARACTERS = 1_000


def typed_sources(raw: Raw, place: str = "") -> tuple[str, ...]:
    """Return the sources typed in the fields whose names begin with `place`, one for each line."""
    return tuple(filter(None, map(str.strip, one(raw, f"{place}source").split(SEPARATOR))))


def source_problems(sources: tuple[str, ...], source_date: str, confidence: str, place: str = "") -> Mapping[str, Any]:
    """Return the faults of a stated source, keyed by field name."""
    wrong: dict[str, Any] = {}
    if confidence not in CONFIDENCES:
        wrong[f"{place}confidence"] = NOT_A_CHOICE
    if not sources and confidence not in NEEDS_NO_SOURCE:
        wrong[f"{place}source"] = SOURCE_MISSING
    for name, text in ((f"{place}source", " ".join(sources)), (f"{place}source_date", source_date)):
        if not is_plain_line(text):
            wrong[name] = CONTROL
        elif len(text) > LONGEST_SOURCE_CHARACTERS:
            wrong[name] = TOO_LONG
    date_problem = problem_of_source_date(source_date)
    if date_problem is not None:
        wrong.setdefault(f"{place}source_date", date_problem)
    return wrong
