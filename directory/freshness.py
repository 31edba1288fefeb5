"""How fresh a fact is, from who verified it and when it is due again."""

from datetime import date
from enum import StrEnum


class Freshness(StrEnum):
    """The grade that the stamp shows."""

    VERIFIED = "verified"
    DUE = "due"
    NEVER = "never"


def freshness(verified_on: date | None, due_on: date | None, on: date) -> Freshness:
    """Return the grade of a fact on a day; one without a due date stays verified."""
    if verified_on is None:
        return Freshness.NEVER
    if due_on is not None and due_on < on:
        return Freshness.DUE
    return Freshness.VERIFIED
