"""The gauges of the running site, in one table. `flask metrics` exports them. Alerts compare them with limits.

A gauge is a number without labels. It contains no name, address or text that a user wrote.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from directory.access.disclosure_log import list_at_ceiling
from directory.accounts.queries import count_open_sessions
from directory.alarms.queries import count_failing_gateways
from directory.clock import as_utc, now, today
from directory.consultations.queries.threads import count_overdue
from directory.extensions import db
from directory.focal_points.reachability_results import count_silent
from directory.models import Change, Job, Provenance, RecurringJob
from directory.models.job import WORKER
from directory.operation.audit_job import get_last_verification
from directory.operation.backups.queries import get_state
from directory.operation.schema import is_current
from directory.outbox.queries import count_mail, count_unreached, get_oldest_unsent
from directory.search import sync

DATABASE_UP = "counterpart_database_up"
# A recurring job counts as failing if its last success is longer ago than its interval plus this time.
GRACE = timedelta(minutes=15)
LATELY = timedelta(days=2)


@dataclass(frozen=True)
class Gauge:
    """One gauge. `name` and `help` are for Prometheus. `read` returns the number, or None if there is no number now."""

    name: str
    help: str
    read: Callable[[], float | None]


def read_all() -> dict[str, float]:
    """Return the gauges that have a value, by name.

    If the database does not answer, return only DATABASE_UP, with 0.
    """
    try:
        found = {gauge.name: gauge.read() for gauge in GAUGES}
    except SQLAlchemyError:
        return {DATABASE_UP: 0}
    return {name: value for name, value in found.items() if value is not None}


def _is_current() -> bool:
    return is_current(db.session.connection())


def _index_lag_seconds() -> float | None:
    """Return the age, in seconds, of the oldest change that is missing from the index.

    Return 0 if no change is missing, and None if there is no usable index.
    """
    lag = sync.lag()
    if not lag:
        return lag
    lacking = select(func.min(Change.changed_at)).where(Change.id > sync.last_change() - lag)
    return _seconds_since(db.session.scalar(lacking))


def _worker_seconds() -> float | None:
    row = db.session.get(RecurringJob, WORKER)
    return _seconds_since(row.ran_at if row else None)


def _failing_jobs() -> int:
    """Return the number of failing recurring jobs.

    A job fails if its last success is longer ago than its interval plus GRACE. A job that has run but never succeeded
    fails too.
    """
    every: dict[str, timedelta] = current_app.extensions["recurring_jobs"]
    is_free = or_(RecurringJob.leased_until.is_(None), RecurringJob.leased_until < now())
    return sum(
        now() > as_utc(row.ran_at) + every[row.name] + GRACE if row.ran_at else as_utc(row.due_at) > now()
        for row in db.session.scalars(select(RecurringJob).where(RecurringJob.name.in_(every), is_free))
    )


def _failed_jobs() -> int | None:
    failed = Job.state == "failed", Job.account_id.is_not(None), Job.ended_at > now() - LATELY
    return db.session.scalar(select(func.count()).select_from(Job).where(*failed))


def _overdue_entries() -> int | None:
    overdue = select(Provenance.kind, Provenance.key).where(
        Provenance.verified_on.is_not(None), Provenance.due_on < today()
    )
    return db.session.scalar(select(func.count()).select_from(overdue.distinct().subquery()))


def _audit_is_broken() -> float | None:
    last = get_last_verification()
    return None if last is None else float(last.state == "failed")


def _audit_seconds() -> float | None:
    last = get_last_verification()
    return None if last is None else _seconds_since(last.ended_at)


def _backup_seconds() -> float | None:
    state = get_state()
    return _seconds_since(state.taken_at or state.tried_at)


def _disk_used() -> float:
    usage = shutil.disk_usage(current_app.config["SETTINGS"].data_dir)
    return 1 - usage.free / usage.total


def _seconds_since(moment: datetime | None) -> float | None:
    return None if moment is None else abs((now() - as_utc(moment)).total_seconds())


GAUGES: tuple[Gauge, ...] = (
    Gauge(DATABASE_UP, "Whether the database answers.", lambda: 1),
    Gauge("counterpart_migration_current", "Whether the database is of this version.", _is_current),
    Gauge("counterpart_index_lag_changes", "Changes that this node's index lacks; absent while it is made.", sync.lag),
    Gauge("counterpart_index_lag_seconds", "For how long the oldest of these waits.", _index_lag_seconds),
    Gauge("counterpart_mail_waiting", "Messages that wait to be sent.", lambda: count_mail("waiting")),
    Gauge(
        "counterpart_mail_oldest_waiting_seconds",
        "For how long the oldest of these waits; 0 if none does.",
        lambda: _seconds_since(get_oldest_unsent()) or 0,
    ),
    Gauge("counterpart_mail_given_up", "Messages given up after many tries.", lambda: count_mail("given_up")),
    Gauge("counterpart_mail_bounced", "Messages whose address takes no mail.", lambda: count_mail("bounced")),
    Gauge(
        "counterpart_mail_unreached_lately",
        "Messages of the last two days that were given up or bounced.",
        lambda: count_unreached(now() - LATELY),
    ),
    Gauge("counterpart_worker_seconds", "Since when no worker has given a sign of life.", _worker_seconds),
    Gauge(
        "counterpart_jobs_waiting",
        "Long work that waits for a worker.",
        lambda: db.session.scalar(select(func.count()).select_from(Job).where(Job.state == "waiting")),
    ),
    Gauge(
        "counterpart_jobs_failed_lately", "Long work that people asked for and that failed in two days.", _failed_jobs
    ),
    Gauge("counterpart_recurring_jobs_failing", "Recurring jobs that did not end well when due.", _failing_jobs),
    Gauge("counterpart_desks_silent", "Desks that did not answer their last test.", count_silent),
    Gauge("counterpart_alarm_gateways_failing", "Gateways of alarms that fail.", count_failing_gateways),
    Gauge("counterpart_entries_overdue", "Entries with a verification that is overdue.", _overdue_entries),
    Gauge(
        "counterpart_consultations_overdue", "Consultations that wait past a deadline.", lambda: count_overdue(now())
    ),
    Gauge("counterpart_sessions_open", "Sessions of people used in the last hour.", lambda: count_open_sessions(now())),
    Gauge("counterpart_audit_broken", "Whether the last verification of the audit chain failed.", _audit_is_broken),
    Gauge("counterpart_audit_verified_seconds", "Since when the chain has not been verified.", _audit_seconds),
    Gauge(
        "counterpart_accounts_at_ceiling",
        "Accounts that were shown as many restricted entries today as one may be.",
        lambda: len(list_at_ceiling()),
    ),
    Gauge("counterpart_backup_seconds", "How old the last backup, or else the first try, is.", _backup_seconds),
    Gauge("counterpart_disk_used_ratio", "How much of the disk of the data folder is used.", _disk_used),
)
