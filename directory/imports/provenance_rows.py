"""Makes the rows of provenance that an import writes. A row of provenance is a mapping from column to value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from directory.access.provenance import RecordedProvenance, provenance_by_translation, provenance_key
from directory.models import Entry, ImportRow, Place, Texts, details_of
from directory.models.verification import due_on
from directory.proposals.editable_columns import ORIGINAL, editable_columns
from directory.proposals.edits import StatedProvenance

Rows = Iterator[dict[str, Any]]


def provenance_of_new(entry: Entry, row: ImportRow, place: Place) -> Rows:
    """Yield the provenance of each detail of a new entry that has a value."""
    given, due = _given(row, entry, place)
    for declared in details_of(type(entry)):
        if getattr(entry, declared.name):
            yield _said(entry, declared.name, given, due)


def provenance_of_changed(
    before: Entry,
    after: Entry,
    rows: Sequence[ImportRow],
    place: Place,
    names: Iterable[str],
    known: Mapping[str, RecordedProvenance],
) -> Rows:
    """Yield the provenance rows that an import writes for one changed entry. `names` are the columns that change.

    If the audience, network or authority changes in a column that is not a detail, all stored provenance (`known`) is
    yielded, marked as edited.
    """
    said = {detail: _said(after, detail, *_given(row, after, place)) for row in rows for detail in _details(after, row)}
    is_decided = any(editable_columns(type(after))[name].detail is None for name in names)
    decided = {detail: _decided(after, detail, one) for detail, one in known.items()} if is_decided else {}
    outdated = {
        one["detail"]: one
        for row in rows
        for name in _said_of_originals(after, row)
        for one in _translations(before, after, name, known)
    }
    yield from (decided | outdated | said).values()


def superfluous_details(after: Entry, rows: Sequence[ImportRow], known: Mapping[str, RecordedProvenance]) -> set[str]:
    """Return the details whose stored provenance is superfluous and must be deleted.

    For example, if Russian is the original language of `name`, provenance under `name.ru` is superfluous.
    """
    names = {name for row in rows for name in _said_of_originals(after, row)}
    return {detail for name in names if (detail := f"{name}.{getattr(after, name).original}") in known}


def _said_of_originals(after: Entry, row: ImportRow) -> set[str]:
    names = set(row.given["details"])
    for name, _, language in (detail.partition(".") for detail in row.after):
        if language and language in (ORIGINAL, getattr(after, name).original):
            names.add(name)
    return {name for name in names if isinstance(getattr(after, name), Texts)}


def _translations(before: Entry, after: Entry, name: str, known: Mapping[str, RecordedProvenance]) -> Rows:
    """Yield the provenance rows of a text whose original changes.

    If another language becomes the original, the rows of the old and the new original are exchanged.
    """
    was, becomes = getattr(before, name), getattr(after, name)
    held = {detail: one._asdict() for detail, one in known.items()} | provenance_by_translation(known, was, name)
    is_moved = was.original not in ("", becomes.original)
    if is_moved:
        held |= {name: held.get(f"{name}.{becomes.original}", {}), f"{name}.{was.original}": held.get(name, {})}
        yield (
            _row(after, name)
            | _columns(StatedProvenance(), None)
            | {"is_edited": True}
            | held[name]
            | {"is_outdated": False}
        )
    for language in becomes.by_language:
        detail = provenance_key(becomes, name, language)
        one = held.get(detail, {})
        if detail != name and one:
            of = None if is_moved and not one["is_outdated"] else one["translated_of"]
            is_outdated = one["is_outdated"] if of is None else of != becomes.original_digest
            yield _row(after, detail) | one | {"translated_of": of, "is_outdated": is_outdated}


def _details(after: Entry, row: ImportRow) -> Iterator[str]:
    for detail in dict.fromkeys((*row.after, *row.given["details"])):
        name, _, language = detail.partition(".")
        value = getattr(after, name)
        if language == ORIGINAL or editable_columns(type(after))[name].detail is None:
            continue
        is_whole = not isinstance(value, Texts) or language in ("", value.original)
        yield name if is_whole else detail


def _decided(entry: Entry, detail: str, known: RecordedProvenance) -> dict[str, Any]:
    """Return the stored provenance `known` of a detail as a row marked as edited. Call this if a person has set the
    audience, network or authority of the entry."""
    return _row(entry, detail) | known._asdict() | {"is_edited": True}


def _said(entry: Entry, detail: str, given: StatedProvenance, due: date | None) -> dict[str, Any]:
    return _row(entry, detail) | _columns(given, due) | {"is_edited": True}


def _row(entry: Entry, detail: str) -> dict[str, Any]:
    return {"kind": entry.KIND, "key": entry.key, "detail": detail}


def _columns(given: StatedProvenance, due: date | None) -> dict[str, Any]:
    return {
        "sources": given.sources,
        "source_date": given.source_date,
        "confidence": given.confidence,
        "verified_on": given.verified_on,
        "verified_by": given.verified_by,
        "due_on": due,
        "is_outdated": False,
        "is_dead": False,
        "translated_from": None,
        "translated_by": None,
        "translated_on": None,
        "translated_of": None,
    }


def _given(row: ImportRow, entry: Entry, place: Place) -> tuple[StatedProvenance, date | None]:
    said = row.given
    day = date.fromisoformat(said["verified_on"]) if said.get("verified_on") else None
    by = said.get("verified_by", "")
    given = StatedProvenance(tuple(said["sources"]), said["source_date"], said["confidence"], day, by)
    return given, due_on(entry, day, place) if day else None
