"""Enforces the table of `write_rules` on every request: one place, before any view and before any write."""

from contextlib import suppress

from flask import Flask, Response, g, has_request_context, request

from directory.access.current_viewer import READING, current_viewer, is_for_api
from directory.accounts import attempt_limits, current_user
from directory.accounts.write_rules import WRITE_RULES, WriteRule
from directory.errors import Busy, ConfirmationNeeded, LimitReached
from directory.transaction import before_write

NO_RULE = WriteRule()
# How a program is told that its body cannot be used: for its form, its size, its type, its values.
REFUSED_BODIES = (400, 413, 415, 422)


def configure_write_rules(app: Flask) -> None:
    """Have each write counted as the table says."""
    before_write(app, _count_write)


def require_recent_factor() -> None:
    """Raise ConfirmationNeeded for who is in and showed no factor lately, and for every program.

    Whoever is not in is refused by the view, or shows a factor there.
    """
    if not _rule().recent_factor or request.method == "OPTIONS":
        return
    if is_for_api() or (
        current_user.next_step() is current_user.SignInStep.DONE and not current_user.showed_factor_lately()
    ):
        raise ConfirmationNeeded


def _count_write() -> None:
    """Count this request toward the limit of its row, once, as it begins to write: a form that is refused before is
    not counted. Raises LimitReached."""
    if not has_request_context() or request.method in READING or "counted_write" in g:
        return
    if limit := _rule().limit:
        g.counted_write = True
        attempt_limits.hit(limit, _sender())


def require_few_refused() -> None:
    """Raise LimitReached for a program of which too many bodies were refused, before it is looked at what it sends."""
    if _may_send_body():
        attempt_limits.require_left("refused_body", _sender())


def count_refused(response: Response) -> Response:
    """Count a body that was refused. What is over the limit was answered before, but for some that came at once."""
    if _may_send_body() and response.status_code in REFUSED_BODIES:
        with suppress(LimitReached, Busy):
            attempt_limits.hit("refused_body", _sender())
    return response


def _may_send_body() -> bool:
    return is_for_api() and request.method not in READING


def _sender() -> int | str:
    """Return for whom a write is counted: the account, or the address of a visitor."""
    return current_viewer().account_id or attempt_limits.client_address()


def _rule() -> WriteRule:
    return WRITE_RULES.get(request.endpoint or "", NO_RULE)
