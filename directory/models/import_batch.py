"""Imports. A coordinator or the operator uploads a file, whose rows are changes to entries. Another person
decides on the import."""

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
    """One imported file. `author_id` is None for the operator."""

    __tablename__ = "import_batch"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=public_id)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # The author's role and scope at the upload (the result of `scope_of`). Empty for a file uploaded before this column
    # existed, until the file is checked again.
    scope: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The newest job for the import. After its failure, no process works on the import.
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    # Checking, checked, unreadable, submitted, applying, applied, refused or withdrawn.
    state: Mapped[str] = mapped_column(String(20), default="checking", index=True)
    # Why the file cannot be read: a message and the values of its placeholders.
    fault: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Whether nothing was applied because entries had changed after the check.
    is_outdated: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    # The places of the file's rows, each a State and networks.
    places: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(Text, default="")
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    job: Mapped[Job | None] = relationship()


class ImportRow(NamesEntry, Model):
    """One row of a file, with the change that it would make."""

    __tablename__ = "import_row"

    batch_id: Mapped[str] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    # Created, changed, unchanged or refused.
    outcome: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(30), default="")
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    # Old and new values by detail. A value that gets new provenance is also in `before`.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The provenance that the file states for this row, with the names of the details to which it applies.
    given: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The reasons for refusing the row. Each has a column, a message, and the values of the message's placeholders.
    refusals: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Values that look wrong in a row that is not refused. Each item has a detail and a message.
    doubts: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    # For a refused row: the filled cells by heading, as the author wrote them. Only the author may see the cells.
    cells: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # The audiences and the places before and after the change: of the entry, and of other entries that must change too.
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    places: Mapped[list[Any]] = mapped_column(JSON, default=list)
