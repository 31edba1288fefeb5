"""Reads accounts, for viewers who look after people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.accounts.queries import is_open, viewer_of
from directory.clock import as_utc
from directory.collation import in_order
from directory.errors import NotFound
from directory.extensions import db
from directory.models import (
    Account,
    AccountNetwork,
    AccountSecrets,
    AccountSession,
    AuditEvent,
    DeskMember,
    Passkey,
    Place,
)
from directory.paging import ListFilter, Paged, page_number, paginate
from directory.people.queries.offices import is_of_own_office, of_own_office, own_desks
from directory.vocabulary import Role

NOWHERE = Place()
FORGOTTEN_HOST = "forgotten.invalid"
ACTS_SHOWN = 30


@dataclass(frozen=True)
class PeopleFilter(ListFilter):
    """The filter of a list of people. `q` is a part of a name. An empty field filters nothing."""

    q: str = ""
    jurisdiction: str = ""
    network: str = ""
    role: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "PeopleFilter":
        """Return the filter made from the query parameters of a URL. `q` is cut to 100 characters."""
        named = {name: arguments.get(name, "") for name in ("jurisdiction", "network", "role")}
        return cls(arguments.get("q", "").strip()[:100], **named, page=page_number(arguments))


@dataclass(frozen=True)
class SignInStatus:
    """The factors of a person, the number of the person's open sessions, and the time of the person's last request."""

    has_password: bool
    has_totp: bool
    passkeys: int
    recovery_codes: int
    sessions: int
    last_seen_at: datetime | None


def place_of(account: Account) -> Place:
    """Return the place of a person: the person's State and networks."""
    return Place(account.jurisdiction_key or "", frozenset(one.network_key for one in account.networks))


def get(viewer: Viewer, account_id: int) -> Account:
    """Return a person who is in the viewer's scope, or whose office (authority or desk) is of the viewer's State.

    Raises NotFound for any other person, and for a person who was forgotten.
    """
    account = db.session.get(Account, account_id)
    if account is None or is_forgotten(account):
        raise NotFound
    if not may(viewer, Action.INVITE, place_of(account)) and not is_of_office(viewer, account):
        raise NotFound
    return account


def is_of_office(viewer: Viewer, account: Account) -> bool:
    """Return whether the viewer may end accounts of the person's authority, or of a desk that the person staffs."""
    return is_of_own_office(viewer, account.authority_key, [one.focal_point_key for one in account.desks])


def find(account_id: int | None) -> Account | None:
    """Return the account with this id, or None if there is no such account. This function checks no right of a viewer;
    `get` does."""
    return None if account_id is None else db.session.get(Account, account_id)


def own_account(viewer: Viewer) -> Account:
    """Return the viewer's own account. Raises NotFound for a visitor."""
    account = find(viewer.account_id)
    if account is None:
        raise NotFound
    return account


def sign_in_status_of(account: Account) -> SignInStatus:
    """Return the sign-in status of a person. Find the person by `get`, which checks the viewer's rights."""
    secrets = db.session.get(AccountSecrets, account.id)
    mine = AccountSession.account_id == account.id
    sessions = list(db.session.scalars(select(AccountSession).where(mine)))
    return SignInStatus(
        has_password=bool(secrets and secrets.password_hash),
        has_totp=bool(secrets and secrets.totp_secret),
        passkeys=db.session.scalar(select(func.count()).where(Passkey.account_id == account.id)) or 0,
        recovery_codes=len(secrets.recovery_codes) if secrets else 0,
        sessions=sum(1 for row in sessions if is_open(row)),
        last_seen_at=max((as_utc(row.seen_at) for row in sessions), default=None),
    )


def is_forgotten(account: Account) -> bool:
    """Return whether the person of an account was forgotten. Name and address of a forgotten person are erased."""
    return account.email == forgotten_address(account.id)


def forgotten_address(account_id: int) -> str:
    """Return the address that replaces a forgotten person's address. No mail can reach it (RFC 2606)."""
    return f"{account_id}@{FORGOTTEN_HOST}"


