"""Enforces `write_rules.py`: a recent factor is required before the view runs, and limits are checked before a write
transaction begins."""

from contextlib import suppress

from flask import Flask, Response, g, has_request_context, request

from directory.access.current_viewer import SAFE_METHODS, current_viewer, is_for_api
from directory.accounts import attempt_limits, current_user
from directory.accounts.write_rules import WRITE_RULES, WriteRule
from directory.errors import Busy, ConfirmationNeeded, LimitReached
from directory.transaction import before_write

NO_RULE = WriteRule()
# The statuses of a program's request whose body cannot be used because of its syntax, size, type or values.
REFUSED_BODIES = (400, 413, 415, 422)


def configure_write_rules(app: Flask) -> None:
    """Register the count of writes: when the first write transaction of a request begins, the request counts toward the
    limit that the write rule of its endpoint names."""
    before_write(app, _count_write)


def require_recent_factor() -> None:
    """Raise ConfirmationNeeded if a program sent the request, or if the viewer is signed in without a recent factor.
    Call this only for endpoints that require a recent factor."""
    if request.method == "OPTIONS":
        return
    if is_for_api() or (
        current_user.next_step() is current_user.SignInStep.DONE and not current_user.showed_factor_lately()
    ):
        raise ConfirmationNeeded


def _count_write() -> None:
    if not has_request_context() or request.method in SAFE_METHODS or "counted_write" in g:
        return
    if limit := WRITE_RULES.get(request.endpoint or "", NO_RULE).limit:
        g.counted_write = True
        attempt_limits.count_attempt(limit, _sender())


def require_few_refused() -> None:
    """Raise LimitReached if the API has already refused too many request bodies from this sender. Call this before the
    body of this request is read."""
    attempt_limits.require_below_limit("refused_body", _sender())


def count_refused(response: Response) -> Response:
    """Count a program's request toward a limit if its body was refused. Return the response unchanged."""
    if response.status_code in REFUSED_BODIES:
        with suppress(LimitReached, Busy):
            attempt_limits.count_attempt("refused_body", _sender())
    return response


def _sender() -> int | str:
    return current_viewer().account_id or attempt_limits.client_address()
