"""The worker (`flask --app wsgi worker`): sends mail, runs queued jobs, and runs the jobs of `schedule`.

Any number of workers may run. A job may run again from its start after a worker was killed, so jobs must be idempotent.
"""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import Any

from sqlalchemy import and_, update
from sqlalchemy.exc import IntegrityError, OperationalError

from directory import clock
from directory.alarms import delivery as alarms
from directory.cache.store import follow_wordings
from directory.errors import Busy
from directory.extensions import db
from directory.imports import jobs as imports
from directory.jobs.batches import BatchRun, ReportProgress
from directory.jobs.child_process import Terminated, begin_child, run_in_child
from directory.jobs.leases import Lease, LeaseLost, claim, holding, is_free
from directory.jobs.schedule import RECURRING, ScheduledJob
from directory.logs import logger
from directory.models import Job, RecurringJob
from directory.models.job import WORKER
from directory.operation import audit_job
from directory.operation.backups.nightly import back_up
from directory.operation.backups.queries import JOB as BACKUP
from directory.outbox.delivery import send_due
from directory.search.sync import catch_up, lag
from directory.transaction import committing, separate_transaction

IDLE_SECONDS = 2.0
CATCH_UP_SECONDS = 10.0
MOST_TRIES = 3
# A job that failed for a passing reason is tried again after RETRY, then after twice as long.
RETRY = timedelta(seconds=30)
ALIVE_EVERY = timedelta(seconds=30)


# A mapping from the name of a job to its function. The function is called with the job's arguments and a function that
# reports progress.
JOBS: Mapping[str, Callable[[Mapping[str, Any], ReportProgress], None]] = {
    "check import": imports.check,
    "apply import": imports.apply,
    "export": imports.write_export,
    audit_job.NAME: audit_job.verify_chain,
    BACKUP: back_up,
}
# A mapping from the name of a job to the function that mails people that the job was given up. The worker calls the
# function with the job's arguments, inside `committing`.
GIVEN_UP: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "check import": imports.tell_given_up,
    "apply import": imports.tell_given_up,
}


class Worker:
    """A process that works until it is told to end. If `has_children` is true, long work runs in child processes."""

    def __init__(self, has_children: bool = False) -> None:
        self.is_ending = False
        self.has_children = has_children
        self._follows_at = time.monotonic()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Make the worker end after its present job or mail. A child process is told to end."""
        self.is_ending = True

    def run(self) -> None:
        """Work until a signal ends the worker."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        logger.info("worker", state="started")
        while not self.is_ending:
            has_more = self.run_once()
            if not has_more and not self.is_ending:
                time.sleep(IDLE_SECONDS)
        logger.info("worker", state="ended")

    def run_once(self) -> bool:
        """Run the due recurring jobs, send mail, run one queued job, and update the index.

        Return whether more queued jobs may wait. Faults are logged.
        """
        self._do_short_work()
        for job in RECURRING:
            if job.is_needed:
                self._step(lambda job=job: self._run_if_due(job))  # type: ignore[misc]
        has_run = self._step(self._run_next_job)
        self._step(self._catch_up)
        return bool(has_run)

    def _do_short_work(self) -> None:
        """Run the recurring jobs that need little memory, and send mail.

        While a child process runs, the worker calls this method again and again.
        """
        self._step(note_alive)
        self._step(follow_wordings)
        self._step(self._send_alarms)
        for job in RECURRING:
            if not job.is_needed:
                self._step(lambda job=job: self._run_if_due(job))  # type: ignore[misc]
        self._step(self._send_alarms)
        self._step(lambda: send_due(clock.now(), lambda: self.is_ending))

    def _step(self, run: Callable[[], object]) -> object:
        if self.is_ending:
            return None
        try:
            return run()
        except Exception as error:  # noqa: BLE001 (the other jobs must go on)
            logger.error("fault", exc_info=error)
            return None
        finally:
            db.session.remove()

    def _send_alarms(self) -> None:
        alarms.send_due(clock.now(), lambda: self.is_ending)

    def _run_if_due(self, job: ScheduledJob) -> None:
        if (lease := claim_if_due(job)) is None:
            return
        # Many jobs are due at the same time, and some take half a minute: an alarm waits for one of them at most.
        self._send_alarms()
        if not job.is_needed or not self.has_children:
            run_recurring(job, lease)
        elif not _has_work(job.is_needed, job, lease):
            _end_recurring(job, lease, has_run=True)
        elif self._run_in_child(lease) != 0:
            _end_recurring(job, lease, has_run=False)

    def _run_next_job(self) -> bool:
        """Run the job that has waited longest. Return whether to look for another job now."""
        if (claimed := _claim_job()) is None:
            return False
        job, lease = claimed
        if not self.has_children:
            run_job(job, lease)
            return not self.is_ending
        status = self._run_in_child(lease)
        if status != 0:
            is_again = self.is_ending or job.tries < MOST_TRIES
            _end_job(job, lease, "waiting" if is_again else "failed", "" if self.is_ending else f"ended with {status}")
        return not self.is_ending

    def _catch_up(self) -> None:
        if not self.has_children:
            catch_up()
        elif time.monotonic() >= self._follows_at and lag() != 0:
            self._run_in_child(None)
            # An index that cannot be written now is tried again only after a pause.
            self._follows_at = time.monotonic() + CATCH_UP_SECONDS

    def _run_in_child(self, lease: Lease | None) -> int:
        db.session.remove()
        status = run_in_child(lease, lambda: self.is_ending, self._do_short_work)
        if status != 0 and not self.is_ending:
            logger.error("child_ended", status=status, piece=f"{lease.table} {lease.key}" if lease else "index")
        return status


