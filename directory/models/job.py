"""The work of the worker: long jobs that are requested, the files of these jobs, and the times of recurring jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.lease import Leased
from directory.tokens import public_id

FAULT_CHARACTERS = 200
# The name of the row of RecurringJob that records only that a worker is running.
WORKER = "worker"


class Job(Leased, Model):
    """One long job, written in the transaction that requests it. The process that runs it holds its lease."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    # A key of `jobs.worker.JOBS`.
    name: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # Waiting, running, done or failed.
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(FAULT_CHARACTERS), default="")
    queued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class JobFile(Model):
    """A file that a job reads or has made, kept until `kept_until`. Every node reads it from the database."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class RecurringJob(Leased, Model):
    """A recurring job, with the time at which it is due again. The process that runs it holds its lease."""

    __tablename__ = "recurring_job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ran_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
