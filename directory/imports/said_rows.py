"""Rows of provenance, as an import writes them for what its rows say."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from directory.access.provenance import Known
from directory.models import Entry, ImportRow, Place, Texts, details_of
from directory.models.verification import due_on
from directory.proposals.editable import ORIGINAL, editable_columns
from directory.proposals.edits import Given
from directory.proposals.sourcing import KEPT, TRANSLATED

Rows = Iterator[dict[str, Any]]


def said_of_new(entry: Entry, row: ImportRow, place: Place) -> Rows:
    """Yield the provenance of all that a new entry holds."""
    given, due = _given(row, entry, place)
    for declared in details_of(type(entry)):
        if getattr(entry, declared.name):
            yield _said(entry, declared.name, given, due)


def said_of_changed(
    after: Entry, row: ImportRow, place: Place, names: Iterable[str], known: Mapping[str, Known]
) -> Rows:
    """Yield the provenance of what a row changes of an entry, the columns of `names`, or says anew, and of
    the translations of an original that changes which the row does not bring."""
    given, due = _given(row, after, place)
    said = {detail: _said(after, detail, given, due) for detail in _details(after, row)}
    is_decided = any(editable_columns(type(after))[name].detail is None for name in names)
    decided = {detail: _decided(after, detail, one) for detail, one in known.items()} if is_decided else {}
    outdated = {detail: _outdated(after, name, detail, known) for name, detail in _translations(after, row, names)}
    yield from (decided | outdated | said).values()


def _translations(after: Entry, row: ImportRow, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the translations of an original that changes which the row does not bring, each after its column."""
    for name in names:
        value = getattr(after, name)
        if isinstance(value, Texts) and f"{name}.{value.original}" in row.after:
            others = (f"{name}.{language}" for language in value.by_language if language != value.original)
            yield from ((name, detail) for detail in others if detail not in row.after)


def _details(after: Entry, row: ImportRow) -> Iterator[str]:
    """Yield where the provenance of what a row says is kept: of a translation under its language."""
    for detail in dict.fromkeys((*row.after, *row.given["details"])):
        name, _, language = detail.partition(".")
        value = getattr(after, name)
        if language == ORIGINAL or editable_columns(type(after))[name].detail is None:
            continue
        is_whole = not isinstance(value, Texts) or language in ("", value.original)
        yield name if is_whole else detail


def _outdated(entry: Entry, name: str, detail: str, known: Mapping[str, Known]) -> dict[str, Any]:
    before = known.get(detail) or known.get(name)
    kept = {one: getattr(before, one) for one in KEPT} if before else _columns(Given(), None)
    is_edited = detail in known and known[detail].is_edited
    return _row(entry, detail) | kept | {"is_outdated": True, "is_edited": is_edited}


def _decided(entry: Entry, detail: str, known: Known) -> dict[str, Any]:
    """Return what is known of a detail of a row of which people decided who it is for or what it is a part of."""
    return _row(entry, detail) | {one: getattr(known, one) for one in KEPT} | {"is_edited": True}


def _said(entry: Entry, detail: str, given: Given, due: date | None) -> dict[str, Any]:
    return _row(entry, detail) | _columns(given, due) | {"is_edited": True}


def _row(entry: Entry, detail: str) -> dict[str, Any]:
    return {"kind": entry.KIND, "key": entry.key, "detail": detail}


def _columns(given: Given, due: date | None) -> dict[str, Any]:
    return {
        "sources": given.sources,
        "source_date": given.source_date,
        "confidence": given.confidence,
        "verified_on": given.verified_on,
        "verified_by": given.verified_by,
        "due_on": due,
        "is_outdated": False,
        "is_dead": False,
        **dict.fromkeys(TRANSLATED),
    }


def _given(row: ImportRow, entry: Entry, place: Place) -> tuple[Given, date | None]:
    """Return what a row says of its values, and when what it verifies is due again."""
    said = row.given
    day = date.fromisoformat(said["verified_on"]) if said.get("verified_on") else None
    by = said.get("verified_by", "")
    given = Given(tuple(said["sources"]), said["source_date"], said["confidence"], day, by)
    return given, due_on(entry, day, place) if day else None
