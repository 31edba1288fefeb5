"""Mails people about a sign-in that stopped after the right password, since somebody else may know the password."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select

from directory.accounts.notices import send
from directory.accounts.queries import get, has_generator, is_complete, list_passkeys
from directory.accounts.session_limits import HALF_SIGNED_IN
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, AccountSession, Mail

LETTER = "half_sign_in"
AT_MOST_EVERY = timedelta(hours=6)
BATCH_SIZE = 200


def tell_some(now: datetime, run: BatchRun = STRICT) -> int:
    """Mail a letter to people whose sign-in stopped after the password. Only people with a second factor get a letter,
    at most one in six hours.

    Process at most BATCH_SIZE sign-ins whose session has ended, or whose time for the second factor is over. Return the
    number of processed sign-ins, including failures. Call this inside `committing`.
    """
    over = or_(AccountSession.ended_at.is_not(None), AccountSession.created_at <= now - HALF_SIGNED_IN)
    waiting = AccountSession.is_settled.is_(False), AccountSession.account_id.is_not(None), over
    left = select(AccountSession).where(*waiting, AccountSession.id.not_in(run.failed))
    rows = db.session.scalars(left.limit(BATCH_SIZE)).all()
    for row in rows:
        run.attempt(row.id, partial(_settle, row, now))
    return len(rows)


def _settle(row: AccountSession, now: datetime) -> None:
    account = None if row.account_id is None else get(row.account_id)
    if account is not None and _stopped_halfway(row, account) and not _was_told(account, now):
        send(account, LETTER, "account/reset")
    row.is_settled = True
    db.session.flush()


def _stopped_halfway(row: AccountSession, account: Account) -> bool:
    has_second = has_generator(account) or bool(list_passkeys(account))
    return account.active and has_second and row.password_at is not None and not is_complete(row, account)


def _was_told(account: Account, now: datetime) -> bool:
    lately = Mail.address == account.email, Mail.letter == LETTER, Mail.queued_at > now - AT_MOST_EVERY
    return db.session.scalar(select(Mail.id).where(*lately).limit(1)) is not None
