"""Presents a person's own account, with its scope, factors and sessions."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from directory import dates, i18n
from directory.access.policy import Action, may_somewhere
from directory.accounts import queries
from directory.clock import as_utc
from directory.models import Account
from directory.vocabulary import ROLES


@dataclass(frozen=True)
class SessionLine:
    """An open session. `is_this` marks the session of this request."""

    number: int
    device: str
    used_at: str
    is_this: bool


@dataclass(frozen=True)
class PasskeyLine:
    """One passkey. `used_at` is empty if the passkey was never used."""

    number: int
    name: str
    added_at: str
    used_at: str


@dataclass(frozen=True)
class BoundIssuer:
    """An issuer at which a person has bound an account."""

    issuer_id: str
    name: str


@dataclass(frozen=True)
class AccountPage:
    """A person's own account: scope, factors and sessions. `recovery_codes` is the number of unused recovery codes.
    `has_offices` is true if the person has bound the account of an office, or could. `looks_after_people` is true if
    the person may invite people, and `is_narrowed` if restricted details are not shown to the person."""

    name: str
    email: str
    role: str
    jurisdiction: str
    networks: tuple[str, ...]
    has_password: bool
    has_generator: bool
    needs_passkey: bool
    recovery_codes: int
    passkeys: tuple[PasskeyLine, ...]
    sessions: tuple[SessionLine, ...]
    offices: tuple[BoundIssuer, ...]
    has_offices: bool
    looks_after_people: bool
    is_narrowed: bool


def page(account: Account, session_id: int | None, language: str) -> AccountPage:
    """Return the account in words of `language`; `session_id` is the session of this request."""
    state = account.jurisdiction_key
    return AccountPage(
        account.name,
        account.email,
        str(ROLES.label(account.role)),
        i18n.territory_name(state, language) if state else "",
        tuple(sorted(row.network_key.upper() for row in account.networks)),
        queries.has_password(account),
        queries.has_generator(account),
        queries.needs_passkey(account),
        queries.count_recovery_codes(account),
        tuple(
            PasskeyLine(key.id, key.name, _moment(key.created_at), _moment(key.used_at))
            for key in queries.list_passkeys(account)
        ),
        tuple(
            SessionLine(row.id, row.device or gettext("Unknown device"), _moment(row.seen_at), row.id == session_id)
            for row in queries.list_sessions(account)
        ),
        tuple(office_choices(account)),
        bool(office_choices(account) or queries.list_issuers(account.jurisdiction_key, account.authority_key)),
        may_somewhere(queries.viewer_of(account), Action.INVITE),
        account.narrowed_at is not None,
    )


def office_choices(account: Account) -> list[BoundIssuer]:
    """Return the issuers at which a person has bound an account, the oldest first."""
    return [BoundIssuer(one.issuer.public_id, one.issuer.name) for one in queries.list_office_accounts(account)]


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    return str(gettext("%(moment)s UTC", moment=dates.long_datetime(as_utc(at), i18n.current_language())))
