"""Writes entries and the provenance of their details, comparing with what the database holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Entry, Provenance, Texts, details_of
from directory.seeding.rows import Row
from directory.vocabulary import Confidence

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


class DuplicateKey(Exception):
    """Two rows of one load have the same natural key."""


@dataclass(frozen=True)
class Source:
    """Where a row's details come from.

    `unverified` names details, or `detail.language` of one text, that no source supports.
    """

    sources: tuple[str, ...]
    confidence: str
    date: str = ""
    unverified: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: Row, *, unverified: Iterable[str] = ()) -> "Source":
        """Read `source` or `sources`, `source_date` and `confidence` of a row.

        Refuses a row that names no source, unless it is itself marked unverified. Where a partly
        sourced row says which details are unverified, the others are sourced.
        """
        sources = row.codes("sources") if "sources" in row.values else tuple(filter(None, [row.text("source")]))
        confidence = row.confidence()
        if not sources and confidence != Confidence.UNVERIFIED:
            row.refuse("source is missing")
        named = frozenset(unverified)
        if named and confidence == Confidence.PARTLY:
            confidence = Confidence.SOURCED
        return cls(sources, confidence, row.text("source_date"), named)

    def confidence_of(self, detail: str) -> str:
        """Return the confidence of a detail, or of one language of it (`name.ky`)."""
        return Confidence.UNVERIFIED if detail in self.unverified else self.confidence


@dataclass(frozen=True)
class Translation:
    """One text of one detail in one more language, or one more name to find an entry by."""

    row: Row
    language: str
    text: str
    source: Source


@dataclass
class Store:
    """The entries and provenance of the database by key, loaded once a kind.

    `translations` by (kind, key, detail) are merged into each entry as it is put; what is left in
    them at the end belongs to no entry.
    """

    translations: dict[tuple[str, str, str], list[Translation]] = field(default_factory=dict)
    _put: set[tuple[str, str]] = field(default_factory=set)
    _entries: dict[type[Entry], dict[str, Entry]] = field(default_factory=dict)
    _provenance: dict[str, dict[tuple[str, str], Provenance]] = field(default_factory=dict)

    def has(self, model: type[Entry], key: str) -> bool:
        """Return whether there is an entry with this key, in the database or put since."""
        return key in self._of(model)

    def put(self, model: type[Entry], key: str, values: Mapping[str, Any], source: Source) -> str:
        """Create or update one entry and the provenance of its details; return what was done.

        Raises DuplicateKey when this load has put the entry before.
        """
        if (model.KIND, key) in self._put:
            raise DuplicateKey(f"{key!r} is given twice")
        self._put.add((model.KIND, key))
        translatable = [name for name, value in values.items() if isinstance(value, Texts | tuple)]
        translated = {name: self.translations.pop((model.KIND, key, name), []) for name in translatable}
        values = {name: _merged(value, translated.get(name, [])) for name, value in values.items()}
        entry = self._of(model).get(key)
        if entry is None:
            entry = model(key=key, **values)
            db.session.add(entry)
            self._of(model)[key] = entry
            outcome = CREATED
        else:
            outcome = CHANGED if _update(entry, values) else UNCHANGED
        sources = dict.fromkeys(_sourced_details(entry, source), source)
        for name, rows in translated.items():
            is_text = isinstance(values[name], Texts)
            sources |= {f"{name}.{row.language}" if is_text else name: row.source for row in rows}
        if self._put_provenance(entry, sources) and outcome == UNCHANGED:
            outcome = CHANGED
        return outcome

    def remove_others(self, model: type[Entry], kept: Iterable[str], **of: str) -> str:
        """Remove the entries whose columns equal `of` and whose key is not in `kept`; return whether
        that changed anything."""
        kept = set(kept)
        gone = [
            entry
            for key, entry in self._of(model).items()
            if key not in kept and all(getattr(entry, column) == value for column, value in of.items())
        ]
        for entry in gone:
            for (key, detail), row in list(self._provenance_of(model.KIND).items()):
                if key == entry.key:
                    db.session.delete(row)
                    del self._provenance_of(model.KIND)[key, detail]
            db.session.delete(entry)
            del self._of(model)[entry.key]
        return CHANGED if gone else UNCHANGED

    def _of(self, model: type[Entry]) -> dict[str, Entry]:
        if model not in self._entries:
            self._entries[model] = {entry.key: entry for entry in db.session.scalars(select(model))}
        return self._entries[model]

    def _provenance_of(self, kind: str) -> dict[tuple[str, str], Provenance]:
        if kind not in self._provenance:
            rows = db.session.scalars(select(Provenance).where(Provenance.kind == kind))
            self._provenance[kind] = {(row.key, row.detail): row for row in rows}
        return self._provenance[kind]

    def _put_provenance(self, entry: Entry, sources: Mapping[str, Source]) -> bool:
        stored = self._provenance_of(entry.KIND)
        changed = False
        for detail, source in sources.items():
            values = {
                "sources": source.sources,
                "source_date": source.date,
                "confidence": str(source.confidence_of(detail)),
            }
            row = stored.get((entry.key, detail))
            if row is None:
                row = Provenance(kind=entry.KIND, key=entry.key, detail=detail, **values)
                stored[entry.key, detail] = row
                db.session.add(row)
                changed = True
            else:
                changed |= _update(row, values)
        return changed


def combined(outcomes: Iterable[str]) -> str:
    """Return the outcome of an entry from its own, first, and those of its parts."""
    first, *others = outcomes
    return CHANGED if first == UNCHANGED and set(others) - {UNCHANGED} else first


def _merged(value: Any, translations: list[Translation]) -> Any:
    if isinstance(value, Texts) and translations:
        return Texts(value.original, dict(value.by_language) | {t.language: t.text for t in translations})
    if isinstance(value, tuple):
        return value + tuple(t.text for t in translations if t.text not in value)
    return value


def _update(row: Any, values: Mapping[str, Any]) -> bool:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _sourced_details(entry: Entry, source: Source) -> list[str]:
    """Return the details that hold a value, and the languages of a text that stand apart."""
    names = [declared.name for declared in details_of(type(entry)) if getattr(entry, declared.name)]
    languages = [
        f"{name}.{language}"
        for name in names
        if isinstance(texts := getattr(entry, name), Texts)
        for language in texts.by_language
        if f"{name}.{language}" in source.unverified
    ]
    return names + languages
