"""The entries to which readings refer, and the names and States derived from them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from directory.access.facts import Text, name_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.api.entries.shapes import SHAPES
from directory.extensions import db
from directory.models.details import EntryKey
from directory.requirements.presenters import sheet_title

REFERENCES = ("authority", "treaty", "legislation", "network")
References = Mapping[EntryKey, Reading]


def referred_to(viewer: Viewer, readings: Iterable[Reading]) -> References:
    """Return the readings of the entries to which `readings` refer, by (kind, key). Only kinds in REFERENCES are
    read."""
    keys_by_kind: dict[str, set[str]] = {}
    for reading in readings:
        for found in reading.details.values():
            if found.detail.holds in REFERENCES:
                keys_by_kind.setdefault(found.detail.holds, set()).add(found.value)
    return {
        (kind, reading.key): reading
        for kind, keys in keys_by_kind.items()
        for reading in read_all(
            viewer, db.session.scalars(select(SHAPES[kind].model).where(SHAPES[kind].model.key.in_(sorted(keys))))
        )
    }


def entry_name(reading: Reading, references: References, language: str) -> Text:
    """Return the name of an entry. A desk is named by its authority, or by its own key if the authority is not in
    `references`. A requirement sheet is named by State and measure."""
    if reading.kind == "requirement":
        return sheet_title(reading, language)
    if reading.kind == "focal_point":
        authority = references.get(("authority", reading.value("authority_key", "")))
        return name_of(authority, language) if authority else Text(reading.key)
    return name_of(reading, language, SHAPES[reading.kind].name)


def state_of(reading: Reading, references: References) -> str | None:
    """Return the ISO 3166-1 code of an entry's State. Return None for an entry of no State or of several States, and
    for a desk whose authority is not in `references`."""
    if reading.kind == "jurisdiction":
        return reading.key
    if reading.kind == "focal_point":
        authority = references.get(("authority", reading.value("authority_key", "")))
        return authority.value("jurisdiction_key") if authority else None
    code: str | None = reading.value("jurisdiction_key")
    return code
