"""The list of people, and the page of one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.models import Account
from directory.outbox.queries import is_bounced
from directory.people import choices
from directory.people.presenters.review import ForeignNetworkLine, ReviewLine, foreign_network_lines, review_lines
from directory.people.presenters.words import InstantText, ScopeKeys, ScopeLabels, moment, person, scopes
from directory.people.queries import accounts as queries
from directory.people.queries.accounts import PeopleFilter, SignInStatus, place_of
from directory.people.queries.foreign_networks import list_in_foreign_networks
from directory.people.queries.handovers import running_of
from directory.people.queries.review import list_to_review
from directory.people.service import accounts as service
from directory.people.service.granting import grant_of, may_give
from directory.vocabulary import PERSON_ACTS, ROLES


@dataclass(frozen=True)
class PersonLine:
    """A person in a list. `number` is the account id."""

    number: int
    name: str
    scope: ScopeLabels
    is_active: bool


@dataclass(frozen=True)
class PeoplePage:
    """One page of the people whom the viewer may see. `count` is the number of people on all pages together."""

    lines: list[PersonLine]
    count: int
    page: int
    pages: int
    states: choices.Choices
    networks: choices.Choices
    roles: choices.Choices
    may_administer: bool
    to_review: list[ReviewLine]
    in_foreign_networks: list[ForeignNetworkLine]


@dataclass(frozen=True)
class ActLine:
    """One act on an account. `text` says what was done. `by` names who did it, and is empty if the system did."""

    at: InstantText | None
    text: str
    by: str


@dataclass(frozen=True)
class PersonPage:
    """One person, and the actions that the viewer may take.

    `handover` is the public id of the handover by which the person is leaving, or "" if no such handover is running.
    `has_passkey` tells whether the person has a passkey, which members of a desk need.
    """

    line: PersonLine
    email: str
    is_bounced: bool
    inviter: str
    factors: tuple[str, ...]
    has_passkey: bool
    sessions: int
    last_seen: InstantText | None
    acts: list[ActLine]
    handover: str
    may_end: bool
    looks_after: bool
    may_restore: bool
    administers: bool


def people_page(viewer: Viewer, narrowing: PeopleFilter, language: str) -> PeoplePage:
    """Return one page of the people in the viewer's scope or in offices of the viewer's State, sorted by name."""
    found = queries.list_accounts(viewer, narrowing)
    return PeoplePage(
        lines=_lines(viewer, found.rows, language),
        count=found.total,
        page=found.page,
        pages=found.pages,
        states=choices.states(viewer, language),
        networks=choices.networks(viewer, language),
        roles=[(role, str(ROLES.label(role))) for role in ROLES],
        may_administer=_administers(viewer),
        to_review=review_lines(viewer, list_to_review(viewer), language),
        in_foreign_networks=foreign_network_lines(viewer, list_in_foreign_networks(viewer), language),
    )


def person_page(viewer: Viewer, account: Account, language: str) -> PersonPage:
    """Return the page of a person. Load the person with `queries.get`, which checks the viewer's rights."""
    standing, running = queries.sign_in_status_of(account), running_of(account)
    return PersonPage(
        line=_lines(viewer, [account], language)[0],
        email=account.email,
        is_bounced=is_bounced(account.email),
        inviter=person(queries.find(account.inviter_id)) if account.inviter_id else "",
        factors=tuple(_factors(standing)),
        has_passkey=bool(standing.passkeys),
        sessions=standing.sessions,
        last_seen=moment(standing.last_seen_at, language),
        acts=_acts(account, language),
        handover=running.public_id if running else "",
        may_end=service.may_end(viewer, account),
        looks_after=service.looks_after(viewer, account),
        may_restore=may_give(viewer, grant_of(account)),
        administers=viewer.account_id != account.id and _administers(viewer),
    )


def _administers(viewer: Viewer) -> bool:
    return may(viewer, Action.ADMINISTER, queries.NOWHERE)


def _lines(viewer: Viewer, found: Sequence[Account], language: str) -> list[PersonLine]:
    words = scopes(viewer, [scope_keys(account) for account in found], language)
    return [
        PersonLine(account.id, person(account), scope, account.active)
        for account, scope in zip(found, words, strict=True)
    ]


def scope_keys(account: Account) -> ScopeKeys:
    """Return role and scope of a person as codes and keys."""
    place, desks = place_of(account), tuple(one.focal_point_key for one in account.desks)
    return ScopeKeys(account.role, place.jurisdiction, place.networks, account.authority_key or "", desks)


def _factors(standing: SignInStatus) -> list[str]:
    words = [
        (standing.has_password, _("password")),
        (standing.has_totp, _("code from an app")),
        (bool(standing.passkeys), _("passkey")),
        (bool(standing.recovery_codes), _("recovery codes")),
    ]
    return [word for is_there, word in words if is_there]


def _acts(account: Account, language: str) -> list[ActLine]:
    lines = []
    for event in queries.list_acts(account):
        text = str(PERSON_ACTS.label(event.action)) if event.action in PERSON_ACTS else event.action
        by = person(queries.find(event.actor_id)) if event.actor_id else ""
        lines.append(ActLine(moment(event.at, language), text, by))
    return lines
