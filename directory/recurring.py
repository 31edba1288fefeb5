"""The recurring jobs of the worker: one table of what runs, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from directory import clock
from directory.accounts.cleaning import drop_what_is_over
from directory.audit.heads import export_head, line_of
from directory.imports.work import forget_files
from directory.outbox.delivery import drop_erased
from directory.people.service import end_overlaps, forget_old, tell_administrators
from directory.transaction import committing
from directory.verification.service.ageing import note_ageing
from directory.verification.service.campaigns import send_due_steps
from directory.verification.service.reports import forget_reporters


@dataclass(frozen=True)
class Recurring:
    """A job of the table: what runs, and how long after its last run."""

    name: str
    every: timedelta
    run: Callable[[], object]


def send_campaigns() -> None:
    """Take the steps of campaigns that are due, some in each transaction."""
    taken = 1
    while taken:
        with committing():
            taken = send_due_steps(clock.now())


def look_after_entries() -> None:
    """Have the index follow what became overdue, and forget who reported what was settled long ago."""
    with committing():
        note_ageing(clock.today())
        forget_reporters(clock.now())


def look_after_people() -> None:
    """End the access of those whose last day is over, and forget requests for access that came to nothing."""
    with committing():
        end_overlaps(clock.now())
        forget_old(clock.now())


def export_audit_head() -> None:
    """Export the head of the audit chain, and mail it to the administrators if it is another than last time."""
    settings = current_app.config["SETTINGS"]
    head = export_head(settings)
    if head.id:
        with committing():
            tell_administrators("audit_head", f"audit-head:{head.digest}", line=line_of(head, settings))


RECURRING: tuple[Recurring, ...] = (
    Recurring("audit head", timedelta(days=1), export_audit_head),
    Recurring("erased mail", timedelta(minutes=1), drop_erased),
    Recurring("campaigns", timedelta(minutes=1), send_campaigns),
    Recurring("entries", timedelta(days=1), look_after_entries),
    Recurring("people", timedelta(minutes=10), look_after_people),
    Recurring("accounts", timedelta(hours=1), lambda: drop_what_is_over(clock.now())),
    Recurring("files of imports", timedelta(hours=1), forget_files),
)
