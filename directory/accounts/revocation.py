"""A table of all secrets that a person can have, and of the events that end them. Add a row for a new kind of secret.

A changed password ends sessions, secret addresses and tokens, since somebody else may have used the account. Recovery
codes end with the change only if the person did not give the old password. OWASP ASVS 5.0, 7.4.3, asks for less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, func, or_, select

from directory.accounts.office_links import cancel_test, end_link, links_of_tests, questions_of, renew_link, sent_tests
from directory.clock import now
from directory.extensions import db
from directory.models import (
    AccessRequest,
    Account,
    AccountLink,
    AccountSecrets,
    AccountSession,
    Alarm,
    AlarmAttempt,
    AlarmWay,
    ApiToken,
    CalendarLink,
    CampaignEntry,
    CampaignRecipient,
    FollowSettings,
    Invitation,
    OfficeAccount,
    OfficeSession,
    Passkey,
    ReachabilityLink,
    Webhook,
)
from directory.vocabulary import AlarmEnd, AlarmWayKind


class RevocationEvent(StrEnum):
    """An event that ends secrets of a person. RESTORED, the restoring of a backup, ends the secrets of everybody."""

    FIRST_PASSWORD = auto()
    NEW_PASSWORD = auto()
    PASSWORD_BY_MAIL = auto()
    NEW_ROLE = auto()
    FACTORS_DROPPED = auto()
    SIGNED_OUT_EVERYWHERE = auto()
    LEFT = auto()
    RESTORED = auto()


@dataclass(frozen=True)
class SecretKind:
    """One kind of secret.

    - `columns`: the database columns that store the secret
    - `find`: returns the query for the valid rows of a person, or of all people if the argument is None
    - `end`: ends a row at the given time
    - `ended_by`: the events that end the secret
    """

    label: str
    columns: tuple[Any, ...]
    find: Callable[[Account | None], Select[Any]]
    end: Callable[[Any, datetime], None]
    ended_by: frozenset[RevocationEvent]


ENDS_ALL_ACCESS = frozenset(
    {
        RevocationEvent.NEW_PASSWORD,
        RevocationEvent.PASSWORD_BY_MAIL,
        RevocationEvent.FACTORS_DROPPED,
        RevocationEvent.SIGNED_OUT_EVERYWHERE,
        RevocationEvent.LEFT,
        RevocationEvent.RESTORED,
    }
)


def end_secrets(account: Account, event: RevocationEvent, keep_session: int | None = None) -> None:
    """End a person's secrets of each kind that `event` ends, except the session with the id `keep_session`. Call this
    inside `committing`."""
    _end(event, account, keep_session)


def end_everyones_secrets() -> dict[str, int]:
    """End all secrets that the event RESTORED ends. Return the number of ended secrets by label. The caller commits."""
    return _end(RevocationEvent.RESTORED, None, None)


def end_calendar_links(account: Account, desks: set[str]) -> None:
    """End a person's calendar links for these desks."""
    for link in db.session.scalars(_of(CalendarLink, CalendarLink.revoked_at.is_(None))(account)):
        if link.focal_point_key in desks:
            link.revoked_at = now()


def _end(event: RevocationEvent, account: Account | None, keep_session: int | None) -> dict[str, int]:
    at, ended = now(), {}
    for kind in SECRET_KINDS:
        if event in kind.ended_by:
            found = db.session.scalars(kind.find(account)).unique().all()
            rows = [row for row in found if not _is_of_session(row, keep_session)]
            for row in rows:
                kind.end(row, at)
            ended[kind.label] = len(rows)
    db.session.flush()
    return ended


def _is_of_session(row: Any, session_id: int | None) -> bool:
    if isinstance(row, OfficeSession):
        return row.session_id == session_id
    return isinstance(row, AccountSession) and row.id == session_id


def _of(model: Any, *works: ColumnElement[bool], owner: str = "account_id") -> Callable[[Account | None], Select[Any]]:
    def find(account: Account | None) -> Select[Any]:
        query = select(model).where(*works)
        return query if account is None else query.where(getattr(model, owner) == account.id)

    return find


def _stamp(*columns: str) -> Callable[[Any, datetime], None]:
    def end(row: Any, at: datetime) -> None:
        for column in columns:
            setattr(row, column, at)

    return end


def _end_feed(following: FollowSettings, _at: datetime) -> None:
    following.feed_digest = None


def _end_codes(secrets: AccountSecrets, _at: datetime) -> None:
    secrets.recovery_codes = ()


def _end_alarm(alarm: Alarm, at: datetime) -> None:
    # Code of higher layers ends the alarm, since alarms are about questions and tests, which this layer must not
    # import.
    current_app.extensions["revoke_alarm"](alarm, at)


def _end_proof(way: AlarmWay, _at: datetime) -> None:
    way.proven_at = None


def _delete(row: Any, _at: datetime) -> None:
    db.session.delete(row)


