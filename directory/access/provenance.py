"""The recorded provenance of many entries, read-only. Plain rows take a third of the time of ORM objects."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, inspect, select

from directory.extensions import db
from directory.models import Provenance, Texts
from directory.models.details import EntryKey
from directory.vocabulary import Confidence

# SQLite accepts 32,766 bound values in a statement (SQLITE_MAX_VARIABLE_NUMBER); other conditions bind values too.
KEYS_PER_QUERY = 30_000


class RecordedProvenance(NamedTuple):
    """A row of provenance; the defaults stand for a missing row."""

    sources: tuple[str, ...] = ()
    source_date: str = ""
    confidence: str = Confidence.UNVERIFIED
    verified_on: date | None = None
    verified_by: str = ""
    due_on: date | None = None
    is_dead: bool = False
    is_edited: bool = False
    is_outdated: bool = False
    translated_from: str | None = None
    translated_by: str | None = None
    translated_on: date | None = None
    translated_of: str | None = None


# The columns of the table, not of the model: the ORM would add half of the time of asking for one entry.
STORED = inspect(Provenance).local_table.c
COLUMNS = (STORED.key, STORED.detail, *(STORED[name] for name in RecordedProvenance._fields))
OF_KIND = select(*COLUMNS).where(STORED.kind == bindparam("kind"))
# Built once: building the statement takes three times as long as asking for one entry.
OF_SOME = OF_KIND.where(STORED.key.in_(bindparam("keys")))


def known_of(kind: str, keys: Sequence[str] | None = None) -> Iterator[tuple[EntryKey, str, RecordedProvenance]]:
    """Yield (entry key, detail, provenance) of the entries of a kind, in no fixed order."""
    asked = [(OF_KIND, {"kind": kind})] if keys is None else [(OF_SOME, bound) for bound in _bound(kind, keys)]
    for statement, bound in asked:
        for row in db.session.execute(statement, bound):
            yield (kind, row[0]), row[1], RecordedProvenance._make(row[2:])


def provenance_key(texts: Texts, name: str, language: str) -> str:
    """Return the name under which the provenance of a language is stored: `name` for the original, `name.fr` for a
    translation."""
    return name if texts.is_original(language) else f"{name}.{language}"


def provenance_by_translation(
    known: Mapping[str, Provenance] | Mapping[str, RecordedProvenance], texts: Texts, name: str
) -> dict[str, dict[str, Any]]:
    """Return provenance fields to store for the translations of a text, by detail (`name.fr`).

    Without provenance of its own, a translation gets that of the whole text. Outdated translations, and those that
    already name an original, are left out.
    """
    found = {}
    for language in texts.by_language:
        place = provenance_key(texts, name, language)
        own, whole = known.get(place), known.get(name) or RecordedProvenance()
        if place == name or (own is not None and (own.is_outdated or own.translated_of)):
            continue
        values = {field: getattr(own or whole, field) for field in RecordedProvenance._fields}
        is_edited = own is not None and own.is_edited
        found[place] = values | {"translated_of": texts.original_digest, "is_edited": is_edited}
    return found


def _bound(kind: str, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(keys), KEYS_PER_QUERY):
        yield {"kind": kind, "keys": keys[start : start + KEYS_PER_QUERY]}
