"""The schedule: the worker's recurring jobs, with their intervals."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import current_app

from directory import clock
from directory.accounts.cleanup import drop_expired, end_future_dated
from directory.accounts.half_sign_ins import tell_some as tell_some_of_half_sign_ins
from directory.alarms.failing_gateways import drop_unused
from directory.alarms.service import drop_old, end_overdue
from directory.audit.heads import export_head, line_of
from directory.consultations.service.escalation import take_next_step
from directory.consultations.service.retention import shred_old
from directory.consultations.service.succession import note_vacancies
from directory.drafts.service.retention import shred_old as shred_old_drafts
from directory.exchange.pocket.refresh import has_work as has_pocket_work
from directory.exchange.pocket.refresh import refresh_editions
from directory.exchange.snapshots import has_work, refresh_snapshots
from directory.exercises.service.running import take_due_step
from directory.focal_points.rotas.service.holidays import ask_to_confirm, list_states
from directory.focal_points.rotas.service.upcoming_shifts import list_due, regenerate_shifts
from directory.follows.letters import load_touched_rows, send, write_next
from directory.imports.jobs import forget_files
from directory.jobs.batches import BatchRun, in_batches
from directory.office_accounts.provider import issuer_connection
from directory.office_accounts.session_checks import check_due, drop_ended
from directory.operation.alerts import mail_alerts
from directory.operation.audit_job import queue_verification
from directory.operation.backups.nightly import queue_if_due
from directory.outbox.delivery import drop_erased
from directory.people.service import (
    end_access_after_last_day,
    end_postdated_invitations,
    forget_old,
    tell_administrators,
)
from directory.people.service.confirmations import ask_next_office, take_next_review_step
from directory.requests.service.reminders import remind_some as remind_some_offices
from directory.requests.service.retention import shred_old as shred_old_requests
from directory.rounds.service.retention import shred_old as shred_old_rounds
from directory.sources.fetching import Fetcher
from directory.sources.update import update
from directory.sources.watch import add_pages, watch
from directory.statistics.request_durations import publish_durations
from directory.transaction import committing
from directory.verification.service.ageing import note_ageing
from directory.verification.service.campaigns import send_due_steps
from directory.verification.service.plans import take_due_plans
from directory.verification.service.reachability_steps import take_due_steps
from directory.verification.service.reports import forget_reporters, tell_new_keepers
from directory.webhooks.delivery import send_due
from directory.webhooks.events import queue_next
from directory.webhooks.service import drop_old as drop_old_webhook_deliveries
from directory.webhooks.transport import webhook_sender
from directory.wordings.service import end_taken_over, forget_reasons

# The same process also reminds desks and sends mail. After a large import, a single letter may take many seconds.
LETTERS_SECONDS = 20
# A slow server must not hold up the other jobs of the worker for long.
SOURCES_SECONDS = 20


@dataclass(frozen=True)
class ScheduledJob:
    """A job of the schedule, and the interval between its runs.

    Only jobs that need much memory have the check `is_needed`. A worker with child processes makes this check when the
    job is due. If the check returns True, the worker runs the job in a child process.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    is_needed: Callable[[], bool] | None = None


def send_campaigns() -> None:
    """Send the due letters of campaigns."""
    in_batches(send_due_steps)


def tell_of_moved_reports() -> None:
    """If the contact of an open report has moved into another scope, mail the coordinators of this scope."""
    in_batches(tell_new_keepers)


def end_overdue_alarms() -> None:
    """End the alarms that nobody acknowledged in time."""
    in_batches(end_overdue)


def drop_old_alarms() -> None:
    """Delete alarms that ended long ago."""
    in_batches(lambda now, _run: drop_old(now))


def drop_unused_gateways() -> None:
    """Delete the records of failing gateways that no alarm can use any more."""
    with committing():
        drop_unused(current_app.config["SETTINGS"])


def run_reachability_tests() -> None:
    """Send the reachability tests that are due, planned ones too, and record the outcome of tests that nobody answered
    in time."""
    in_batches(take_due_plans)
    in_batches(take_due_steps)


def log_overdue_entries() -> None:
    """Add the entries whose freshness has changed to the change log, so that the index is updated.

    Also erase the address and the words of the reporter from each report that was settled long ago.
    """
    with committing():
        note_ageing(clock.today())
        forget_reporters(clock.now())


