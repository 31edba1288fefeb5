"""What people decided on the pages, and what their work hangs on, which seed data leave alone."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import inspect, select

from directory.extensions import db
from directory.models import Entry, Provenance, Texts, Tombstone
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

# What has a page or a place of its own; the other kinds are parts of these. The key of a part says
# little of it (a rule's is its number), so half of one cannot be kept.
ENTRIES = ("jurisdiction", "authority", "focal_point", "network", "treaty", "legislation", "requirement")


def tombstones() -> set[EntryKey]:
    """Return the entries and parts that people removed."""
    return {(stone.kind, stone.key) for stone in db.session.scalars(select(Tombstone))}


def edited_details(known: Mapping[str, Provenance]) -> frozenset[str]:
    """Return the details of an entry that people decided, from its provenance."""
    return frozenset(detail for detail, row in known.items() if row.is_edited)


def is_decided(detail: str, edited: frozenset[str]) -> bool:
    """Return whether the provenance of a detail, or of one language of it, is people's."""
    return detail in edited or detail.partition(".")[0] in edited


def merge_decided(entry: Entry, name: str, value: Any, edited: frozenset[str]) -> Any:
    """Return what a detail is to hold: as people decided it, as a whole or in some languages, or as the files say."""
    stored = getattr(entry, name)
    if name in edited or not isinstance(value, Texts):
        return stored if name in edited else value
    own = [code for code in (*value.by_language, *stored.by_language) if f"{name}.{code}" in edited]
    others = {code: text for code, text in value.by_language.items() if code not in own}
    kept = {code: stored.by_language[code] for code in own if code in stored.by_language}
    return Texts(value.original, others | kept)


def is_same_line(contact: Any, values: Mapping[str, Any]) -> bool:
    """Return whether a new contact of the files is one that people corrected here, corrected there too.

    The key of a contact is made from its value, so the corrected one looks new.
    """
    return (contact.authority_key, contact.means) == (values["authority_key"], values["means"])


def worked_on(model: type[Entry], keys: Collection[str]) -> frozenset[str]:
    """Return those of some entries that a row of people's work names: an account, a rota, a test, a consultation."""
    target, entries = model.__table__, {one.__table__ for one in MODELS_BY_KIND.values()}
    columns = [
        key.parent
        for table in db.metadata.tables.values()
        if table not in entries
        for key in table.foreign_keys
        if key.column.table is target
    ]
    return frozenset(
        found for column in columns for found in db.session.scalars(select(column).where(column.in_(keys)).distinct())
    )


def pointed_to(entry: Entry) -> Iterator[EntryKey]:
    """Yield the entries that an entry points to."""
    columns = inspect(type(entry)).column_attrs
    return references(type(entry), {column.key: getattr(entry, column.key) for column in columns})


def references(model: type[Entry], values: Mapping[str, Any]) -> Iterator[EntryKey]:
    """Yield the entries that the values of a row point to."""
    kinds = {one.__table__: one.KIND for one in MODELS_BY_KIND.values()}
    for attribute in inspect(model).column_attrs:
        for key in attribute.columns[0].foreign_keys:
            if values.get(attribute.key):
                yield kinds[key.column.table], values[attribute.key]
