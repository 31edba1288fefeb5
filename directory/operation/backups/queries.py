"""The state of backups for all nodes: the last backup, and whether a backup failed after it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from directory.clock import as_utc
from directory.extensions import db
from directory.models import Backup, Job
from directory.operation.backups.age_files import is_set_up

JOB = "backup"


@dataclass(frozen=True)
class BackupStatus:
    """The state of backups. `is_set_up` concerns this node alone.

    `taken_at` is the time of the last backup, or None if there is no backup. `tried_at` is the time at which the oldest
    stored job of a nightly backup was queued, or None if no such job is stored. `has_failed` tells whether the newest
    nightly backup failed, and no backup was made since.
    """

    is_set_up: bool
    taken_at: datetime | None
    tried_at: datetime | None
    has_failed: bool


def get_state() -> BackupStatus:
    """Return the state of backups."""
    last = get_last_try()
    failed_at = as_utc(last.ended_at) if last is not None and last.state == "failed" and last.ended_at else None
    taken_at = db.session.scalar(select(Backup.taken_at).order_by(Backup.id.desc()).limit(1))
    tried_at = db.session.scalar(select(func.min(Job.queued_at)).where(Job.name == JOB))
    return BackupStatus(
        is_set_up(), taken_at, tried_at, failed_at is not None and (taken_at is None or failed_at > taken_at)
    )


def get_last_try() -> Job | None:
    """Return the newest job of a nightly backup, in any state, or None if there was no such job."""
    newest = select(func.max(Job.id)).where(Job.name == JOB).scalar_subquery()
    return db.session.scalar(select(Job).where(Job.id == newest))
