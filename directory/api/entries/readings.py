"""Turns readings of `access.gate` into JSON. All values of entries in the API come from these readings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from directory.access.facts import source_note, words
from directory.access.gate import ReadDetail, Reading, read_all, related
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import Viewer
from directory.addresses import page_address
from directory.api.entries.references import REFERENCES, References, entry_name, referred_to, state_of
from directory.api.entries.shapes import SHAPES
from directory.focal_points.contacts import is_domestic
from directory.models import Entry, Texts
from directory.vocabulary import CONFIDENCES, Confidence

# The types (`holds`) of details whose values are codes or keys. JSON adds a label to these values.
LABELLED = ("code", "languages", "language", "region", "jurisdiction", *REFERENCES)


@dataclass(frozen=True)
class EntryReading:
    """A viewer's readings of an entry and its parts. `parts` maps each JSON name of parts, such as `contacts`, to the
    readings of these parts."""

    own: Reading
    parts: Mapping[str, Sequence[Reading]] = field(default_factory=dict)

    def readings(self) -> list[Reading]:
        """Return the entry's own reading, then the readings of its parts."""
        return [self.own, *(part for parts in self.parts.values() for part in parts)]


def read_whole(viewer: Viewer, entries: Sequence[Entry], parts: Mapping[str, str]) -> list[EntryReading]:
    """Return the readings of entries with their parts, in the order of `entries`. Parts are left out if the viewer may
    read none of their details.

    `parts` maps the name of parts in JSON to the name of the model's relationship. For an authority, for example, it
    maps `functions` to `competences`.
    """
    by_entry: list[dict[str, list[Reading]]] = [{} for _ in entries]
    for name, relationship in parts.items():
        rows = [related(entry, getattr(type(entry), relationship)) for entry in entries]
        readings = iter(read_all(viewer, (row for own in rows for row in own)))
        for own, read in zip(rows, by_entry, strict=True):
            read[name] = _visible(next(readings) for _ in own)
    return [EntryReading(own, read) for own, read in zip(read_all(viewer, entries), by_entry, strict=True)]


def read_parts(viewer: Viewer, rows: Iterable[Entry]) -> list[Reading]:
    """Return the readings of rows, in the order of `rows`. Rows are left out if the viewer may read none of their
    details."""
    return _visible(read_all(viewer, rows))


def serialize_full(viewer: Viewer, wholes: Sequence[EntryReading], language: str) -> list[dict[str, Any]]:
    """Return entries as JSON, in the order given, with every detail and part that was read. `viewer` decides which
    names of referenced entries are shown."""
    references = referred_to(viewer, (reading for whole in wholes for reading in whole.readings()))
    return [
        _head(whole.own, references, language)
        | {"details": _details(whole.own, references, language)}
        | {name: [_part(part, references, language) for part in parts] for name, parts in whole.parts.items()}
        for whole in wholes
    ]


def serialize_short(
    viewer: Viewer, wholes: Sequence[EntryReading], language: str, parts: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return entries as JSON in short form, in the order given, and with the named `parts`, whole. `confidence` is the
    weakest confidence of the values in short form. `viewer` decides which names of referenced entries are shown."""
    own = (whole.own for whole in wholes)
    references = referred_to(viewer, chain(own, (part for whole in wholes for of in parts for part in whole.parts[of])))
    return [
        _short(whole, references, language)
        | {name: [_part(part, references, language) for part in whole.parts[name]] for name in parts}
        for whole in wholes
    ]


def weakest(provenances: Iterable[RecordedProvenance | None]) -> str:
    """Return the weakest confidence, or unverified if there are no values. A value without provenance counts as
    unverified."""
    known = [p.confidence if p else Confidence.UNVERIFIED for p in provenances]
    return max(known, key=CONFIDENCES.position, default=Confidence.UNVERIFIED)


def _visible(readings: Iterable[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.details]


def _head(reading: Reading, references: References, language: str) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "id": reading.key,
        "name": entry_name(reading, references, language).text,
        "jurisdiction": state_of(reading, references),
        "url": page_address(reading.kind, reading.key),
    }


def _short(whole: EntryReading, references: References, language: str) -> dict[str, Any]:
    shape, own = SHAPES[whole.own.kind], whole.own
    shown = [found for name in shape.short if (found := own.get(name))]
    listed = {
        name: [found for part in whole.parts[name] if (found := part.get(detail))]
        for name, detail in shape.short_parts.items()
    }
    name = own.get(shape.name)
    named = [name.provenance_in(name.value.choose(language))] if name else []
    others = (found.provenance for found in (*shown, *(found for parts in listed.values() for found in parts)))
    plain = {found.name: _plain(found.value) for found in shown}
    plain |= {part: [_plain(found.value) for found in details] for part, details in listed.items()}
    return _head(own, references, language) | plain | {"confidence": weakest((*named, *others))}


def _part(reading: Reading, references: References, language: str) -> dict[str, Any]:
    return {"kind": reading.kind, "id": reading.key, "details": _details(reading, references, language)}


def _details(reading: Reading, references: References, language: str) -> dict[str, Any]:
    return {
        name: _detail(found, references, language) | _of_contact(reading, found)
        for name, found in reading.details.items()
    }


def _of_contact(reading: Reading, found: ReadDetail) -> dict[str, Any]:
    if found.detail.holds != "contact":
        return {}
    return {"is_domestic": is_domestic(reading.value("means", ""), found.value)}


def _detail(found: ReadDetail, references: References, language: str) -> dict[str, Any]:
    if isinstance(found.value, Texts):
        return _wordings(found, found.value, language)
    value = {"value": _plain(found.value)} | _source(found, found.provenance)
    if found.detail.holds in REFERENCES:
        referred = references.get((found.detail.holds, found.value))
        label = entry_name(referred, references, language).text if referred else found.value
        status = {"law_status": referred.value("status") if referred else None} if _is_law(found) else {}
        return value | {"label": label} | status
    if found.detail.holds in LABELLED:
        labels = [text.text for text in words(found, language)]
        return value | ({"labels": labels} if isinstance(found.value, tuple) else {"label": labels[0]})
    return value


def _is_law(found: ReadDetail) -> bool:
    return found.detail.holds == "legislation"


def _wordings(found: ReadDetail, texts: Texts, language: str) -> dict[str, Any]:
    chosen = texts.choose(language)
    return {
        "value": texts.by_language[chosen],
        "language": chosen,
        "original_language": texts.original,
        "texts": {
            code: {"text": text} | _source(found, found.provenance_in(code)) | _made(found.by_language.get(code))
            for code, text in texts.by_language.items()
        },
    } | _source(found, found.provenance_in(chosen))


def _source(found: ReadDetail, provenance: RecordedProvenance | None) -> dict[str, Any]:
    note = source_note(provenance, has_ended=found.has_ended)
    return {
        "source": note.sources[0] if note.sources else None,
        "sources": list(note.sources),
        "source_date": note.source_date or None,
        "confidence": note.confidence,
        "verified_on": _plain(note.verified_on),
        "verified_by": note.verified_by or None,
        "due_on": _plain(note.due_on),
        "freshness": note.freshness,
    }


def _made(provenance: RecordedProvenance | None) -> dict[str, Any]:
    made = source_note(provenance).translation
    return {
        "translated_from": made.language if made else None,
        "translated_by": made.by if made else None,
        "translated_on": _plain(made.on) if made else None,
        "is_outdated": provenance is not None and provenance.is_outdated,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