def work_as_child() -> None:
    """Do the task that the parent process handed over. If the parent handed over a lease, run the job under this lease.
    If it handed over none, update the index.

    A process that is told to end exits with status 1.
    """
    try:
        lease = begin_child()
        if lease is None:
            catch_up()
        elif lease.table == RecurringJob.__tablename__:
            run_recurring(next(job for job in RECURRING if job.name == lease.key), lease)
        else:
            job = db.session.get_one(Job, lease.key)
            db.session.expunge(job)
            run_job(job, lease)
    except Terminated:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 (told as each fault of the worker is)
        logger.error("fault", exc_info=error)


def note_alive() -> None:
    """Store the time at which a worker was last running, at most once every ALIVE_EVERY."""
    job = ScheduledJob(WORKER, ALIVE_EVERY, lambda: None)
    if (lease := claim_if_due(job)) is not None:
        run_recurring(job, lease)


def claim_if_due(job: ScheduledJob) -> Lease | None:
    """Claim a recurring job if it is due and no other process holds it. Return the lease, or None if the job was not
    claimed."""
    now = clock.now()
    if db.session.get(RecurringJob, job.name) is None:
        # Another worker may add the row at the same moment.
        with suppress(IntegrityError), separate_transaction() as session:
            session.add(RecurringJob(name=job.name, due_at=now))
    conditions = RecurringJob.name == job.name, clock.is_due(RecurringJob.due_at, now, job.every)
    claimed = claim(RecurringJob, *conditions, is_free(RecurringJob, now), order=(RecurringJob.name,))
    return claimed[1] if claimed else None


def _has_work(is_needed: Callable[[], bool], job: ScheduledJob, lease: Lease) -> bool:
    """Return whether the job has anything to do.

    If the check fails, the job is due again after its interval, and the error is raised.
    """
    try:
        with holding(lease):
            return is_needed()
    except BaseException:
        _end_recurring(job, lease, has_run=False)
        raise


def run_recurring(job: ScheduledJob, lease: Lease) -> None:
    """Run a recurring job under its lease, release the lease, and store when the job is due again.

    If the job raises an error, the error is raised again at the end. A LeaseLost is not raised again.
    """
    has_run = False
    try:
        # A lost lease is logged on release.
        with suppress(LeaseLost), holding(lease):
            job.run()
            has_run = True
    finally:
        _end_recurring(job, lease, has_run)


def _end_recurring(job: ScheduledJob, lease: Lease, has_run: bool) -> None:
    values: dict[str, Any] = {"due_at": clock.now() + job.every}
    values |= {"ran_at": clock.now()} if has_run else {}
    db.session.rollback()
    with separate_transaction() as session:
        lease.release(session, **values)


def _claim_job() -> tuple[Job, Lease] | None:
    unfinished = and_(Job.state.in_(("waiting", "running")), is_free(Job, clock.now()))
    values = {"state": "running", "tries": Job.tries + 1, "done": 0}
    return claim(Job, unfinished, order=(Job.id,), **values)


def run_job(job: Job, lease: Lease) -> str:
    """Run a job under its lease. Return its new state: `done`, `failed` or `waiting`, or `running` if the lease was
    lost."""
    try:
        with holding(lease):
            state, fault = _outcome(job)
    except LeaseLost:
        # The process that holds the lease now ends the job.
        return "running"
    finally:
        db.session.rollback()
    _end_job(job, lease, state, fault)
    return state


def _outcome(job: Job) -> tuple[str, str]:
    """Return the job's new state and its fault. The fault is an exception class or a reason, or "" if there was no
    fault. Raises LeaseLost."""
    if job.name not in JOBS or job.tries > MOST_TRIES:
        return "failed", "not known" if job.name not in JOBS else "ended too often"
    try:
        JOBS[job.name](job.arguments, lambda done, total: _report(job.id, done, total))
    except Terminated:
        return "waiting", ""
    except LeaseLost:
        raise
    except Exception as error:  # noqa: BLE001 (whoever asked is told, and the other jobs must go on)
        logger.error("fault", exc_info=error, job=job.name)
        is_passing = isinstance(error, OperationalError | Busy) and job.tries < MOST_TRIES
        return "waiting" if is_passing else "failed", type(error).__name__
    return "done", ""


def _report(job_id: int, done: int, total: int) -> None:
    with separate_transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(done=done, total=total))


def _end_job(job: Job, lease: Lease, state: str, fault: str) -> None:
    values: dict[str, Any] = {"state": state, "fault": fault}
    if state == "waiting":
        values |= {"leased_until": clock.now() + RETRY * job.tries} if fault else {"tries": job.tries - 1}
    values |= {"ended_at": clock.now()} if state in ("done", "failed") else {}
    tell = GIVEN_UP.get(job.name) if state == "failed" else None
    if tell is None:
        with separate_transaction() as session:
            lease.release(session, **values)
    else:
        with committing():
            if lease.release(db.session(), **values):
                BatchRun().attempt(job.id, partial(tell, job.arguments))
    logger.info("job", number=job.id, name=job.name, state=state, fault=fault)
