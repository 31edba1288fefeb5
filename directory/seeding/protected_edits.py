"""Protects people's work from a load: edited details, removed entries, and entries in use.

An entry is in use if an account, a rota, a test or a consultation refers to it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import inspect, select

from directory.extensions import db
from directory.models import Entry, Provenance, Texts, Tombstone
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

# Kinds with a page, or a section of a page, of their own. Entries of these kinds are protected detail by detail. Other
# kinds are parts of these kinds, and each part is protected as a whole. The key of a part (for a rule, its number) does
# not identify the content of the part.
ENTRIES = ("jurisdiction", "authority", "focal_point", "network", "treaty", "legislation", "requirement")


def tombstones() -> set[EntryKey]:
    """Return the kind and key of each entry or part that was removed by a published proposal."""
    return {stone.entry_key for stone in db.session.scalars(select(Tombstone))}


def edited_details(known: Mapping[str, Provenance]) -> frozenset[str]:
    """Return the names of the details that people edited. `known` maps name to provenance, for one entry."""
    return frozenset(detail for detail, row in known.items() if row.is_edited)


def is_protected(detail: str, edited: frozenset[str]) -> bool:
    """Return whether people edited a detail.

    If they edited a whole text (`name`), each of its languages (`name.ru`) is protected.
    """
    return detail in edited or detail.partition(".")[0] in edited


def merge_edited(entry: Entry, name: str, value: Any, edited: frozenset[str]) -> Any:
    """Return the value to store for the detail `name`: the stored value if people edited it, otherwise `value`, which
    comes from the file.

    A text keeps the stored version of each language that people edited.
    """
    stored = getattr(entry, name)
    if name in edited or not isinstance(value, Texts):
        return stored if name in edited else value
    own = [code for code in (*value.by_language, *stored.by_language) if f"{name}.{code}" in edited]
    others = {code: text for code, text in value.by_language.items() if code not in own}
    kept = {code: stored.by_language[code] for code in own if code in stored.by_language}
    return Texts(value.original, others | kept)


def may_be_corrected_contact(contact: Any, values: Mapping[str, Any]) -> bool:
    """Return whether `contact`, a stored contact, may be people's correction of `values`, a contact in the files.

    The keys cannot decide this, since a key contains a digest of the value.
    """
    return (contact.authority_key, contact.means) == (values["authority_key"], values["means"])


def referenced_by_work(model: type[Entry], keys: Collection[str]) -> frozenset[str]:
    """Return the keys among `keys` whose entries are in use: an account, a rota, a test or a consultation refers to
    them."""
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


def references_of(entry: Entry) -> Iterator[EntryKey]:
    """Yield the entries to which an entry refers."""
    columns = inspect(type(entry)).column_attrs
    return references(type(entry), {column.key: getattr(entry, column.key) for column in columns})


def references(model: type[Entry], values: Mapping[str, Any]) -> Iterator[EntryKey]:
    """Yield the entries to which a row refers by foreign keys. `values` are the row's values by column."""
    kinds = {one.__table__: one.KIND for one in MODELS_BY_KIND.values()}
    for attribute in inspect(model).column_attrs:
        for key in attribute.columns[0].foreign_keys:
            if values.get(attribute.key):
                yield kinds[key.column.table], values[attribute.key]
