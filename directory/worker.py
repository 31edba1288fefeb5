"""The worker: `flask --app wsgi worker`. Sends mail, runs the long work that people asked for, and
the recurring jobs of `recurring`.

Any number of workers may run. Each takes one piece at a time under a lease that it lets go of, or
that runs out when it is killed. A job may therefore run again from its start and must bear that.
"""

import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from directory import clock
from directory.errors import Busy
from directory.extensions import db
from directory.imports import work as imports
from directory.logs import logger
from directory.models import Job, RecurringJob
from directory.models.job import WORKER
from directory.models.waiting import has_come
from directory.operation import auditing
from directory.operation.backups.nightly import back_up
from directory.operation.backups.queries import JOB as BACKUP
from directory.outbox.delivery import send_due
from directory.recurring import RECURRING, Recurring
from directory.search.sync import catch_up
from directory.transaction import recording

Report = Callable[[int, int], None]

IDLE_SECONDS = 2.0
LEASE = timedelta(minutes=2)
MOST_TRIES = 3
ALIVE_EVERY = timedelta(seconds=30)


# What runs a job by its name. It is given the job's arguments and a function that tells how much is
# done of how much; that function raises when the worker must end, and must not be called inside `committing`.
JOBS: Mapping[str, Callable[[Mapping[str, Any], Report], None]] = {
    "check import": imports.check,
    "apply import": imports.apply,
    "export": imports.write_export,
    auditing.NAME: auditing.verify_chain,
    BACKUP: back_up,
}


class Ending(Exception):
    """The worker was told to end; the job goes back and is taken up again from its start."""


class Worker:
    """One process that works until it is told to end."""

    def __init__(self) -> None:
        self.is_ending = False

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End after the present step."""
        self.is_ending = True

    def run(self) -> None:
        """Work until a signal asks for the end."""
        signal.signal(signal.SIGTERM, self.end)
        signal.signal(signal.SIGINT, self.end)
        logger.info("worker", state="started")
        while not self.is_ending:
            has_more = self.turn()
            if not has_more and not self.is_ending:
                time.sleep(IDLE_SECONDS)
        logger.info("worker", state="ended")

    def turn(self) -> bool:
        """Do what is due now, of the jobs one, and return whether more of them may wait.

        A fault of one part is logged and stops no other.
        """
        self._step(note_alive)
        for job in RECURRING:
            self._step(lambda job=job: _run_if_due(job))  # type: ignore[misc]
        has_run = self._step(self._run_next_job)
        self._step(lambda: send_due(clock.now(), lambda: self.is_ending))
        self._step(catch_up)
        return bool(has_run)

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

    def _run_next_job(self) -> bool:
        """Run the oldest job that waits; return whether there was one."""
        job = _claim_job()
        if job is None:
            return False
        state, fault = self._outcome(job)
        _end_job(job, state, fault)
        return state != "waiting"

    def _outcome(self, job: Job) -> tuple[str, str]:
        """Run a job and return the state it is in then, with the class of its fault."""
        if job.name not in JOBS or job.tries > MOST_TRIES:
            return "failed", "not known" if job.name not in JOBS else "ended too often"
        try:
            JOBS[job.name](job.arguments, lambda done, total: self._report(job.id, done, total))
        except Ending:
            return "waiting", ""
        except Exception as error:  # noqa: BLE001 (whoever asked is told, and the other jobs must go on)
            logger.error("fault", exc_info=error, job=job.name)
            is_passing = isinstance(error, OperationalError | Busy) and job.tries < MOST_TRIES
            return "waiting" if is_passing else "failed", type(error).__name__
        finally:
            db.session.rollback()
        return "done", ""

    def _report(self, job_id: int, done: int, total: int) -> None:
        with recording() as session:
            values = {"done": done, "total": total, "leased_until": clock.now() + LEASE}
            session.execute(update(Job).where(Job.id == job_id).values(**values))
        if self.is_ending:
            raise Ending


def note_alive() -> None:
    """Note that a worker is at work, at most every ALIVE_EVERY."""
    _run_if_due(Recurring(WORKER, ALIVE_EVERY, lambda: None))


def _run_if_due(job: Recurring) -> None:
    """Run a recurring job if it is due and no other process is at it."""
    now = clock.now()
    row = db.session.get(RecurringJob, job.name)
    if row is None:
        # Another worker may add it at the same moment.
        with suppress(IntegrityError), recording() as session:
            session.add(RecurringJob(name=job.name, due_at=now))
    free = and_(
        RecurringJob.name == job.name,
        has_come(RecurringJob.due_at, now, job.every),
        or_(RecurringJob.leased_until.is_(None), has_come(RecurringJob.leased_until, now, LEASE)),
    )
    if db.session.scalar(select(RecurringJob.name).where(free)) is None:
        return
    with recording() as session:
        claim = update(RecurringJob).where(free).values(leased_until=now + LEASE)
        if session.execute(claim.returning(RecurringJob.name)).first() is None:
            return
    values: dict[str, Any] = {"due_at": now + job.every, "leased_until": None}
    try:
        job.run()
        values["ran_at"] = clock.now()
    finally:
        db.session.rollback()
        with recording() as session:
            session.execute(update(RecurringJob).where(RecurringJob.name == job.name).values(**values))


def _claim_job() -> Job | None:
    now = clock.now()
    left = and_(Job.state == "running", has_come(Job.leased_until, now, LEASE))
    next_one = select(Job.id).where(or_(Job.state == "waiting", left)).order_by(Job.id).limit(1)
    if db.session.scalar(next_one) is None:
        return None
    with recording() as session:
        mine = next_one.with_for_update(skip_locked=True).scalar_subquery()
        values = {"state": "running", "leased_until": now + LEASE, "tries": Job.tries + 1, "done": 0}
        claim = update(Job).where(Job.id == mine).values(**values).returning(Job)
        job = session.scalar(claim, execution_options={"synchronize_session": False})
        if job is not None:
            session.expunge(job)
    return job


def _end_job(job: Job, state: str, fault: str) -> None:
    """Write how a job ended; one that goes back because the worker ends has not been tried in vain."""
    values: dict[str, Any] = {"state": state, "fault": fault, "leased_until": None}
    values |= {"tries": Job.tries - 1} if state == "waiting" and not fault else {}
    values |= {"ended_at": clock.now()} if state in ("done", "failed") else {}
    with recording() as session:
        session.execute(update(Job).where(Job.id == job.id).values(**values))
    logger.info("job", number=job.id, name=job.name, state=state, fault=fault)
