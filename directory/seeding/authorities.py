"""Loads authorities with their parts, and the desks that they run."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from directory.models import (
    Authority,
    Competence,
    ContactDetail,
    Designation,
    FocalPoint,
    Legislation,
    Network,
    Texts,
    Treaty,
)
from directory.models.types import NO_TEXT
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource, with_own_source
from directory.seeding.states_and_networks import known_state
from directory.seeding.store import SeedStore, combined
from directory.seeding.treaties import known
from directory.vocabulary import AUTHORITY_KINDS, AUTHORITY_STATUSES, COVERS, FUNCTIONS, MEANS, STAGES, Audience

Part = tuple[str, dict[str, Any], SeedSource]


def put_authority(store: SeedStore, row: SeedRow) -> str:
    """Store an authority with its parts, and remove parts that are no longer in the row. Return CREATED, CHANGED or
    UNCHANGED."""
    key = row.text("id", required=True)
    unverified = row.codes("unverified")
    values = {
        "jurisdiction_key": known_state(store, row) if row.values.get("jurisdiction") else None,
        "name": texts_of(row, "name"),
        "authority_kind": row.code("kind", AUTHORITY_KINDS),
        "status": row.code("status", AUTHORITY_STATUSES, required=False),
        "stages": row.codes("stages", STAGES),
        "stage_note": row.texts("stage_note"),
        "languages_accepted": row.codes("languages_accepted"),
        "languages_spoken": row.codes("languages_spoken"),
        "note": row.texts("note"),
    }
    outcomes = [store.put(Authority, key, values, SeedSource.of(row, unverified=unverified))]
    for model, parts in (
        (Competence, _competences(row, unverified)),
        (Designation, _designations(store, row, unverified)),
        (ContactDetail, _contacts(row, unverified)),
    ):
        outcomes += _put_parts(store, model, key, parts)
    return combined(outcomes)


def put_focal_point(store: SeedStore, row: SeedRow) -> str:
    """Store the desk that an authority runs in a network. Return CREATED, CHANGED or UNCHANGED."""
    values = {
        "authority_key": known(store, row, Authority, row.text("authority", required=True), "authority"),
        "network_key": known(store, row, Network, row.text("network", required=True), "network"),
        "cover": row.code("cover", COVERS),
        "hours": row.texts("hours"),
        "note": row.texts("note"),
        "status": "",
    }
    return store.put(FocalPoint, row.text("id", required=True), values, SeedSource.of(row))


def texts_of(row: SeedRow, name: str) -> Texts:
    """Return the texts of a field. The field maps each language to a text, and `original` to the language of the
    original.

    Raises BadSeed for a field of another form.
    """
    value = row.values.get(name)
    if not isinstance(value, dict) or not value.get("original"):
        row.refuse(f"{name} must hold its original's language and its texts")
    languages = SeedRow(row.file, row.line, {k: v for k, v in value.items() if k != "original"})
    by_language = {language: languages.text(language, required=True) for language in languages.values}
    if value["original"] not in by_language:
        row.refuse(f"{name} has no text in its original language {value['original']!r}")
    return Texts(value["original"], by_language)


def _put_parts(store: SeedStore, model: Any, authority: str, parts: Iterable[Part]) -> list[str]:
    outcomes = [
        store.put(model, f"{authority}:{suffix}", values | {"authority_key": authority, "position": position}, source)
        for position, (suffix, values, source) in enumerate(parts)
    ]
    return [*outcomes, store.remove_missing_parts(model, authority_key=authority)]


def _competences(row: SeedRow, unverified: tuple[str, ...]) -> Iterator[Part]:
    for function in row.codes("functions", FUNCTIONS):
        is_unverified = bool({"functions", f"functions.{function}"} & set(unverified))
        yield function, {"function": function}, _source(row, is_unverified, "function")


def _designations(store: SeedStore, row: SeedRow, unverified: tuple[str, ...]) -> Iterator[Part]:
    for designation in row.values.get("designations") or ():
        treaty, law = designation.get("treaty"), designation.get("legislation")
        values = {
            "treaty_key": known(store, row, Treaty, treaty, "designations.treaty") if treaty else None,
            "legislation_key": known(store, row, Legislation, law, "designations.legislation") if law else None,
            "words": SeedRow(row.file, row.line, designation).texts("note"),
        }
        if not treaty and not law and values["words"] is NO_TEXT:
            row.refuse("a designation must name a treaty, a law or a note")
        source = _source(row, "designations" in unverified, "treaty_key", "legislation_key", "words")
        yield treaty or law or f"note-{digest(designation['note'])}", values, source


def _contacts(row: SeedRow, unverified: tuple[str, ...]) -> Iterator[Part]:
    for contact in row.values.get("contacts") or ():
        line = SeedRow(row.file, row.line, contact)
        means, value = line.code("means", MEANS), line.text("value", required=True)
        values = {
            "means": means,
            "value": value,
            "languages": line.codes("languages"),
            "audience": Audience(line.text("audience") or Audience.PUBLIC),
        }
        # A contact that names its own source counts as supported, even if `unverified` names its means.
        is_unverified = f"contacts.{means}" in unverified and "sources" not in line.values
        yield f"{means}-{digest(value)}", values, _source(with_own_source(row, line), is_unverified, "value")


def digest(value: str) -> str:
    """Return the first ten hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(value.encode()).hexdigest()[:10]


def _source(row: SeedRow, is_unverified: bool, *details: str) -> SeedSource:
    any_named = row.codes("unverified") and not is_unverified
    return SeedSource.of(row, unverified=details if is_unverified else ("-",) if any_named else ())