SECRET_KINDS = (
    SecretKind(
        "sessions",
        (AccountSession.digest, AccountSession.data),
        _of(AccountSession, AccountSession.ended_at.is_(None)),
        _stamp("ended_at"),
        ENDS_ALL_ACCESS | {RevocationEvent.FIRST_PASSWORD, RevocationEvent.NEW_ROLE},
    ),
    SecretKind(
        "tokens of sessions at offices",
        (OfficeSession.sealed_token,),
        _of(OfficeSession),
        _delete,
        ENDS_ALL_ACCESS | {RevocationEvent.FIRST_PASSWORD, RevocationEvent.NEW_ROLE},
    ),
    SecretKind(
        "links to sign in",
        (AccountLink.digest,),
        _of(AccountLink, AccountLink.used_at.is_(None)),
        _stamp("used_at"),
        ENDS_ALL_ACCESS | {RevocationEvent.FIRST_PASSWORD},
    ),
    SecretKind(
        "tokens of the API",
        (ApiToken.digest,),
        _of(ApiToken, ApiToken.revoked_at.is_(None)),
        _stamp("revoked_at"),
        # Programs got these tokens for the permissions of the old role.
        ENDS_ALL_ACCESS | {RevocationEvent.NEW_ROLE},
    ),
    # Each works for one token.
    SecretKind(
        "webhooks",
        (Webhook.sealed_url, Webhook.sealed_secret, Webhook.sealed_former_secret),
        _of(Webhook),
        _delete,
        ENDS_ALL_ACCESS | {RevocationEvent.NEW_ROLE},
    ),
    SecretKind(
        "calendar links",
        (CalendarLink.digest,),
        _of(CalendarLink, CalendarLink.revoked_at.is_(None)),
        _stamp("revoked_at"),
        ENDS_ALL_ACCESS,
    ),
    SecretKind(
        "feed addresses",
        (FollowSettings.feed_digest,),
        _of(FollowSettings, FollowSettings.feed_digest.is_not(None)),
        _end_feed,
        ENDS_ALL_ACCESS,
    ),
    # Somebody who misused the account may have invited themselves. Invitations count as expired and can be sent again.
    SecretKind(
        "invitations",
        (Invitation.digest,),
        _of(Invitation, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), owner="inviter_id"),
        _stamp("expires_at"),
        ENDS_ALL_ACCESS,
    ),
    # These requests belong to visitors. Visitors have no account, so no other event concerns them.
    SecretKind(
        "requests for access to be confirmed",
        (AccessRequest.digest,),
        _of(AccessRequest, AccessRequest.confirmed_at.is_(None)),
        _stamp("expires_at"),
        frozenset({RevocationEvent.RESTORED}),
    ),
    # Colleagues who stay in the office get the new link in the next reminder. The reminder becomes due at once.
    SecretKind(
        "links of campaigns",
        (CampaignEntry.token_digest, CampaignRecipient.token_digest),
        questions_of,
        renew_link,
        ENDS_ALL_ACCESS,
    ),
    # Without their links, nobody can answer the tests any more. They are cancelled, since this is no fault of the
    # desks.
    SecretKind("tests of desks", (), sent_tests, cancel_test, frozenset({RevocationEvent.RESTORED})),
    SecretKind("links of tests", (ReachabilityLink.token_digest,), links_of_tests, end_link, ENDS_ALL_ACCESS),
    SecretKind(
        "links of alarms",
        (AlarmAttempt.token_digest,),
        # An alarm that ended unacknowledged can still be acknowledged while its question waits.
        _of(Alarm, or_(Alarm.ended_at.is_(None), Alarm.end == AlarmEnd.UNACKNOWLEDGED), Alarm.revoked_at.is_(None)),
        _end_alarm,
        ENDS_ALL_ACCESS,
    ),
    SecretKind(
        "devices that alarms notify",
        (AlarmWay.device,),
        _of(AlarmWay, AlarmWay.kind == AlarmWayKind.PUSH),
        _delete,
        ENDS_ALL_ACCESS,
    ),
    # A way may belong to a thief who added it before the password was chosen by mail. After a restore, a way may be
    # back that its owner had removed since the backup.
    SecretKind(
        "proofs of ways of alarms",
        (AlarmWay.proven_at,),
        _of(AlarmWay, AlarmWay.proven_at.is_not(None)),
        _end_proof,
        frozenset({RevocationEvent.PASSWORD_BY_MAIL, RevocationEvent.RESTORED}),
    ),
    # A person on duty who changes the password must still be woken by SMS.
    SecretKind(
        "phone numbers of alarms",
        (AlarmWay.sealed_address,),
        _of(AlarmWay),
        _delete,
        frozenset({RevocationEvent.FACTORS_DROPPED, RevocationEvent.LEFT}),
    ),
    # It is unknown which codes were used after the backup was made, so all of them end.
    SecretKind(
        "sets of recovery codes",
        (AccountSecrets.recovery_codes,),
        _of(AccountSecrets, func.json_array_length(AccountSecrets.recovery_codes) > 0),
        _end_codes,
        frozenset({RevocationEvent.PASSWORD_BY_MAIL, RevocationEvent.FACTORS_DROPPED, RevocationEvent.RESTORED}),
    ),
    SecretKind(
        "passkeys", (Passkey.credential_id,), _of(Passkey), _delete, frozenset({RevocationEvent.FACTORS_DROPPED})
    ),
    # No secrets, but they let in as a password does.
    SecretKind(
        "bound accounts of offices",
        (OfficeAccount.subject,),
        _of(OfficeAccount),
        _delete,
        frozenset({RevocationEvent.FACTORS_DROPPED}),
    ),
    SecretKind(
        "passwords and code generators",
        (AccountSecrets.password_hash, AccountSecrets.totp_secret),
        _of(AccountSecrets),
        _delete,
        frozenset({RevocationEvent.FACTORS_DROPPED}),
    ),
)
