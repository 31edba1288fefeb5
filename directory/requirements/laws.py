"""The laws on which rules of sheets rest, and the days on which these laws are in force."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from directory import clock, dates
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Legislation
from directory.vocabulary import LAW_STATUSES

ENDED = frozenset({"replaced", "repealed"})


def read_laws(viewer: Viewer, rules: Iterable[Reading]) -> list[Reading]:
    """Return the viewer's readings of the laws on which rules rest, each once, in no particular order."""
    keys = {key for rule in rules if (key := rule.value("legislation_key", ""))}
    if not keys:
        return []
    return read_all(viewer, db.session.scalars(select(Legislation).where(Legislation.key.in_(keys))))


def days_of(law: Reading) -> tuple[date | None, date | None]:
    """Return the day from which a law is in force, and the day from which it is no longer in force. Either can be None.

    A law that was replaced or repealed on an unknown day ends today.
    """
    until = law.value("in_force_until")
    if until is None and law.value("status", "") in ENDED:
        until = clock.today()
    return law.value("not_before"), until


def status_of(law: Reading, language: str) -> str:
    """Return why a law is not in force today, in words.

    Return "" if the law is in force, or if nothing is known about this.
    """
    since, until = days_of(law)
    status = law.value("status", "")
    if until is not None and until <= clock.today():
        day = dates.long_day(until, language)
        return str(LAW_STATUSES.label(status) if status in ENDED else gettext("until %(day)s", day=day))
    if since is not None and since > clock.today():
        return str(gettext("since %(day)s", day=dates.long_day(since, language)))
    return ""
