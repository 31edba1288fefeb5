"""The person who sends the present request: viewer, next step of signing in, and recent factors."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import session

from directory.access.current_viewer import is_for_api
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts import queries
from directory.accounts.sessions import Factor, current_row
from directory.clock import as_utc, now
from directory.errors import ConfirmationNeeded, SignInNeeded
from directory.models import Account, AccountSession

# Marks a session that began with a link. Its person has no password yet and chooses the first one now.
BY_LINK = "by_link"
# The key of a session for the path to go to after signing in.
NEXT = "next"
FRESH = timedelta(minutes=15)
# Whoever changes factors must type the password. Where none is typed, a factor must have been shown within this time.
JUST_NOW = timedelta(minutes=5)
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class SignInStep(StrEnum):
    """A step of signing in; its value is the endpoint of the step's page."""

    SIGN_IN = "accounts.sign_in"
    PASSWORD = "accounts.password"
    SECOND_FACTOR = "accounts.second_factor"
    SET_UP = "accounts.set_up"
    PASSKEY = "accounts.passkeys_page"
    DONE = "work.index"


def viewer() -> Viewer:
    """Return the viewer of this request's session, or ANONYMOUS until both factors were shown. For the API, which uses
    tokens, always return ANONYMOUS."""
    if is_for_api():
        return ANONYMOUS
    row, account = current_row(), current_account()
    if row is None or account is None or not queries.is_complete(row, account):
        return ANONYMOUS
    return queries.viewer_of(account)


def current_account() -> Account | None:
    """Return the person of this session, even if only one factor was shown, or None for a visitor."""
    row = current_row()
    return None if row is None or row.account_id is None else queries.get(row.account_id)


def require_account() -> Account:
    """Return the person of this session, even if only one factor was shown. Raises SignInNeeded for a visitor."""
    account = current_account()
    if account is None:
        raise SignInNeeded
    return account


def next_step() -> SignInStep:
    """Return the next step of signing in: SIGN_IN for a visitor, DONE if nothing is missing.

    A person who has a passkey can add another one only after showing a passkey or a recovery code.
    """
    row, account = current_row(), current_account()
    if row is None or account is None:
        return SignInStep.SIGN_IN
    if queries.is_complete(row, account):
        return SignInStep.DONE
    if not queries.has_first_factor(row):
        return SignInStep.PASSWORD if session.get(BY_LINK) else SignInStep.SIGN_IN
    has_passkey = bool(queries.list_passkeys(account))
    if not queries.has_second_factor(row):
        return SignInStep.SECOND_FACTOR if has_passkey or _has_second(row, account) else SignInStep.SET_UP
    return SignInStep.SECOND_FACTOR if has_passkey and row.recovery_at is None else SignInStep.PASSKEY


def _has_second(row: AccountSession, account: Account) -> bool:
    """Return whether a person has a second factor, and so may not set up the first one. Whoever knows only the password
    of somebody who signs in with the office's account would otherwise add a factor of their own."""
    bound = queries.list_office_accounts(account)
    has_two_there = any(one.two_factors_at for one in bound)
    return queries.has_generator(account) or has_two_there or (bool(bound) and row.issuer_at is None)


def has_shown(factor: Factor) -> bool:
    """Return whether this factor was shown in this session."""
    row = current_row()
    return row is not None and getattr(row, factor) is not None


def must_give_password(account: Account) -> bool:
    """Return whether a person must type the present password before changing factors. A signed-in person who has a
    password must type it.

    Raises ConfirmationNeeded if a signed-in person has no password, and has neither shown a passkey nor signed in with
    the office's account in the last five minutes.
    Source: OWASP ASVS 5.0, 6.2.3 and 7.5.1.
    """
    row = current_row()
    if row is None or next_step() is not SignInStep.DONE:
        return False
    if queries.has_password(account):
        return True
    require_shown_just_now()
    return False


def require_shown_just_now() -> None:
    """Raise ConfirmationNeeded unless the password, a passkey or the office's account was shown in this session in the
    last five minutes. Call this before a factor is added without the password being typed."""
    row = current_row()
    if row is None or not _shown_within(JUST_NOW, row.password_at, row.passkey_at, row.issuer_at):
        raise ConfirmationNeeded


def showed_factor_lately() -> bool:
    """Return whether a factor was shown in this session in the last 15 minutes."""
    row = current_row()
    return row is not None and _shown_within(FRESH, *(getattr(row, factor) for factor in Factor))


def _shown_within(time: timedelta, *shown: datetime | None) -> bool:
    return any(now() - as_utc(at) < time for at in shown if at is not None)


def at_step(*steps: SignInStep) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Return a decorator that guards a view: people who have signed in, or who are at one of these steps of signing in,
    may use the view. For anybody else, the view raises SignInNeeded."""

    def decorate(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            if next_step() not in (*steps, SignInStep.DONE):
                raise SignInNeeded
            return view(*args, **kwargs)

        guarded.guard = "at_step"  # type: ignore[attr-defined]
        return guarded

    return decorate
