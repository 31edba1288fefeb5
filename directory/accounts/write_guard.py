"""Enforces the table of `write_rules` on every request: one place, before any view and before any write."""

from flask import Flask, g, has_request_context, request

from directory.access.guard import READING, current_viewer, is_for_api
from directory.accounts import limits, who
from directory.accounts.write_rules import WRITE_RULES, WriteRule
from directory.errors import ConfirmationNeeded
from directory.transaction import before_write

NO_RULE = WriteRule()


def configure_write_rules(app: Flask) -> None:
    """Have each request asked for a recent factor, and each write counted, as the table says."""
    app.before_request(_require_recent_factor)
    before_write(app, _count_write)


def _require_recent_factor() -> None:
    """Raise ConfirmationNeeded for who is in and showed no factor lately, and for every program.

    Whoever is not in is refused by the view, or shows a factor there.
    """
    if not _rule().recent_factor or request.method == "OPTIONS":
        return
    if is_for_api() or (who.next_step() is who.Step.DONE and not who.showed_factor_lately()):
        raise ConfirmationNeeded


def _count_write() -> None:
    """Count this request toward the limit of its row, once, as it begins to write: a form that is refused before is
    not counted. Raises LimitReached."""
    if not has_request_context() or request.method in READING or "counted_write" in g:
        return
    if limit := _rule().limit:
        g.counted_write = True
        account = current_viewer().account_id
        if account is None:
            limits.hit_address(limit)
        else:
            limits.hit(limit, account)


def _rule() -> WriteRule:
    return WRITE_RULES.get(request.endpoint or "", NO_RULE)
