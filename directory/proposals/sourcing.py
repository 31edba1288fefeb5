"""Writes where values come from as they change, and puts it back when a change is taken back."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from directory.audit.chain import plain
from directory.extensions import db
from directory.models import Entry, Provenance, Texts
from directory.models.verification import due_on
from directory.proposals.edits import Given, Translation

KEPT = (
    "sources",
    "source_date",
    "confidence",
    "verified_on",
    "verified_by",
    "due_on",
    "is_outdated",
    "is_dead",
    "is_edited",
    "translated_from",
    "translated_by",
    "translated_on",
)
DATES = ("verified_on", "due_on", "translated_on")
# Kept since there are translations that people made here; what was kept before has none of it.
TRANSLATED = ("translated_from", "translated_by", "translated_on")

Known = dict[str, Provenance]
Replaced = dict[str, Any]


def say(entry: Entry, known: Known, place: str, given: Given) -> Replaced:
    """Write the provenance of one value as given, and return what it took the place of."""
    replaced = {place: kept(known.get(place))}
    _write(_row(entry, known, place), _said(entry, given))
    return replaced


def decide(known: Known) -> None:
    """Note that people decided who a row is for or what it is a part of: seed data leave it alone from then on."""
    for row in known.values():
        row.is_edited = True


def outdate(entry: Entry, known: Known, name: str, language: str) -> Replaced:
    """Mark a translation whose original changes; must run before the original's provenance is written.

    A translation without provenance of its own had that of the whole text, which it keeps.
    """
    place = f"{name}.{language}"
    replaced = {place: kept(known.get(place))}
    before = known.get(place) or known.get(name)
    values = {one: getattr(before, one) for one in KEPT} if before else _said(entry, Given())
    _write(
        _row(entry, known, place), values | {"is_outdated": True}, is_edited=place in known and known[place].is_edited
    )
    return replaced


def is_overtaken(texts: Texts, known: Known, name: str, made: Translation) -> bool:
    """Return whether a translation says what the original no longer says: that has changed since it was made, or it
    was made from a translation that is outdated itself."""
    source = known.get(f"{name}.{made.language}")
    return made.of != original_digest(texts) or (source is not None and source.is_outdated)


def original_digest(texts: Texts) -> str:
    """Return by what the original of a text is known again without being kept."""
    return hashlib.sha256(texts.by_language.get(texts.original, "").encode()).hexdigest()


def put_back(entry: Entry, known: Known, replaced: Mapping[str, Any]) -> Replaced:
    """Write the provenance that a change took the place of, and return what stands now."""
    now = {place: kept(known.get(place)) for place in replaced}
    for place, values in replaced.items():
        if values is not None:
            _write(_row(entry, known, place), _restored(values), is_edited=values["is_edited"])
        elif place in known:
            db.session.delete(known.pop(place))
    return now


def kept(row: Provenance | None) -> dict[str, Any] | None:
    """Return a row of provenance as JSON keeps it, None where there is none."""
    return None if row is None else {name: plain(getattr(row, name)) for name in KEPT}


def _said(entry: Entry, given: Given) -> dict[str, Any]:
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
        "translated_from": made.language if made else None,
        "translated_by": made.by if made else None,
        "translated_on": made.on if made else None,
    }


def _restored(values: Mapping[str, Any]) -> dict[str, Any]:
    dates = {name: date.fromisoformat(values[name]) if values.get(name) else None for name in DATES}
    return {**dict.fromkeys(TRANSLATED), **values, **dates, "sources": tuple(values["sources"])}


def _row(entry: Entry, known: Known, place: str) -> Provenance:
    if place not in known:
        known[place] = Provenance(kind=entry.KIND, key=entry.key, detail=place, is_edited=False)
        db.session.add(known[place])
    return known[place]


def _write(row: Provenance, values: Mapping[str, Any], *, is_edited: bool = True) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.is_edited = is_edited