def list_accounts(viewer: Viewer, narrowing: PeopleFilter) -> Paged[Account]:
    """Return one page of the people in the viewer's scope or in offices of the viewer's State, sorted by name.

    Forgotten people are left out.
    """
    query = select(Account).options(selectinload(Account.networks), selectinload(Account.desks))
    query = query.where(*_conditions(viewer, narrowing)).order_by(in_order(Account.name), Account.id)
    return paginate(query, narrowing.page)


def is_listed_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a person is in the viewer's scope or in an office of the viewer's State."""
    in_scope = permitted(viewer, Action.INVITE, Account.jurisdiction_key, in_networks(viewer.networks))
    at_desks = Account.desks.any(DeskMember.focal_point_key.in_(own_desks(viewer)))
    return or_(in_scope, of_own_office(viewer, Account.authority_key, at_desks))


def list_coordinators(place: Place, *others: Place) -> list[Account]:
    """Return the active people who decide about a person at these places (State and networks), sorted by account id.

    These are the coordinators who may invite people at all the places. If one of these coordinators belongs to the
    State of `place`, coordinators of other States are left out. If no coordinator may invite people at all the places,
    the administrators are returned.
    """
    active = select(Account).where(Account.active).options(selectinload(Account.networks)).order_by(Account.id)
    coordinators = [
        account
        for account in db.session.scalars(active.where(Account.role == Role.COORDINATOR))
        if all(may(viewer_of(account), Action.INVITE, one) for one in (place, *others))
    ]
    of_their_state = [account for account in coordinators if account.jurisdiction_key == place.jurisdiction]
    found = of_their_state or coordinators
    return found or list(db.session.scalars(active.where(Account.role == Role.ADMINISTRATOR)))


def has_coordinator(jurisdiction: str) -> bool:
    """Return whether a State has an active coordinator."""
    of_state = Account.role == Role.COORDINATOR, Account.jurisdiction_key == jurisdiction
    return db.session.scalar(select(Account.id).where(Account.active, *of_state).limit(1)) is not None


def list_colleagues(viewer: Viewer, account: Account) -> list[Account]:
    """Return the colleagues of a person: active people of the same State who are in the viewer's scope, sorted by name.

    The person and the viewer are left out.
    """
    query = select(Account).where(
        permitted(viewer, Action.INVITE, Account.jurisdiction_key, in_networks(viewer.networks)),
        Account.active,
        Account.jurisdiction_key == account.jurisdiction_key,
        Account.id.not_in([account.id, viewer.account_id]),
    )
    return list(db.session.scalars(query.order_by(in_order(Account.name), Account.id)))


def list_with_passkey(people: Iterable[Account]) -> frozenset[int]:
    """Return the account ids of the people in `people` who have a passkey."""
    own = Passkey.account_id.in_([one.id for one in people])
    return frozenset(db.session.scalars(select(Passkey.account_id).where(own)))


def list_acts(account: Account) -> list[AuditEvent]:
    """Return the latest acts on an account, newest first.

    Find the person by `get`, which checks the viewer's rights.
    """
    mine = (AuditEvent.kind == "account") & (AuditEvent.key == str(account.id))
    query = select(AuditEvent).where(mine).options(selectinload(AuditEvent.values))
    return list(db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(ACTS_SHOWN)))


def in_networks(keys: frozenset[str]) -> ColumnElement[bool]:
    """Return the SQL condition that a person belongs to one of the networks."""
    return Account.networks.any(AccountNetwork.network_key.in_(sorted(keys)))


def _conditions(viewer: Viewer, narrowing: PeopleFilter) -> Iterator[ColumnElement[bool]]:
    yield is_listed_for(viewer)
    yield Account.email.not_like(f"%@{FORGOTTEN_HOST}")
    if narrowing.q:
        yield Account.name.icontains(narrowing.q, autoescape=True)
    if narrowing.jurisdiction:
        yield Account.jurisdiction_key == narrowing.jurisdiction
    if narrowing.network:
        yield in_networks(frozenset({narrowing.network}))
    if narrowing.role:
        yield Account.role == narrowing.role
