"""The table of restricted words: the words of details that only some signed-in people may read."""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any, NamedTuple

import phonenumbers
from sqlalchemy import ColumnElement, inspect, or_, select, true

from directory.access.gate import restricted_readings
from directory.access.policy import is_public
from directory.access.provenance import KEYS_PER_QUERY
from directory.extensions import db
from directory.models import Entry, Place, RestrictedWord, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.search.documents import BUILDERS
from directory.search.names import searchable_texts
from directory.transaction import committing
from directory.vocabulary import Audience
from search_index import text_words


class RestrictedWordRow(NamedTuple):
    """A row of the table of restricted words."""

    kind: str
    key: str
    detail: str
    audience: str
    jurisdiction: str
    network: str
    word: str


def update_restricted_words() -> None:
    """Update the restricted words of the entries that this transaction touched. Call this inside `committing`, after
    all other writes."""
    touched = {entry for entry in db.session.info.get("noted", ()) if entry[0] in BUILDERS}
    if touched:
        states = {key for kind, key in touched if kind == "jurisdiction"}
        stored = _stored(or_(_among(RestrictedWord.key, _keys(touched)), _among(RestrictedWord.jurisdiction, states)))
        pages = touched | {row[:2] for row in stored if row.jurisdiction in states}
        _write({row: word for row, word in stored.items() if row[:2] in pages}, set(current_rows(pages)))


def rebuild() -> None:
    """Correct all wrong rows of the table, in a write transaction of its own."""
    if differing():
        with committing():
            _write(_stored(true()), set(current_rows(None)))


def differing() -> set[EntryKey]:
    """Return (kind, key) of each entry whose words in the table are wrong."""
    return {(row.kind, row.key) for row in _stored(true()).keys() ^ set(current_rows(None))}


def stored_rows(keys: Collection[str]) -> set[RestrictedWordRow]:
    """Return the stored rows for entries with these keys. For more than KEYS_PER_QUERY keys, the rows of all entries
    are returned."""
    return set(_stored(_among(RestrictedWord.key, keys)))


def _write(stored: dict[RestrictedWordRow, RestrictedWord], wanted: set[RestrictedWordRow]) -> None:
    for row in stored.keys() - wanted:
        db.session.delete(stored[row])
    db.session.add_all(RestrictedWord(**row._asdict()) for row in sorted(wanted - stored.keys()))


def _stored(condition: ColumnElement[bool]) -> dict[RestrictedWordRow, RestrictedWord]:
    words = db.session.scalars(select(RestrictedWord).where(condition))
    return {RestrictedWordRow(*(getattr(word, name) for name in RestrictedWordRow._fields)): word for word in words}


def current_rows(
    pages: Collection[EntryKey] | None,
    without: Collection[EntryKey] = (),
    place_of: Callable[[Entry], Place] = lambda entry: entry.place(),
) -> Iterator[RestrictedWordRow]:
    """Yield the rows that the table of restricted words should have for certain entries. `pages` has the kind and key
    of these entries. None means all entries.

    The rows contain the words of all restricted details on the pages of these entries. A detail is left out if it
    belongs to an entry or part in `without`.
    """
    for model in _models():
        condition = _of(model, pages)
        for entry in db.session.scalars(select(model).where(condition)) if condition is not None else ():
            for page in pages_of(entry) if entry.entry_key not in without else ():
                if pages is None or page in pages:
                    yield from rows_of(entry, page, lambda entry=entry: place_of(entry))  # type: ignore[misc]


def _models() -> Iterator[type[Entry]]:
    for model in MODELS_BY_KIND.values():
        searched = (one.detail.audience for one in details_of(model) if one.detail.is_searchable)
        if not all(isinstance(audience, Audience) and is_public(audience) for audience in searched):
            yield model


def _of(model: type[Entry], pages: Collection[EntryKey] | None) -> ColumnElement[bool] | None:
    """Return an SQL condition for the rows of `model` that the pages of certain entries show. `pages` has the kind and
    key of these entries. None means all entries.

    A few other rows may meet the condition too. Return None if these pages show no row of the model.
    """
    if pages is None:
        return true()
    kinds = {MODELS_BY_KIND[kind].__tablename__: kind for kind in BUILDERS}
    columns = {
        column: kinds.get(one.column.table.name) for column in inspect(model).columns for one in column.foreign_keys
    }
    own = {model.key: model.KIND} if model.KIND in BUILDERS else columns
    found = {column: {key for of, key in pages if of == kind} for column, kind in own.items()}
    conditions = [_among(column, keys) for column, keys in found.items() if keys]
    return or_(*conditions) if conditions else None


def _among(column: Any, keys: Collection[str]) -> ColumnElement[bool]:
    return column.in_(keys) if len(keys) <= KEYS_PER_QUERY else true()


def _keys(entries: Collection[EntryKey]) -> set[str]:
    return {key for _, key in entries}


def pages_of(entry: Entry) -> Iterator[EntryKey]:
    """Yield the entries whose pages show `entry`: the entry itself or, for a part, the entries to which the part
    belongs."""
    yield from (entry.entry_key,) if entry.KIND in BUILDERS else entry.shown_on()


def rows_of(entry: Entry, page: EntryKey, place_of: Callable[[], Place]) -> Iterator[RestrictedWordRow]:
    """Yield the rows that the table should have for the details of `entry` on the page of the entry `page`.

    `entry` need not be stored.
    """
    for audience, reading in restricted_readings(entry).items():
        place = place_of()
        folded = partial(text_words, writings=partial(_writings, place.jurisdiction))
        for name in reading.details:
            words = set().union(*map(folded, searchable_texts(reading, name)))
            for network in place.networks or ("",):
                for word in words:
                    yield RestrictedWordRow(*page, f"{entry.KIND}.{name}", audience, place.jurisdiction, network, word)


def _writings(state: str, number: str) -> Iterator[str]:
    try:
        found = phonenumbers.parse(number.replace("(0)", ""), state or None)
    except phonenumbers.NumberParseException:
        return
    national = phonenumbers.national_significant_number(found)
    yield f"+{found.country_code} {national}"
    if found.country_code == phonenumbers.country_code_for_region(state):
        yield national
        yield (phonenumbers.ndd_prefix_for_region(state, strip_non_digits=True) or "") + national
