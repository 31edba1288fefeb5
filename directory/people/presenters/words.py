"""Words that several pages about people have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from directory import dates, i18n
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.models import Account
from directory.people.choices import authority_names, desk_names, networks
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class ScopeLabels:
    """Role, State, networks, authority and desks in words. A field is empty if the person has no such right."""

    role: str
    state: str
    networks: tuple[str, ...]
    authority: str
    desks: tuple[str, ...]


@dataclass(frozen=True)
class ScopeKeys:
    """Role, State, networks, authority and desks as codes and keys."""

    role: str
    jurisdiction: str
    networks: frozenset[str]
    authority: str
    desks: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstantText:
    """An instant or a day: `iso` for programs, and `text` for the reader."""

    iso: str
    text: str


@dataclass(frozen=True)
class ActConfirmation:
    """Tells on a page that an act was done.

    - `happened`: what happened, in a sentence
    - `told`: the names of the people and offices that get a mail
    - `next_step`: what comes next, or an empty text
    """

    happened: str
    told: tuple[str, ...] = ()
    next_step: str = ""


def scopes(viewer: Viewer, given: Sequence[ScopeKeys], language: str) -> list[ScopeLabels]:
    """Return roles and scopes in words, in the order of `given`. Names of entries are read with the viewer's rights."""
    wanted = {key for one in given for key in one.networks}
    of_networks = dict(networks(viewer, language, wanted)) if wanted else {}
    of_authorities = authority_names(viewer, {one.authority for one in given if one.authority}, language)
    of_desks = desk_names(viewer, {key for one in given for key in one.desks}, language)
    return [
        ScopeLabels(
            role=str(ROLES.label(one.role)),
            state=i18n.territory_name(one.jurisdiction, language) if one.jurisdiction else "",
            networks=tuple(sorted(of_networks[key] for key in one.networks)),
            authority=of_authorities.get(one.authority, ""),
            desks=tuple(of_desks[key] for key in one.desks),
        )
        for one in given
    ]


def person(account: Account | None) -> str:
    """Return the name of a person, for viewers who look after people.

    A forgotten person is called "Person" with the account id. None becomes "The system".
    """
    if account is None:
        return str(_("The system"))
    return account.name or str(_("Person %(number)s", number=account.id))


def moment(at: datetime | None, language: str, zone: str = "UTC") -> InstantText | None:
    """Return an instant in the reader's format, in the IANA time zone `zone`. Return None if `at` is None."""
    if at is None:
        return None
    local = as_utc(at).astimezone(ZoneInfo(zone))
    return InstantText(
        at.isoformat(timespec="minutes"), f"{dates.long_datetime(local, language)} {dates.zone_name(zone, language)}"
    )


def day(on: date, language: str) -> InstantText:
    """Return a date in the reader's format."""
    return InstantText(on.isoformat(), dates.long_day(on, language))
