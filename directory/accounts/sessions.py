"""Sessions stored on the server. The cookie is a random token; the row of the session stores its digest.

A session that contains only a form token has no row: its cookie contains the form token, signed. Each time a factor is
shown, the cookie changes.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import CallbackDict

from directory.accounts import queries
from directory.accounts.cleanup import end_oldest
from directory.accounts.user_agents import device_of
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.clock import as_utc, now
from directory.errors import Busy
from directory.extensions import db
from directory.logs import logger
from directory.models import Account, AccountSession
from directory.tokens import digest_of, new_token
from directory.transaction import separate_transaction
from directory.web.response_headers import cookie_name, is_secure

SESSION_COOKIE = "session"
FORM_TOKEN = "csrf_token"
FORM_TOKEN_SALT = "form token of a visitor"
# The time of a session's last request is written at most this often, so that requests that only read write little.
NOTED_EVERY = timedelta(minutes=2)
# The header of requests that a page sends by itself at intervals. They do not extend the session, since the person may
# have left.
POLLING = "X-Polling"


class Factor(StrEnum):
    """A factor that a person can show. Its value is the name of the column that stores when the factor was shown."""

    PASSWORD = "password_at"
    TOTP = "totp_at"
    RECOVERY_CODE = "recovery_at"
    PASSKEY = "passkey_at"
    ISSUER = "issuer_at"
    ISSUER_TWO = "issuer_two_at"


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """The object that Flask calls `session`.

    - `row_id`: the id of the row, or None for a session without a row
    - `new_cookie`: the cookie to send, or "" to keep the old one
    - `has_completed_sign_in`: this request completed a sign-in
    - `loaded_rows`: the rows of session and person
    - `read_error`: the error that occurred when the session was read, or None
    """

    def __init__(self, initial: dict[str, Any] | None = None, row_id: int | None = None) -> None:
        super().__init__(initial, BrowserSession._note)
        self.row_id, self.new_cookie = row_id, ""
        self.has_completed_sign_in = False
        self.loaded_rows: object = None
        self.read_error: SQLAlchemyError | None = None
        self.modified = False

    def _note(self) -> None:
        self.modified = True


class DatabaseSessionInterface(SessionInterface):
    """Stores Flask's sessions in the database."""

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """Return the session of the request's cookie and store the time of the request. Without a valid cookie, return
        an empty session.

        The time is stored at most once in NOTED_EVERY, and not for requests with the header POLLING.
        """
        cookie = request.cookies.get(cookie_name(request, SESSION_COOKIE), "")
        if not cookie or request.path.startswith("/static/"):
            return BrowserSession()
        if "." in cookie:
            return BrowserSession(_read_form_token(app, cookie))
        try:
            found = queries.find_session(digest_of(cookie))
        except SQLAlchemyError as fault:
            opened = BrowserSession()
            opened.read_error = fault
            return opened
        if found is None:
            return BrowserSession()
        row, _ = found
        opened = BrowserSession(dict(row.data), row.id)
        opened.loaded_rows = found
        if now() - as_utc(row.seen_at) > NOTED_EVERY and POLLING not in request.headers:
            _note_request(row.id)
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store a changed session in its row. A session without a row and with only a form token is stored in a signed
        cookie.

        If the row cannot be written, the error is logged and the changes are lost.
        """
        opened = cast("BrowserSession", session)
        if opened.modified and opened.row_id is None and not set(opened) - {FORM_TOKEN}:
            opened.new_cookie = _signer(app).dumps(dict(opened))
        elif opened.modified:
            try:
                _store(opened)
            except (SQLAlchemyError, Busy) as error:
                logger.error("session_not_saved", exc_info=error)
        if opened.new_cookie:
            _send(response, opened.new_cookie)


def configure_sessions(app: Flask) -> None:
    """Make Flask store its sessions in the database."""
    app.session_interface = DatabaseSessionInterface()


def refuse_unread() -> None:
    """If an error occurred when the session was read, raise this error. Call this after the language of the answer is
    known."""
    if (fault := current().read_error) is not None:
        raise fault


def current() -> BrowserSession:
    """Return the session of this request."""
    return cast("BrowserSession", session._get_current_object())  # type: ignore[attr-defined]


def current_row() -> AccountSession | None:
    """Return the row of this request's session, or None if there is no row. A call makes the answer personal, so the
    answer is not cached for others."""
    narrow_cache_scope(CacheScope.PERSON)
    row_id = current().row_id
    return None if row_id is None else db.session.get(AccountSession, row_id)


def start(
    account_id: int,
    *shown: Factor,
    data: dict[str, Any] | None = None,
    shown_at: datetime | None = None,
    proven_until: datetime | None = None,
) -> None:
    """Give the browser a new session of this person with the values `data`, and record that the person has shown the
    factors `shown` just now, or at `shown_at`. The previous session ends. Writes in a separate transaction.

    `proven_until` is the end of the session unless the issuer says that the session there goes on.
    """
    row = AccountSession(account_id=account_id, data=data or {}, device=device_of(request), proven_until=proven_until)
    for factor in shown:
        setattr(row, factor, shown_at or now())
    _keep(current(), row)
    logger.info("session_started", account=account_id, shown=list(shown))


def renew(*shown: Factor, shown_at: datetime | None = None) -> None:
    """Record that the person has shown these factors just now, or at `shown_at`, and give the browser a new cookie.
    Surplus sessions end. Writes in a separate transaction."""
    opened = current()
    opened.new_cookie, digest = new_token()
    with separate_transaction() as records:
        row = _row(records, opened.row_id)
        row.digest = digest
        for factor in shown:
            setattr(row, factor, shown_at or now())
        row.seen_at = now()
        opened.has_completed_sign_in = _settle(records, row)
        end_oldest(records, row)
    logger.info("factor_shown", session=opened.row_id, shown=list(shown))


def end() -> None:
    """End the session of this request, in a separate transaction."""
    opened = current()
    _end_row(opened.row_id)
    opened.clear()
    opened.row_id = None


def _keep(opened: BrowserSession, row: AccountSession) -> None:
    old = opened.row_id
    opened.new_cookie, row.digest = new_token()
    row.data = {FORM_TOKEN: new_token()[1], **row.data}
    with separate_transaction() as records:
        if old is not None:
            _replace(_row(records, old), row)
        records.add(row)
        records.flush()
        opened.has_completed_sign_in = _settle(records, row)
        end_oldest(records, row)
        opened.row_id, kept = row.id, dict(row.data)
    opened.clear()
    opened.update(kept)
    opened.modified = False


def _replace(old: AccountSession, row: AccountSession) -> None:
    old.ended_at = now()
    # If the new session is of the same person, no mail reports the old session as an unfinished sign-in.
    old.is_settled = old.is_settled or old.account_id == row.account_id


def _settle(records: Session, row: AccountSession) -> bool:
    """If the sign-in of a session is complete, mark the session as settled: then no mail reports an unfinished sign-in.
    Return whether this call marked the session."""
    account = None if row.account_id is None else records.get(Account, row.account_id)
    if row.is_settled or account is None or not queries.is_complete(row, account):
        return False
    row.is_settled = True
    return True


def _store(opened: BrowserSession) -> None:
    """Store the session's data in its row. Raises Busy if the write lock is not free in time."""
    if opened.row_id is None:
        _keep(opened, AccountSession(data=dict(opened), device=device_of(request)))
        return
    with separate_transaction() as records:
        _row(records, opened.row_id).data = dict(opened)


def _row(records: Session, row_id: int | None) -> AccountSession:
    return records.get_one(AccountSession, row_id)


def _end_row(row_id: int | None) -> None:
    if row_id is not None:
        with separate_transaction() as records:
            _row(records, row_id).ended_at = now()


def _note_request(row_id: int) -> None:
    try:
        with separate_transaction() as records:
            _row(records, row_id).seen_at = now()
    except (OperationalError, Busy):
        logger.warning("session_not_noted")


def _signer(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.secret_key or "", salt=FORM_TOKEN_SALT)


def _read_form_token(app: Flask, cookie: str) -> dict[str, Any]:
    try:
        token = _signer(app).loads(cookie).get(FORM_TOKEN)
    except (BadSignature, AttributeError):
        return {}
    return {FORM_TOKEN: token} if isinstance(token, str) else {}


def _send(response: Response, cookie: str) -> None:
    response.set_cookie(
        cookie_name(request, SESSION_COOKIE), cookie, path="/", secure=is_secure(request), httponly=True, samesite="Lax"
    )
