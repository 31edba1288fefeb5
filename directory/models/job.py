"""What the worker does: long work that a person asked for, the files of it, and when each recurring job ran."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.lease import Leased
from directory.tokens import public_id

FAULT_CHARACTERS = 200
# The recurring job that does nothing but note that a worker is at work.
WORKER = "worker"


class Job(Leased, Model):
    """One piece of long work, written in the same transaction as what it is for.

    `name` is a row of the worker's table; `state` is waiting, running, done or failed. The process
    that runs it holds it; once its lease has run out, another takes it up again.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(FAULT_CHARACTERS), default="")
    queued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class JobFile(Model):
    """A file that a job reads or made. It lies in the database, so that every machine has it."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_until: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class RecurringJob(Leased, Model):
    """When a recurring job of the worker is due again; the process that runs it holds it."""

    __tablename__ = "recurring_job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ran_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
