"""Writes the provenance of changed values, and restores it when an edit is taken back.

`known` maps a detail, or `detail.language` for a translation, to the stored provenance. A translation without its own
provenance shares the provenance of the original.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from directory.access.provenance import RecordedProvenance, provenance_by_translation
from directory.extensions import db
from directory.models import Entry, Provenance, Texts
from directory.models.types import NO_TEXT, json_value
from directory.models.verification import due_on
from directory.proposals.change_set import Known
from directory.proposals.editable_columns import ORIGINAL, set_value
from directory.proposals.edits import Edit, StatedProvenance

PROVENANCE_FIELDS = RecordedProvenance._fields
DATES = ("verified_on", "due_on", "translated_on")

Replaced = dict[str, Any]


def write_provenance(entry: Entry, known: Known, place: str, given: StatedProvenance) -> Replaced:
    """Write `given` as the provenance of one value, and return the provenance that it replaces.

    `place` is a detail, or `detail.language` for a translation.
    """
    replaced = {place: provenance_values(known.get(place))}
    _write(_row(entry, known, place), _said(entry, given))
    return replaced


def restore_provenance(entry: Entry, known: Known, replaced: Mapping[str, Any]) -> None:
    """Write the provenance of a row that is restored. `replaced` maps a detail, or `detail.language` for a translation,
    to its provenance as JSON values."""
    for place, values in replaced.items():
        _put_back(entry, known, place, values)


def change(entry: Entry, known: Known, edit: Edit) -> Replaced:
    """Set a detail that is no text, and write or restore its provenance. Return the replaced provenance."""
    name = edit.detail
    set_value(entry, name, edit.after)
    if not edit.takes_back:
        return write_provenance(entry, known, name, edit.given)
    replaced = {name: provenance_values(known.get(name))}
    _put_back(entry, known, name, edit.replaced.get(name))
    return replaced


def change_text(entry: Entry, known: Known, name: str, edits: Sequence[Edit]) -> list[Replaced]:
    """Set one text in one or more languages, with provenance. Return, for each edit, the provenance that it replaced.

    If the original changes, its translations become outdated and their provenance is replaced too. The mapping returned
    for the edit of the original contains the replaced provenance of the translations.
    """
    before: Texts = getattr(entry, name) or NO_TEXT
    replaced = [_held_before(known, before, edit) for edit in edits]
    for edit in edits:
        set_value(entry, edit.detail, edit.after)
    after: Texts = getattr(entry, name) or NO_TEXT
    if before.is_translated and _is_rewritten(before, after):
        for place, values in provenance_by_translation(known, before, name).items():
            _of_original(replaced, edits, before)[place] = provenance_values(known.get(place))
            _write(_row(entry, known, place), values)
    if before.original and after.original not in ("", before.original):
        _file_anew(entry, known, name, before.original, after.original)
    for edit in edits:
        _say_wording(entry, known, after, edit)
    _settle(known, name, after)
    return replaced


def mark_decided(known: Known) -> None:
    """Mark all provenance of a row as edited. Seed data then leave the row as it is."""
    for row in known.values():
        row.is_edited = True


def provenance_values(row: Provenance | RecordedProvenance | None) -> dict[str, Any] | None:
    """Return a row of provenance as JSON values. Return None if `row` is None."""
    return None if row is None else {name: json_value(getattr(row, name)) for name in PROVENANCE_FIELDS}


def given_before(edit: Edit, detail: str = "") -> StatedProvenance:
    """Return the provenance of the value that an edit replaced, or empty provenance if none is recorded.

    For an edit that removed a row, `detail` names the value.
    """
    place = edit.detail or detail
    name = place.partition(".")[0]
    order = (name, place) if edit.detail else (place, name)
    found = next((edit.replaced[one] for one in order if one in edit.replaced), None)
    return StatedProvenance() if found is None else StatedProvenance.in_columns(RecordedProvenance(**_restored(found)))


def _held_before(known: Known, before: Texts, edit: Edit) -> Replaced:
    """Return the provenance that the edited language of a text had before the edit.

    The key of the returned mapping is the detail, or `detail.language` for a translation. If the edit makes another
    language the original, return an empty mapping.
    """
    name, _, language = edit.detail.partition(".")
    if language == ORIGINAL:
        return {}
    if before.is_original(language):
        return {name: provenance_values(_of_original_text(known, name, language))}
    held = provenance_by_translation(known, before, name).get(edit.detail)
    return {edit.detail: provenance_values(RecordedProvenance(**held) if held else known.get(edit.detail))}


def _of_original_text(known: Known, name: str, language: str) -> Provenance | None:
    # Seed data can store the provenance of an original under `name.language`.
    return known.get(f"{name}.{language}") or known.get(name)


def _of_original(replaced: list[Replaced], edits: Sequence[Edit], before: Texts) -> Replaced:
    """Return the mapping in `replaced` that belongs to the edit of the original. If no edit is of the original, return
    the first mapping.

    The caller adds items to the mapping.
    """
    languages = [edit.detail.partition(".")[2] for edit in edits]
    number = next((n for n, one in enumerate(languages) if one in (before.original, ORIGINAL)), 0)
    return replaced[number]


def _is_rewritten(before: Texts, after: Texts) -> bool:
    return before.original != after.original or before.original_digest != after.original_digest


def _file_anew(entry: Entry, known: Known, name: str, before: str, after: str) -> None:
    old, new = _copied(_of_original_text(known, name, before)), _copied(known.get(f"{name}.{after}"))
    _write(_row(entry, known, name), new)
    _write(_row(entry, known, f"{name}.{before}"), old)
    for place, row in known.items():
        if place.startswith(f"{name}.") and not row.is_outdated:
            row.translated_of = None


def _copied(row: Provenance | None) -> dict[str, Any]:
    return RecordedProvenance()._asdict() if row is None else {name: getattr(row, name) for name in PROVENANCE_FIELDS}


def _say_wording(entry: Entry, known: Known, after: Texts, edit: Edit) -> None:
    name, _, language = edit.detail.partition(".")
    if language == ORIGINAL:
        return
    place = name if after.is_original(language) else edit.detail
    if edit.takes_back:
        own = name if name in edit.replaced else edit.detail
        _put_back(entry, known, place, edit.replaced.get(own))
        return
    source = known.get(f"{name}.{edit.given.translation.language}") if edit.given.translation else None
    write_provenance(entry, known, place, edit.given)
    if source is not None and source.is_outdated:
        known[place].translated_of, known[place].is_outdated = source.translated_of, True


def _settle(known: Known, name: str, texts: Texts) -> None:
    double = known.pop(f"{name}.{texts.original}", None)
    if double is not None:
        db.session.delete(double)
    if name in known:
        known[name].is_outdated = False
    for row in _translations(known, name):
        if row.translated_of is not None:
            row.is_outdated = row.translated_of != texts.original_digest


def _translations(known: Known, name: str) -> Iterator[Provenance]:
    yield from (row for place, row in known.items() if place.startswith(f"{name}."))


def _put_back(entry: Entry, known: Known, place: str, values: Mapping[str, Any] | None) -> None:
    if values is not None:
        _write(_row(entry, known, place), _restored(values))
    elif place in known:
        db.session.delete(known.pop(place))


def _said(entry: Entry, given: StatedProvenance) -> dict[str, Any]:
    made = given.translation
    return {
        "sources": given.sources,
        "source_date": given.source_date,
        "confidence": given.confidence,
        "verified_on": given.verified_on,
        "verified_by": given.verified_by,
        "due_on": due_on(entry, given.verified_on) if given.verified_on else None,
        "is_outdated": False,
        "is_dead": False,
        "is_edited": True,
        "translated_from": made.language if made else None,
        "translated_by": made.by if made else None,
        "translated_on": made.on if made else None,
        "translated_of": given.of or None,
    }


def _restored(values: Mapping[str, Any]) -> dict[str, Any]:
    dates = {name: date.fromisoformat(values[name]) if values.get(name) else None for name in DATES}
    # Old provenance may lack columns, which get default values.
    return {**RecordedProvenance()._asdict(), **values, **dates, "sources": tuple(values["sources"])}


def _row(entry: Entry, known: Known, place: str) -> Provenance:
    if place not in known:
        known[place] = Provenance(kind=entry.KIND, key=entry.key, detail=place, is_edited=False)
        db.session.add(known[place])
    return known[place]


def _write(row: Provenance, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
