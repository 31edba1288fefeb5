"""The recorded provenance of many entries, read-only, and the entries whose verifications have lapsed.

Provenance is read as plain rows, which take a third of the time of ORM objects. When an office is closed or replaced,
the verifications of its details lapse.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, inspect, select
from sqlalchemy.orm.util import identity_key

from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, Provenance, Texts
from directory.models.details import EntryKey
from directory.vocabulary import ENDED_STATUSES, Confidence

# SQLite accepts 32,766 bound values in a statement (SQLITE_MAX_VARIABLE_NUMBER); other conditions bind values too.
KEYS_PER_QUERY = 30_000
# For more keys than this, reading all rows is cheaper than naming the keys.
MOST_KEYS_NAMED = 1000
# The details that show that an office has ended.
TOLD_BY = and_(Authority.status.in_(ENDED_STATUSES), FocalPoint.status.in_(ENDED_STATUSES))
HAS_ENDED = case((FocalPoint.status.in_(ENDED_STATUSES), 1), else_=0)


class RecordedProvenance(NamedTuple):
    """A row of provenance. An instance without arguments stands for a missing row."""

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


# The columns of the table, not of the model: by the ORM, a query for one entry would take half as long again.
STORED = inspect(Provenance).local_table.c
COLUMNS = (STORED.key, STORED.detail, *(STORED[name] for name in RecordedProvenance._fields))
OF_KIND = select(*COLUMNS).where(STORED.kind == bindparam("kind"))
# Built once, because building the statement takes three times as long as a query for one entry.
OF_SOME = OF_KIND.where(STORED.key.in_(bindparam("keys")))


def known_of(kind: str, keys: Sequence[str] | None = None) -> Iterator[tuple[EntryKey, str, RecordedProvenance]]:
    """Yield (entry key, detail, provenance) for the entries of a kind with these keys, in no fixed order. If `keys` is
    None, all entries of the kind are read."""
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
    """Return the provenance fields to store for each translation of a text. The keys are names like `name.fr`.

    A translation without provenance of its own gets the provenance of the whole text. Two kinds of translations are
    left out: outdated translations, and translations whose provenance already names an original.
    """
    found = {}
    for language in texts.by_language:
        detail = provenance_key(texts, name, language)
        own, whole = known.get(detail), known.get(name) or RecordedProvenance()
        if detail == name or (own is not None and (own.is_outdated or own.translated_of)):
            continue
        values = {field: getattr(own or whole, field) for field in RecordedProvenance._fields}
        is_edited = own is not None and own.is_edited
        found[detail] = values | {"translated_of": texts.original_digest, "is_edited": is_edited}
    return found


def ended_among(entries: Iterable[Entry]) -> frozenset[EntryKey]:
    """Return the keys of the entries that have ended, belong to an ended authority, or are contacts of an ended
    desk."""
    entries = list(entries)
    _authorities = _load_authorities(entries)  # Referenced here, or the session would drop them.
    lines = [one for one in entries if isinstance(one, ContactDetail) and one.network_key]
    gone = _ended_desks({one.authority_key for one in lines}) if lines else frozenset()
    of_desks = (one.entry_key for one in lines if (one.authority_key, one.network_key) in gone)
    return frozenset((*(one.entry_key for one in entries if one.has_ended), *of_desks))


def _load_authorities(entries: Iterable[Entry]) -> Sequence[Authority]:
    """Load the entries' authorities that `db.session` does not hold yet, and return the loaded authorities. The caller
    must keep a reference to the result: otherwise `db.session` drops the authorities."""
    parts = (one for one in entries if not isinstance(one, FocalPoint) and "authority" in inspect(one).unloaded)
    keys = {key for one in parts if (key := getattr(one, "authority_key", None))}
    missing = {key for key in keys if identity_key(Authority, key) not in db.session.identity_map}
    if not missing:
        return ()
    query = select(Authority)
    return db.session.scalars(
        query.where(Authority.key.in_(missing)) if len(missing) <= MOST_KEYS_NAMED else query
    ).all()


def _ended_desks(authorities: Collection[str]) -> frozenset[tuple[str, str | None]]:
    """Return each pair (authority key, network key) for which all desks have ended. For more than MOST_KEYS_NAMED
    authorities, the result contains pairs of other authorities too."""
    pair = FocalPoint.authority_key, FocalPoint.network_key
    query = select(*pair).group_by(*pair).having(func.min(HAS_ENDED) == 1)
    if len(authorities) <= MOST_KEYS_NAMED:
        query = query.where(FocalPoint.authority_key.in_(sorted(authorities)))
    return frozenset((authority, network) for authority, network in db.session.execute(query))


def _bound(kind: str, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(keys), KEYS_PER_QUERY):
        yield {"kind": kind, "keys": keys[start : start + KEYS_PER_QUERY]}