def end_expired_access() -> None:
    """End the access of people whose last day is over. Erase old invitations and old requests for access.

    Also end invitations whose last day is too far in the future to be right.
    """
    run = BatchRun()
    with committing():
        end_access_after_last_day(clock.now(), run)
        end_postdated_invitations(clock.now())
        forget_old(clock.now())
    run.end()


def confirm_people() -> None:
    """Ask offices once a year who still holds an account, and take restricted details, then access, from people whom
    nobody confirms."""
    in_batches(lambda now, _run: ask_next_office(now))
    in_batches(lambda now, _run: take_next_review_step(now))


def export_audit_head() -> None:
    """Append the head of the audit chain to the file of heads. If the head is new, mail it to the administrators."""
    settings = current_app.config["SETTINGS"]
    head = export_head(settings)
    if head.id:
        with committing():
            tell_administrators("audit_head", f"audit-head:{head.digest}", line=line_of(head, settings))


def have_audit_verified() -> None:
    """Queue the job that verifies the audit chain."""
    with committing():
        queue_verification()


def generate_due_shifts() -> None:
    """Generate the coming shifts of each desk once a day, and at once if the members of the desk have changed."""
    run = BatchRun()
    for desk in list_due(clock.now()):
        with committing():
            run.attempt(desk, partial(regenerate_shifts, desk, clock.now()))
    run.end()


def ask_for_holidays() -> None:
    """Ask coordinators by mail to confirm public holidays of States that have a desk with a rota."""
    with committing():
        ask_to_confirm(list_states(), clock.now())


def escalate_consultations() -> None:
    """Send the notices of questions and the reminders of deadlines that are due. Each goes to the people whom the
    fallback chain of the asked desk names next."""
    in_batches(take_next_step)


def run_exercises() -> None:
    """Start and end exercises, and release their injects, each by its time."""
    in_batches(take_due_step)


def note_vacant_seats() -> None:
    """Note which seats of consultations became vacant, and which vacant seats are held again."""
    in_batches(note_vacancies)


def shred_consultations() -> None:
    """Erase the texts of consultations whose retention is over, and of rounds whose consultations are all erased."""
    in_batches(lambda now, _run: shred_old(now))
    in_batches(lambda now, _run: shred_old_rounds(now))


def shred_drafts() -> None:
    """Delete drafts that nobody has changed for 90 days. A draft that an active owner has exempted is not deleted."""
    in_batches(lambda now, _run: shred_old_drafts(now))


def remind_of_requests() -> None:
    """Remind offices of requests that have waited for longer than usual, each at most once a week."""
    in_batches(lambda now, _run: remind_some_offices(now))


def shred_requests() -> None:
    """Erase links and file numbers of requests that were closed long ago."""
    in_batches(lambda now, _run: shred_old_requests(now))


def count_request_durations() -> None:
    """Count anew how long requests to each State take, if a quarter has ended since the last count."""
    with committing():
        publish_durations(clock.now())


def tell_followers() -> None:
    """Queue letters that tell followers what has changed in the entries that they follow.

    When LETTERS_SECONDS have passed, the remaining letters wait for the next run.
    """
    now, run, ends_at = clock.now(), BatchRun(), time.monotonic() + LETTERS_SECONDS
    touched = load_touched_rows(now)
    while touched and (letter := write_next(touched, now, run)) is not None:
        with committing():
            run.attempt(letter.account_id, partial(send, letter, now))
        if time.monotonic() >= ends_at:
            break
    run.end()


def tell_of_half_sign_ins() -> None:
    """Mail people about sign-ins that stopped after the right password."""
    in_batches(tell_some_of_half_sign_ins)


def store_source_addresses() -> None:
    """Store new addresses of source pages to watch. Do nothing if `source_pages_per_day` is 0."""
    if current_app.config["SETTINGS"].source_pages_per_day:
        with committing():
            add_pages()


def watch_source_pages() -> None:
    """Fetch the source pages that are due, at most one from each host.

    When SOURCES_SECONDS have passed, the remaining pages wait for the next run.
    """
    ends_at = time.monotonic() + SOURCES_SECONDS
    for _ in watch(Fetcher(), clock.now(), current_app.config["SETTINGS"].source_pages_per_day):
        if time.monotonic() >= ends_at:
            break


def send_webhooks() -> None:
    """Queue the deliveries of new events to webhooks, and send those that are due."""
    in_batches(queue_next)
    send_due(webhook_sender(current_app.config["SETTINGS"].webhook_hosts), clock.now())


