"""Asks issuers whether the sessions there go on, from which sessions here began. A refresh token is used or, where the
issuer gives none, an access token. The worker runs this; if nobody asks, the sessions here end by themselves."""

import http.client
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.base import OAuth2Error
from sqlalchemy import select

from directory import clock
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.jobs.leases import Lease, claim_some, is_free
from directory.logs import logger
from directory.models import AccountSession, OfficeSession
from directory.office_accounts.connection import IssuerConnection, IssuerUnreachable
from directory.office_accounts.encryption import open_token, seal_token
from directory.office_accounts.provider import UNUSABLE_ANSWER, Provider, provider_of
from directory.office_accounts.queries import is_used
from directory.office_accounts.service import ASKED_AFTER, PROVEN_FOR, end_sessions
from directory.office_accounts.tokens import sendable
from directory.transaction import committing

AT_ONCE = 16
MOST_ROUNDS = 10
AGAIN_AFTER = timedelta(seconds=20)
DELETED_AT_ONCE = 500


@dataclass(frozen=True)
class _Question:
    provider: Provider
    subject: str
    token: str
    kind: str


@dataclass(frozen=True)
class _Reply:
    """Whether the session there goes on, or None if the issuer did not say. `token` is a new refresh token, or
    empty."""

    goes_on: bool | None = None
    token: str = ""


def check_due(connection: IssuerConnection) -> int:
    """Ask about the sessions that are due, and end those that the issuer has ended. Return how many ended."""
    ended = 0
    for _round in range(MOST_ROUNDS):
        now = clock.now()
        due = OfficeSession.token_kind != "", clock.is_due(OfficeSession.due_at, now, PROVEN_FOR), is_used()
        claimed = claim_some(
            OfficeSession, *due, is_free(OfficeSession, now), order=(OfficeSession.due_at,), most=AT_ONCE
        )
        if not claimed:
            break
        questions = [_question(row, connection) for row, _lease in claimed]
        # No transaction stays open while issuers are slow.
        db.session.rollback()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            replies = list(pool.map(lambda question: _ask(question, connection), questions))
        ended += sum(_store(row, lease, reply) for (row, lease), reply in zip(claimed, replies, strict=True))
    return ended


def drop_ended() -> int:
    """Delete what is kept of sessions that have ended here, with their tokens. Return how many rows. Call this inside
    `committing`."""
    over = select(AccountSession.id).where(AccountSession.ended_at.is_not(None))
    rows = db.session.scalars(
        select(OfficeSession).where(OfficeSession.session_id.in_(over)).limit(DELETED_AT_ONCE)
    ).all()
    for row in rows:
        db.session.delete(row)
    return len(rows)


def _question(claimed: OfficeSession, connection: IssuerConnection) -> _Question | None:
    row = db.session.get(OfficeSession, claimed.id)
    if row is None:
        return None
    subject, kind, issuer = row.office_account.subject, row.token_kind, row.office_account.issuer
    try:
        return _Question(provider_of(issuer, connection), subject, open_token(claimed), kind)
    except (IssuerUnreachable, NotOpened) as error:
        logger.warning("issuer_unreachable", session=claimed.id, reason=type(error).__name__)
        return None


def _ask(question: _Question | None, connection: IssuerConnection) -> _Reply:
    if question is None:
        return _Reply()
    try:
        return _refresh(question, connection) if question.kind == "refresh" else _look_up(question, connection)
    except OAuth2Error as error:
        # Any other error is one of the site's own registration there, and says nothing of the session.
        return _Reply(goes_on=False) if error.error == "invalid_grant" else _Reply()
    except (IssuerUnreachable, *UNUSABLE_ANSWER):
        return _Reply()


def _refresh(question: _Question, connection: IssuerConnection) -> _Reply:
    provider = question.provider
    client = provider.client(connection, redirect_uri="", scope="")
    token: Mapping[str, Any] = client.refresh_token(provider.metadata["token_endpoint"], refresh_token=question.token)
    return _Reply(goes_on=True, token=sendable(token.get("refresh_token")))


def _look_up(question: _Question, connection: IssuerConnection) -> _Reply:
    address = question.provider.metadata.get("userinfo_endpoint")
    if not address:
        return _Reply()
    answer = connection.get(address, {"Authorization": f"Bearer {question.token}"})
    if answer.status_code in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        return _Reply(goes_on=False)
    if answer.status_code != http.client.OK:
        return _Reply()
    return _Reply(goes_on=answer.json().get("sub") == question.subject)


def _store(claimed: OfficeSession, lease: Lease, reply: _Reply) -> int:
    """Store what the issuer said, and release the lease. Return the number of ended sessions."""
    now = clock.now()
    with committing():
        if not lease.release(db.session(), due_at=now + (ASKED_AFTER if reply.goes_on else AGAIN_AFTER)):
            return 0
        row = db.session.get_one(OfficeSession, claimed.id)
        if reply.goes_on is False:
            return end_sessions([row])
        if reply.goes_on:
            _confirm(row, reply, now)
    return 0


def _confirm(row: OfficeSession, reply: _Reply, now: datetime) -> None:
    row.confirmed_at = now
    if reply.token:
        seal_token(row, reply.token)
    if not row.office_account.issuer.tells_of_logout:
        db.session.get_one(AccountSession, row.session_id).proven_until = now + PROVEN_FOR
