"""What pages of imports show: how far the work is, and what each row would do, as far as the reader may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.policy import is_public, may_read
from directory.access.reveals import Restricted, note
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.formats.tables import write_table
from directory.imports.checking import CHANGED, CREATED, REFUSED, UNCHANGED
from directory.imports.columns import columns_of, heading_of
from directory.imports.queries import ROWS_PER_PAGE, is_author, may_decide, stretches
from directory.models import ImportBatch, ImportRow, Job, Place
from directory.proposals.editable import ORIGINAL, EditableColumn
from directory.proposals.wordings import in_words, label_of, label_of_kind
from directory.vocabulary import Audience

OUTCOMES = {
    CREATED: _l("created"),
    CHANGED: _l("changed"),
    UNCHANGED: _l("unchanged"),
    REFUSED: _l("refused"),
}
STATES = {
    "checking": _l("being checked"),
    "checked": _l("checked, not yet submitted"),
    "unreadable": _l("cannot be read"),
    "submitted": _l("waits for another person"),
    "applying": _l("being applied"),
    "applied": _l("applied"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
}
AT_WORK = ("checking", "applying")


@dataclass(frozen=True)
class Progress:
    """How far the worker is. `is_failed` says that it ended with a fault and nothing was changed."""

    is_at_work: bool
    is_failed: bool
    done: int
    total: int


@dataclass(frozen=True)
class BatchLine:
    """An import in a list."""

    id: str
    file_name: str
    state: str
    state_label: str
    uploaded_at: datetime


@dataclass(frozen=True)
class ChangeLine:
    """One value of a row as it is and as it would be; hidden where the reader may not see it."""

    label: str
    before: str
    after: str
    is_hidden: bool


@dataclass(frozen=True)
class RowLine:
    """One row of the file; `refusals` name the cell and the reason."""

    number: int
    outcome: str
    outcome_label: str
    kind_label: str
    key: str
    changes: tuple[ChangeLine, ...]
    refusals: tuple[str, ...]


@dataclass(frozen=True)
class BatchPage:
    """One import with one page of its rows."""

    line: BatchLine
    progress: Progress
    fault: str
    reason: str
    counts: Mapping[str, int]
    labels: Mapping[str, str]
    outcome: str
    rows: tuple[RowLine, ...]
    page: int
    pages: int
    is_outdated: bool
    is_own: bool
    can_submit: bool
    can_check: bool
    can_withdraw: bool
    can_decide: bool
    can_apply: bool


def page(
    viewer: Viewer, batch: ImportBatch, rows: Iterable[ImportRow], outcome: str, number: int, language: str
) -> BatchPage:
    """Return the page of an import."""
    is_own, how = is_author(viewer, batch), progress(batch.job)
    changing = bool(batch.counts.get(CREATED) or batch.counts.get(CHANGED))
    shown = batch.counts.get(outcome, 0) if outcome else sum(batch.counts.values())
    can_decide = may_decide(viewer, batch)
    return BatchPage(
        line=line(batch),
        progress=how,
        fault=message(batch.fault) if batch.fault else "",
        reason=batch.reason,
        counts=batch.counts,
        labels={one: str(label) for one, label in OUTCOMES.items()},
        outcome=outcome,
        rows=tuple(_row(viewer, row, language) for row in rows),
        page=number,
        pages=max(1, -(-shown // ROWS_PER_PAGE)),
        is_outdated=batch.is_outdated,
        is_own=is_own,
        can_submit=is_own and batch.state == "checked" and changing and not batch.is_outdated,
        can_check=is_own
        and (batch.state in ("checked", "unreadable") or (batch.state == "checking" and how.is_failed)),
        can_withdraw=is_own and batch.state in ("checked", "unreadable", "submitted"),
        can_decide=can_decide and batch.state == "submitted",
        can_apply=can_decide and (batch.state == "submitted" or (batch.state == "applying" and how.is_failed)),
    )


def line(batch: ImportBatch) -> BatchLine:
    """Return an import as a line of a list."""
    return BatchLine(batch.id, batch.file_name, batch.state, str(STATES[batch.state]), as_utc(batch.uploaded_at))


def progress(job: Job | None) -> Progress:
    """Return how far a job is."""
    if job is None:
        return Progress(False, False, 0, 0)
    return Progress(job.state in ("waiting", "running"), job.state == "failed", job.done, job.total)


def message(kept: list[Any]) -> str:
    """Return a message that was kept as the catalogues know it, in the reader's language."""
    text, values = kept
    return str(_(text, **values) if values else _(text))


def report(batch: ImportBatch) -> bytes:
    """Return the outcome of every row as a CSV file, with a line for each refused cell; it holds no value."""
    lines = [[str(_("Row")), str(_("Outcome")), str(_("Kind")), str(_("Key")), str(_("Column")), str(_("Reason"))]]
    for rows in stretches(batch):
        for row in rows:
            start = [str(row.number), str(OUTCOMES[row.outcome]), row.kind, row.key]
            reasons = [[column, message([text, values])] for column, text, values in row.refusals] or [["", ""]]
            lines += [start + reason for reason in reasons]
    return write_table("csv", [("report", lines)])


def _row(viewer: Viewer, row: ImportRow, language: str) -> RowLine:
    return RowLine(
        number=row.number,
        outcome=row.outcome,
        outcome_label=str(OUTCOMES[row.outcome]),
        kind_label=label_of_kind(row.kind) if row.kind else "",
        key=row.key,
        changes=tuple(_change(viewer, row, detail, language) for detail in row.after),
        refusals=tuple(
            _(
                "row %(row)s, column %(column)s: %(reason)s",
                row=row.number,
                column=column,
                reason=message([text, values]),
            )
            for column, text, values in row.refusals
        ),
    )


def _change(viewer: Viewer, row: ImportRow, detail: str, language: str) -> ChangeLine:
    column = columns_of(row.kind)[heading_of(detail).partition(".")[0]]
    label = _label(column, detail, language)
    if not _may_see(viewer, row, column):
        return ChangeLine(label, "", "", is_hidden=True)
    before, after = row.before.get(detail), row.after[detail]
    return ChangeLine(label, in_words(column, before, language), in_words(column, after, language), is_hidden=False)


def _label(column: EditableColumn, detail: str, language: str) -> str:
    code = detail.partition(".")[2]
    if code == ORIGINAL:
        return str(_("%(detail)s: original language", detail=label_of(column)))
    if code:
        name = i18n.language_name(code, language)
        return str(_("%(detail)s (%(language)s)", detail=label_of(column), language=name))
    return label_of(column)


def _may_see(viewer: Viewer, row: ImportRow, column: EditableColumn) -> bool:
    """Return whether the reader may read this detail of the row, as it is and as it would be; notes that they do."""
    declared = column.detail.audience if column.detail is not None else ""
    audiences = [declared] if isinstance(declared, Audience) else [Audience(one) for one in row.audiences]
    places = [Place(state, frozenset(networks)) for state, networks in row.places]
    is_shown = all(
        may_read(viewer, audience, lambda place=place: place)  # type: ignore[misc]
        for audience in audiences
        for place in places
    )
    if is_shown and viewer.account_id is not None and not all(map(is_public, audiences)):
        authority = row.key.partition(":")[0]
        shown_on = (row.kind, row.key) if row.kind in ("authority", "focal_point") else ("authority", authority)
        note(Restricted(viewer.account_id, shown_on, f"{row.kind}.{column.name}"))
    return is_shown
