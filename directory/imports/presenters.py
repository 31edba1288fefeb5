"""Pages of imports: the progress, and the outcome of each row with the values that the viewer may read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.formats.tables import write_table
from directory.i18n import territory_name
from directory.imports.checking import CHANGED, CREATED, REFUSED
from directory.imports.queries import FAILED, is_author, may_decide, places_of, row_chunks, state_of, version_of
from directory.imports.read_permissions import may_read_all
from directory.imports.refused_rows import message, reason
from directory.imports.row_presenter import OUTCOMES, ImportRowLine, row_line
from directory.imports.titles import titles_of
from directory.models import ImportBatch, ImportRow, Job
from directory.paging import Paged
from directory.proposals.presenters import person_label

STATES = {
    "checking": _l("being checked"),
    "checked": _l("checked, not yet submitted"),
    "unreadable": _l("cannot be read"),
    "submitted": _l("waits for another person"),
    "applying": _l("being applied"),
    "applied": _l("applied"),
    "refused": _l("refused"),
    "withdrawn": _lp("import", "withdrawn"),
    FAILED: _l("ended with a fault"),
}


@dataclass(frozen=True)
class ImportProgress:
    """The progress of an import (counted in rows) or export (in authorities): `done` of `total` are finished.

    `is_failed` is true if the work ended with a fault and changed nothing.
    """

    is_at_work: bool
    is_failed: bool
    done: int
    total: int


@dataclass(frozen=True)
class BatchLine:
    """An import in the list of imports. `states` are the names of the States of its rows. `counts` are pairs of the
    label of an outcome and the number of rows with this outcome."""

    id: str
    file_name: str
    state: str
    state_label: str
    uploaded_at: datetime
    author: str
    states: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ExportLine:
    """An export in the list of exports. Its file can be downloaded if `is_ready` is true."""

    id: str
    asked_at: datetime
    progress: ImportProgress
    is_ready: bool


@dataclass(frozen=True)
class BatchPage:
    """One import with one page of its rows."""

    line: BatchLine
    # The signature of the import's state. A form sends the signature back with a decision (see `queries.version_of`).
    version: str
    progress: ImportProgress
    # Why the file cannot be read, or empty.
    fault: str
    # Why a person refused the import, or empty.
    reason: str
    # Maps each outcome to its number of rows. Empty if the file has no rows that could be read.
    counts: Mapping[str, int]
    # Maps each outcome to its label.
    labels: Mapping[str, str]
    # The outcome to which `rows` are limited, or empty.
    outcome: str
    rows: tuple[ImportRowLine, ...]
    page: int
    pages: int
    # Whether entries have changed since the check.
    is_outdated: bool
    is_own: bool
    can_submit: bool
    can_check: bool
    can_withdraw: bool
    can_decide: bool
    can_apply: bool


def page(viewer: Viewer, batch: ImportBatch, rows: Paged[ImportRow], outcome: str, language: str) -> BatchPage:
    """Return the page of an import. `outcome` is the outcome to which `rows` are limited, or empty.

    Values that the viewer may not read are hidden. Restricted values shown are noted as disclosures.
    """
    is_own, state, titles = is_author(viewer, batch), state_of(batch), titles_of(rows.rows, language)
    changing = bool(batch.counts.get(CREATED) or batch.counts.get(CHANGED))
    can_decide = may_decide(viewer, batch) and may_read_all(viewer, batch)
    return BatchPage(
        line=_line(batch, language),
        version=version_of(batch),
        progress=progress(batch.job),
        fault=message(batch.fault) if batch.fault else "",
        reason=batch.reason,
        counts=batch.counts if any(batch.counts.values()) else {},
        labels={one: str(label) for one, label in OUTCOMES.items()},
        outcome=outcome,
        rows=tuple(row_line(viewer, row, titles.get(row.entry_key, ""), language, is_own=is_own) for row in rows.rows),
        page=rows.page,
        pages=rows.pages,
        is_outdated=batch.is_outdated,
        is_own=is_own,
        can_submit=is_own and batch.state == "checked" and changing and not batch.is_outdated,
        can_check=is_own and state in ("checked", FAILED),
        can_withdraw=is_own and state in ("checked", "unreadable", "submitted", FAILED),
        can_decide=can_decide and state == "submitted",
        can_apply=can_decide and (state == "submitted" or (state == FAILED and batch.state == "applying")),
    )


def lines(batches: Iterable[ImportBatch], language: str) -> list[BatchLine]:
    """Return imports as lines of a list, in the order given."""
    return [_line(batch, language) for batch in batches]


def _line(batch: ImportBatch, language: str) -> BatchLine:
    state = state_of(batch)
    named = dict.fromkeys(
        territory_name(place.jurisdiction, language) for place in places_of(batch) if place.jurisdiction
    )
    counts = tuple((str(label), batch.counts[one]) for one, label in OUTCOMES.items() if batch.counts.get(one))
    told = (person_label(batch.author_id, language), tuple(named), counts)
    return BatchLine(batch.id, batch.file_name, state, str(STATES[state]), as_utc(batch.uploaded_at), *told)


def export_lines(jobs: Iterable[Job]) -> list[ExportLine]:
    """Return exports as lines of a list, in the order given."""
    return [ExportLine(job.public_id, as_utc(job.queued_at), progress(job), job.state == "done") for job in jobs]


def progress(job: Job | None) -> ImportProgress:
    """Return the progress of a job, with zero rows if there is no job."""
    if job is None:
        return ImportProgress(False, False, 0, 0)
    return ImportProgress(job.state in ("waiting", "running"), job.state == "failed", job.done, job.total)


def report(viewer: Viewer, batch: ImportBatch) -> bytes:
    """Return the outcome of every row as a CSV file. A refused row has a line for each refused cell, any other row has
    one line.

    The file contains no values of entries. It contains the keys of refused rows only if the viewer is the author.
    """
    is_own = is_author(viewer, batch)
    lines = [[str(_("Row")), str(_("Outcome")), str(_("Kind")), str(_("Key")), str(_("Column")), str(_("Reason"))]]
    for rows in row_chunks(batch):
        for row in rows:
            key = row.key if is_own or row.outcome != REFUSED else ""
            start = [str(row.number), str(OUTCOMES[row.outcome]), row.kind, key]
            reasons = [[column, reason(kept, is_own=is_own)] for column, *kept in row.refusals] or [["", ""]]
            lines += [start + reason for reason in reasons]
    return write_table("csv", [("report", lines)])
