"""The nightly backup: queued when due, and made by a worker, which then deletes the backups that need not be kept."""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from directory import clock
from directory.extensions import db
from directory.jobs.batches import ReportProgress
from directory.logs import logger
from directory.models import Job
from directory.operation.backups.age_files import is_set_up
from directory.operation.backups.create import UNFINISHED, create_backup
from directory.operation.backups.faults import FAULTS, fault_message
from directory.operation.backups.queries import JOB, get_last_try
from directory.operation.backups.retention import superseded
from directory.transaction import committing

# 22:00 UTC is between two and four in the morning in the States of CASC.
NIGHT_BEGINS_UTC = 22
AGAIN_AFTER = timedelta(hours=1)
ABANDONED_AFTER = timedelta(days=1)
NAME = "counterpart-%Y%m%dT%H%M%SZ.age"
REPORTS_SECONDS = 5


def queue_if_due() -> None:
    """Queue a backup if one is due. Commits.

    A backup is due if none was queued since the last night began. If the last backup failed, the next is due an hour
    after the failure. Do nothing if backups have no recipient, or if a backup is waiting or running.
    """
    if not is_set_up():
        return
    with committing():
        if _is_due(get_last_try(), clock.now()):
            db.session.add(Job(name=JOB, arguments={}))


def back_up(_arguments: Mapping[str, Any], report: ReportProgress) -> None:
    """Make a backup, named after the present time. Then delete backups that need not be kept.

    If no backup could be made, the error is logged and raised, and no backup is deleted.
    """
    folder: Path = current_app.config["SETTINGS"].backups
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_abandoned(folder)
        made = folder / clock.now().strftime(NAME)
        create_backup(made, _now_and_then(report))
    except FAULTS as fault:
        logger.error("backup_failed", cause=fault_message(fault))
        raise
    prune(folder, made)


def prune(folder: Path, made: Path | None = None) -> None:
    """Delete nightly backups in a folder if they need not be kept. The new backup `made` is always kept."""
    files = {moment: file for file in folder.iterdir() if (moment := _moment_of(file.name))}
    for moment in superseded(files):
        if files[moment] != made:
            files[moment].unlink(missing_ok=True)


def _remove_abandoned(folder: Path) -> None:
    for part in folder.glob(f".*{UNFINISHED}"):
        with suppress(FileNotFoundError):
            if clock.now().timestamp() - part.stat().st_mtime > ABANDONED_AFTER.total_seconds():
                part.unlink()


def _is_due(last: Job | None, now: datetime) -> bool:
    if last is None:
        return True
    if last.state not in ("done", "failed"):
        return False
    tried_at = clock.as_utc(last.ended_at or last.queued_at)
    if tried_at > now + AGAIN_AFTER:
        # A fast clock wrote a future time. Waiting for this time would mean no backup until then.
        return True
    return now >= tried_at + AGAIN_AFTER if last.state == "failed" else clock.as_utc(last.queued_at) < _night(now)


def _night(now: datetime) -> datetime:
    begins = now.astimezone(UTC).replace(hour=NIGHT_BEGINS_UTC, minute=0, second=0, microsecond=0)
    return begins if begins <= now else begins - timedelta(days=1)


def _moment_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _now_and_then(report: ReportProgress) -> ReportProgress:
    """Return a function that passes its calls on to `report`, at most one call in every REPORTS_SECONDS seconds.

    Each call of `report` needs a transaction.
    """
    last = [time.monotonic()]

    def passed_on(done: int, total: int) -> None:
        if time.monotonic() >= last[0] + REPORTS_SECONDS:
            report(done, total)
            last[0] = time.monotonic()

    return passed_on
