"""How long requests to a State usually take, for pages that everybody reads."""

from dataclasses import dataclass
from datetime import date

from directory.extensions import db
from directory.models import RequestDuration

# There is nothing to show unless so many requests have ended, from so many States, in so many years.
FEWEST_ENDED, FEWEST_STATES, YEARS = 30, 3, 3


@dataclass(frozen=True)
class UsualDuration:
    """In how many days half of the requests to a State ended, and 80 per cent of them. These are requests that began
    from `since` on, as the lists stood at `until`. `most_days` is None if fewer than 80 per cent have ended."""

    half_days: int
    most_days: int | None
    since: date
    until: date
    fewest: int = FEWEST_ENDED
    states: int = FEWEST_STATES


def find_usual_duration(state: str) -> UsualDuration | None:
    """Return how long requests to a State usually take, or None if too few are known."""
    found = db.session.get(RequestDuration, state)
    return UsualDuration(found.half_days, found.most_days, found.since, found.until) if found else None