def check_office_sessions() -> None:
    """Ask issuers whether the sessions there go on from which sessions here began, and forget those that ended here."""
    check_due(issuer_connection())
    in_batches(lambda _now, _run: drop_ended())


def drop_old_deliveries() -> None:
    """Delete old deliveries of webhooks."""
    in_batches(lambda now, _run: drop_old_webhook_deliveries(now))


def update_source_tables() -> None:
    """Read the official tables that are due. If a table and the directory differ, propose what the table says.

    When SOURCES_SECONDS have passed, the remaining tables wait for the next run.
    """
    ends_at = time.monotonic() + SOURCES_SECONDS
    for _ in update(Fetcher(), clock.now(), current_app.config["SETTINGS"].source_pages_per_day):
        if time.monotonic() >= ends_at:
            break


def tidy_wordings() -> None:
    """End each published wording that the catalogues now contain. Erase the reasons that people gave for suggestions
    and for refusals, if the decision is old."""
    with committing():
        end_taken_over()
        forget_reasons(clock.now())


RECURRING: tuple[ScheduledJob, ...] = (
    ScheduledJob("audit head", timedelta(days=1), export_audit_head),
    ScheduledJob("verification of audit", timedelta(days=1), have_audit_verified),
    ScheduledJob("people to confirm", timedelta(hours=1), confirm_people),
    ScheduledJob("backups", timedelta(minutes=10), queue_if_due),
    ScheduledJob("erased mail", timedelta(minutes=1), drop_erased),
    ScheduledJob("campaigns", timedelta(minutes=1), send_campaigns),
    ScheduledJob("alarms", timedelta(seconds=10), end_overdue_alarms),
    ScheduledJob("old alarms", timedelta(days=1), drop_old_alarms),
    ScheduledJob("unused gateways of alarms", timedelta(minutes=10), drop_unused_gateways),
    ScheduledJob("consultations", timedelta(minutes=1), escalate_consultations),
    ScheduledJob("exercises", timedelta(seconds=20), run_exercises),
    ScheduledJob("seats of consultations", timedelta(minutes=5), note_vacant_seats),
    ScheduledJob("old consultations", timedelta(days=1), shred_consultations),
    ScheduledJob("old drafts", timedelta(days=1), shred_drafts),
    ScheduledJob("old requests", timedelta(days=1), shred_requests),
    ScheduledJob("durations of requests", timedelta(days=1), count_request_durations),
    ScheduledJob("late requests", timedelta(hours=1), remind_of_requests),
    ScheduledJob("followers", timedelta(minutes=1), tell_followers),
    ScheduledJob("rotas", timedelta(minutes=1), generate_due_shifts),
    ScheduledJob("holidays", timedelta(days=1), ask_for_holidays),
    ScheduledJob("moved reports", timedelta(minutes=5), tell_of_moved_reports),
    ScheduledJob("tests of desks", timedelta(seconds=30), run_reachability_tests),
    ScheduledJob("entries", timedelta(days=1), log_overdue_entries),
    ScheduledJob("people", timedelta(minutes=10), end_expired_access),
    ScheduledJob("accounts", timedelta(hours=1), lambda: drop_expired(clock.now())),
    ScheduledJob("half sign-ins", timedelta(minutes=5), tell_of_half_sign_ins),
    ScheduledJob("sessions", timedelta(minutes=10), lambda: end_future_dated(clock.now())),
    ScheduledJob("public files", timedelta(minutes=1), refresh_snapshots, has_work),
    ScheduledJob("pocket editions", timedelta(seconds=20), refresh_editions, has_pocket_work),
    ScheduledJob("files of imports", timedelta(hours=1), forget_files),
    ScheduledJob("alerts", timedelta(minutes=1), mail_alerts),
    ScheduledJob("addresses of sources", timedelta(days=1), store_source_addresses),
    ScheduledJob("source pages", timedelta(minutes=1), watch_source_pages),
    ScheduledJob("source tables", timedelta(minutes=10), update_source_tables),
    ScheduledJob("sessions at offices", timedelta(seconds=20), check_office_sessions),
    ScheduledJob("webhooks", timedelta(seconds=10), send_webhooks),
    ScheduledJob("old deliveries of webhooks", timedelta(days=1), drop_old_deliveries),
    ScheduledJob("wordings", timedelta(hours=1), tidy_wordings),
)
