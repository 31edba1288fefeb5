"""Imports: a file of a coordinator or the operator, the changes of each row, and the decision of another person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.job import Job
from directory.tokens import public_id


class ImportBatch(Model):
    """One imported file. `state` is checking, checked, unreadable, submitted, applying, applied, refused or withdrawn.

    `job` is the newest job for the import; after this job has failed, no process works on the import. `fault` is the
    reason why the file cannot be read: a message and the values of its placeholders. `places` are the places of the
    file's rows, each a State and networks. `is_outdated` is true if nothing was applied because entries had changed
    after the check. `author_id` is None for the operator.
    """

    __tablename__ = "import_batch"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=public_id)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="checking", index=True)
    fault: Mapped[list[Any]] = mapped_column(JSON, default=list)
    is_outdated: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    places: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(Text, default="")
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    job: Mapped[Job | None] = relationship()


class ImportRow(NamesEntry, Model):
    """One row of a file. `number` is the row's number in a spreadsheet. `outcome` is created, changed, unchanged or
    refused.

    `after` is a mapping from detail to new value. It contains the details that the row would change; for a new entry,
    it contains all details. `before` is a mapping from detail to old value. It also contains a detail that keeps its
    value if the row states new provenance for it. `given` is the provenance that the file states for this row, with the
    names of the details to which the provenance applies.

    Each of `refusals` has a column, a message, and the values of the message's placeholders. `audiences` and `places`
    are the audiences and places that the entry has before and after the change. Other entries may have to change with
    this entry. Their audiences and places are included.
    """

    __tablename__ = "import_row"

    batch_id: Mapped[str] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(30), default="")
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    given: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    refusals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[Any]] = mapped_column(JSON, default=list)
