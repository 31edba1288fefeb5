"""Words that several pages of people share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import name_of
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, Authority, FocalPoint
from directory.people.choices import desk_name, networks
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class Scope:
    """Role, State, networks, authority and desks in words; an empty one is not narrowed or not given."""

    role: str
    state: str
    networks: tuple[str, ...]
    authority: str
    desks: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """An instant: `iso` for programs, `text` for the reader, in UTC."""

    iso: str
    text: str


def scope(
    viewer: Viewer,
    role: str,
    jurisdiction: str | None,
    keys: Iterable[str],
    authority: str | None,
    desks: Iterable[str],
    language: str,
) -> Scope:
    """Return what an account, an invitation or a request admits to, in words."""
    return Scope(
        role=str(ROLES.label(role)),
        state=i18n.territory_name(jurisdiction, language) if jurisdiction else "",
        networks=tuple(name for _key, name in networks(viewer, language, keys)),
        authority=_authority(viewer, authority, language),
        desks=desk_names(viewer, desks, language),
    )


def desk_names(viewer: Viewer, keys: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the names of desks by key, in the order of the keys."""
    found = (db.session.get(FocalPoint, key) for key in keys)
    return tuple(desk_name(viewer, desk, language) for desk in found if desk is not None)


def person(account: Account | None) -> str:
    """Return what a person is called among those who look after them; a forgotten one has a number alone."""
    if account is None:
        return str(_("The system"))
    return account.name or str(_("Person %(number)s", number=account.id))


def moment(at: datetime | None, language: str) -> Moment | None:
    """Return an instant in the reader's format, or None where there is none."""
    if at is None:
        return None
    text = format_datetime(at, "d MMMM y, HH:mm", locale=language)
    return Moment(at.isoformat(timespec="minutes"), f"{text} UTC")


def day(on: date, language: str) -> Moment:
    """Return a date in the reader's format."""
    return Moment(on.isoformat(), format_date(on, format="long", locale=language))


def _authority(viewer: Viewer, key: str | None, language: str) -> str:
    found = db.session.get(Authority, key) if key else None
    return name_of(read(viewer, found), language).text if found else ""
