"""Rows of an import in words: values before and after, and the reasons of a refusal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.disclosure_log import RestrictedValue, note
from directory.access.policy import is_public, may_read
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.checking import CHANGED, CREATED, REFUSED, UNCHANGED
from directory.imports.columns import KINDS, SOURCE_DATE, columns_of, heading_of
from directory.imports.keys import PARTS
from directory.imports.queries import DOUBTFUL
from directory.imports.refused_rows import RefusedCell, message, refused_cells
from directory.imports.scope import OWNER
from directory.models import ImportRow, Place
from directory.models.details import EntryKey
from directory.proposals.editable_columns import ORIGINAL, EditableColumn
from directory.proposals.labels import in_words, label_of, label_of_kind
from directory.vocabulary import CONFIDENCES, Audience

OUTCOMES = {
    CREATED: _l("created"),
    CHANGED: _l("changed"),
    UNCHANGED: _l("unchanged"),
    REFUSED: _l("refused"),
    DOUBTFUL: _l("to check again"),
}


@dataclass(frozen=True)
class ValueChangeLine:
    """One value of a row before and after. `is_hidden` is true if the viewer may not read the value. `is_same` is true
    if the row states a new source but the same value."""

    label: str
    before: str
    after: str
    is_hidden: bool
    is_same: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowSource:
    """The source of the values of a row in words."""

    sources: tuple[str, ...]
    source_date: str
    confidence: str
    verified_by: str = ""


@dataclass(frozen=True)
class ImportRowLine:
    """One row of a file in words. `title` is empty if the reader may not know the entry."""

    number: int
    outcome: str
    outcome_label: str
    kind_label: str
    key: str
    title: str
    changes: tuple[ValueChangeLine, ...]
    refusals: tuple[RefusedCell, ...]
    # None if the viewer may not read the row's values.
    source: RowSource | None
    # The former sources of the values, if the row states another source.
    former_sources: tuple[RowSource, ...]
    # What looks wrong in the source.
    doubts: tuple[str, ...]


def row_line(viewer: Viewer, row: ImportRow, title: str, language: str, *, is_own: bool) -> ImportRowLine:
    """Return a line for a row of a file. Values that the viewer may not read are hidden.

    Cells of a refused row are hidden unless `is_own` is true. Restricted values in the line are noted as disclosures.
    """
    return ImportRowLine(
        number=row.number,
        outcome=row.outcome,
        outcome_label=str(OUTCOMES[row.outcome]),
        kind_label=label_of_kind(row.kind) if row.kind else "",
        key=row.key if is_own or row.outcome != REFUSED else "",
        title=title,
        changes=tuple(_change(viewer, row, detail, language) for detail in (*row.after, *_resourced(row))),
        refusals=refused_cells(row, is_own=is_own),
        **_sources(viewer, row),
    )


def _resourced(row: ImportRow) -> Iterator[str]:
    """Yield the details for which the row states a new source but the same value. For a text, this is the text in the
    original language."""
    for name in row.given.get("details", ()):
        original = row.before.get(f"{name}.{ORIGINAL}")
        detail = f"{name}.{original}" if original else name
        if detail in row.before and detail not in row.after:
            yield detail


def _sources(viewer: Viewer, row: ImportRow) -> dict[str, Any]:
    is_told = row.outcome in (CREATED, CHANGED) and _is_for(viewer, row, [Audience(one) for one in row.audiences])
    if not is_told:
        return {"source": None, "former_sources": (), "doubts": ()}
    said = row.given
    names = ("sources", "source_date", "confidence")
    source = _row_source([said.get(name) for name in names], said.get("verified_by", ""))
    former = [_row_source(one) for one in said.get("former", ())]
    return {
        "source": source,
        "former_sources": tuple(one for one in former if one != replace(source, verified_by="")),
        "doubts": _doubts(row, SOURCE_DATE),
    }


def _row_source(stated: Sequence[Any], verified_by: str = "") -> RowSource:
    sources, source_date, confidence, *_rest = stated
    label = str(CONFIDENCES.label(confidence)) if confidence in CONFIDENCES else ""
    return RowSource(tuple(sources or ()), source_date or "", label, verified_by)


def _doubts(row: ImportRow, named: str) -> tuple[str, ...]:
    return tuple(message([doubt, {}]) for name, doubt in row.doubts if name == named)


def _change(viewer: Viewer, row: ImportRow, detail: str, language: str) -> ValueChangeLine:
    column = columns_of(row.kind)[heading_of(detail).partition(".")[0]]
    label = _label(column, detail, language)
    if not _may_see(viewer, row, column):
        return ValueChangeLine(label, "", "", is_hidden=True)
    before, after = row.before.get(detail), row.after.get(detail)
    if detail not in row.after:
        return ValueChangeLine(label, "", _in_words(column, detail, before, language), is_hidden=False, is_same=True)
    said = [_in_words(column, detail, value, language) for value in (before, after)]
    return ValueChangeLine(label, said[0], said[1], is_hidden=False, doubts=_doubts(row, detail))


def _in_words(column: EditableColumn, detail: str, value: Any, language: str) -> str:
    if value and detail.partition(".")[2] == ORIGINAL:
        return i18n.language_name(str(value), language)
    return in_words(column, value, language)


def _label(column: EditableColumn, detail: str, language: str) -> str:
    code = detail.partition(".")[2]
    if code == ORIGINAL:
        return str(_("%(detail)s: original language", detail=label_of(column)))
    if code:
        name = i18n.language_name(code, language)
        return str(_("%(detail)s (%(language)s)", detail=label_of(column), language=name))
    return label_of(column)


def _may_see(viewer: Viewer, row: ImportRow, column: EditableColumn) -> bool:
    """Return whether the viewer may see a detail. A restricted detail is then noted as shown."""
    declared = column.detail.audience if column.detail is not None else ""
    audiences = [Audience(one) for one in row.audiences] + ([declared] if isinstance(declared, Audience) else [])
    is_shown = _is_for(viewer, row, audiences)
    if is_shown and viewer.account_id is not None and not all(map(is_public, audiences)):
        note(RestrictedValue(viewer, _shown_on(row), f"{row.kind}.{column.name}"))
    return is_shown


def _shown_on(row: ImportRow) -> EntryKey:
    held = db.session.get(KINDS[row.kind], row.key)
    if held is not None:
        return next(iter(held.shown_on()))
    owner = row.after.get(OWNER) or row.key.partition(":")[0]
    return ("authority", owner) if row.kind in PARTS else row.entry_key


def _is_for(viewer: Viewer, row: ImportRow, audiences: Iterable[Audience]) -> bool:
    places = [Place(state, frozenset(networks)) for state, networks in row.places]
    return all(
        may_read(viewer, audience, lambda place=place: place)  # type: ignore[misc]
        for audience in audiences
        for place in places
    )
