"""Writes entries and the provenance of their details, if they differ from the database.

People's edits and removals on the pages take precedence over the files.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, inspect, select

from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, Provenance, Texts, details_of
from directory.models.details import KEY_CHARACTERS, EntryKey
from directory.proposals.successions import CLOSED
from directory.seeding.protected_edits import (
    ENTRIES,
    edited_details,
    is_protected,
    may_be_corrected_contact,
    merge_edited,
    referenced_by_work,
    references,
    references_of,
    tombstones,
)
from directory.seeding.sources import SeedSource, SeedTranslation
from directory.seeding.text_translations import TextTranslations
from directory.vocabulary import ENDED_STATUSES

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


class BadKey(Exception):
    """The key of a row is unusable: the key occurs twice in this load, or is too long for the database."""


@dataclass
class SeedStore:
    """The entries in the database and their provenance. Each kind is read once.

    - `translations`: the translations in the files, by (kind, key, detail). `put` removes the translations of its entry
      from this mapping. A translation that remains at the end belongs to no entry.
    - `text_translations`: translations for any text that equals their original, whatever its entry.
    - `request_items`: the checklist items that a rule asks for, by the text of the rule.
    - `translated`: how many of `translations` have each outcome.
    - `kept`: the number of entries that were stored in part or not at all, because people had edited or removed them.
    """

    translations: dict[tuple[str, str, str], list[SeedTranslation]] = field(default_factory=dict)
    text_translations: TextTranslations = field(default_factory=TextTranslations)
    request_items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translated: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    _needed_by_edited: set[EntryKey] = field(default_factory=set)
    _needed_by_closed: set[EntryKey] = field(default_factory=set)
    _tombstones: set[EntryKey] | None = None
    _put: set[tuple[str, str]] = field(default_factory=set)
    _entries: dict[type[Entry], dict[str, Entry]] = field(default_factory=dict)
    _provenance: dict[str, dict[str, dict[str, Provenance]]] = field(default_factory=dict)
    _new_provenance: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def with_existing(cls, *models: type[Entry]) -> "SeedStore":
        """Return a new store. The stored entries of these models count as stored by this load."""
        return cls(_put={(model.KIND, key) for model in models for key in db.session.scalars(select(model.key))})

    def has(self, model: type[Entry], key: str) -> bool:
        """Return whether this load has stored an entry with this key. Entries of an earlier load are ignored."""
        return (model.KIND, key) in self._put

    def has_any(self, model: type[Entry], **of: str) -> bool:
        """Return whether this load has stored an entry with certain values. `of` maps column to value."""
        return any(
            self.has(model, key) and all(getattr(entry, column) == value for column, value in of.items())
            for key, entry in self._of(model).items()
        )

    def put(self, model: type[Entry], key: str, values: Mapping[str, Any], source: SeedSource) -> str:
        """Create or update an entry and its provenance, except where people edited or removed it. Return CREATED,
        CHANGED or UNCHANGED. The caller calls `flush` afterwards.

        Raises BadKey for a key that occurs twice in this load or is too long.
        """
        if self.has(model, key):
            raise BadKey(f"{key!r} is given twice")
        if len(key) > KEY_CHARACTERS:
            raise BadKey(f"the key {key!r} is longer than {KEY_CHARACTERS} characters")
        self._put.add((model.KIND, key))
        translatable = [name for name, value in values.items() if isinstance(value, Texts | tuple)]
        translated = {name: self.translations.pop((model.KIND, key, name), []) for name in translatable}
        values = {name: _merged(value, translated.get(name, [])) for name, value in values.items()}
        entry = self._of(model).get(key)
        if self._is_protected_row(model, entry, key, values):
            self.kept += 1
            self.translated.update(UNCHANGED for own in translated.values() for _ in own)
            return UNCHANGED
        edited = self._edited(entry)
        worded = {
            name: self.text_translations.of(name, value, source)
            for name, value in values.items()
            if isinstance(value, Texts) and f"{name}.{value.original}" not in edited
        }
        values = {name: _merged(value, worded.get(name, [])) for name, value in values.items()}
        if entry is not None and edited:
            self.kept += 1
            values = {name: merge_edited(entry, name, value, edited) for name, value in values.items()}
        before = {name: getattr(entry, name, None) for name in translated}
        originals = {name: value.text(value.original) for name, value in before.items() if isinstance(value, Texts)}
        if entry is None:
            entry = model(key=key, **values)
            db.session.add(entry)
            self._of(model)[key] = entry
            outcome = CREATED
        else:
            outcome = CHANGED if _update(entry, values) else UNCHANGED
        sources = dict.fromkeys(_sourced_details(entry, source), source)
        named = [(name, row) for of in (translated, worded) for name, own in of.items() for row in own]
        rows = [(name, _place(values[name], name, row), row) for name, row in named]
        sources |= {place: row.source for _, place, row in rows}
        resourced = self._put_provenance(entry, sources, edited, is_new=outcome == CREATED)
        self._mark_outdated(entry, originals)
        for name, place, row in rows:
            self._note(row, _outcome_of(row, before[name], place in resourced))
        return CHANGED if resourced and outcome == UNCHANGED else outcome

    def flush(self) -> None:
        """Write the entries that were put, and their provenance, to the database. Later rows may refer to these entries
        by key."""
        db.session.flush()
        if self._new_provenance:
            db.session.connection().execute(insert(Provenance), self._new_provenance)
            self._new_provenance = []

    def _note(self, row: SeedTranslation, outcome: str) -> None:
        if row.source.translated is not None:
            self.text_translations.note(row, outcome)
        else:
            self.translated[outcome] += 1

    def remove_missing_parts(self, model: type[Entry], **of: str) -> str:
        """Remove the rows of `model` that this load has not stored and whose columns have the values in `of`. Rows that
        people edited stay.

        Return CHANGED if a row was removed, otherwise UNCHANGED.
        """
        gone = [
            entry
            for key, entry in self._of(model).items()
            if not self.has(model, key) and all(getattr(entry, column) == value for column, value in of.items())
            if not self._edited(entry)
        ]
        for entry in gone:
            self._remove(entry)
        return CHANGED if gone else UNCHANGED

    def remove_missing(self, model: type[Entry]) -> int:
        """Remove the entries of a model that this load has not stored, and flush. Return the number of removed entries.

        Entries that people edited stay, entries in use stay, and so do the entries to which these refer. An authority
        or desk is closed if it stays only because it is in use or because an entry in use refers to it.
        """
        for entry in self._of(model).values():
            if self._edited(entry):
                self._needed_by_edited.update(references_of(entry))
        left = [
            entry
            for key, entry in self._of(model).items()
            if not (self.has(model, key) or self._edited(entry) or entry.entry_key in self._needed_by_edited)
        ]
        work = referenced_by_work(model, [entry.key for entry in left])
        closed = [entry for entry in left if entry.key in work or entry.entry_key in self._needed_by_closed]
        for entry in closed:
            self._close(entry)
        remaining = left = [entry for entry in left if entry not in closed]
        while remaining:
            held = {key for entry in remaining for key in _self_references(entry)}
            for entry in [entry for entry in remaining if entry.key not in held] or remaining:
                self._remove(entry)
            db.session.flush()
            remaining = [entry for entry in remaining if entry.key in self._of(model)]
        return len(left)

    def _close(self, entry: Entry) -> None:
        self._needed_by_closed.update(references_of(entry))
        if isinstance(entry, Authority | FocalPoint):
            entry.status = entry.status if entry.status in ENDED_STATUSES else CLOSED

    def _remove(self, entry: Entry) -> None:
        for row in self._provenance_of(entry.KIND).pop(entry.key, {}).values():
            db.session.delete(row)
        db.session.delete(entry)
        del self._of(type(entry))[entry.key]

    def _edited(self, entry: Entry | None) -> frozenset[str]:
        return edited_details(self._provenance_of(entry.KIND).get(entry.key, {})) if entry is not None else frozenset()

    def _is_protected_row(self, model: type[Entry], entry: Entry | None, key: str, values: Mapping[str, Any]) -> bool:
        """Return whether the row of a file is left out because of people's work. `entry` is the stored entry or None.
        The row is left out in three cases:

        - People removed the entry, or an entry to which the row refers.
        - People edited the stored entry, and its kind is not in ENTRIES.
        - The row is a contact that is not stored, and a stored contact may be people's correction of it.
        """
        if self._tombstones is None:
            self._tombstones = tombstones()
        if self._tombstones and not self._tombstones.isdisjoint([(model.KIND, key), *references(model, values)]):
            return True
        if entry is not None:
            return model.KIND not in ENTRIES and bool(self._edited(entry))
        others = self._of(model).values() if model is ContactDetail else ()
        left = (other for other in others if not self.has(model, other.key) and self._edited(other))
        return any(may_be_corrected_contact(other, values) for other in left)

    def _of(self, model: type[Entry]) -> dict[str, Entry]:
        if model not in self._entries:
            self._entries[model] = {entry.key: entry for entry in db.session.scalars(select(model))}
        return self._entries[model]

    def _provenance_of(self, kind: str) -> dict[str, dict[str, Provenance]]:
        if kind not in self._provenance:
            rows = self._provenance[kind] = {}
            for row in db.session.scalars(select(Provenance).where(Provenance.kind == kind)):
                rows.setdefault(row.key, {})[row.detail] = row
        return self._provenance[kind]

    def _mark_outdated(self, entry: Entry, originals: Mapping[str, str]) -> None:
        for name, original in originals.items():
            texts = getattr(entry, name)
            if original and original != texts.text(texts.original):
                for detail, row in self._provenance_of(entry.KIND).get(entry.key, {}).items():
                    if row.is_edited and detail.startswith(f"{name}."):
                        row.is_outdated = True

    def _put_provenance(
        self, entry: Entry, sources: Mapping[str, SeedSource], edited: frozenset[str], *, is_new: bool
    ) -> set[str]:
        whole = self._provenance_of(entry.KIND).setdefault(entry.key, {})
        stored = {detail: row for detail, row in whole.items() if not is_protected(detail, edited)}
        sources = {detail: source for detail, source in sources.items() if not is_protected(detail, edited)}
        differing = set(stored) - set(sources)
        for detail in differing:
            db.session.delete(stored.pop(detail))
            del whole[detail]
        for detail, source in sources.items():
            values = source.provenance_of(detail)
            if detail not in stored:
                place = {"kind": entry.KIND, "key": entry.key, "detail": detail}
                # The change log records a new entry in any case. Another entry is recorded by its rows in the session.
                if is_new:
                    self._new_provenance.append(place | values)
                else:
                    whole[detail] = Provenance(**place, **values)
                    db.session.add(whole[detail])
                differing.add(detail)
            elif _update(stored[detail], values):
                differing.add(detail)
        return differing


def combined(outcomes: Iterable[str]) -> str:
    """Return one outcome for an entry with its parts. The first of `outcomes` is that of the entry itself, the others
    are those of its parts.

    Return CHANGED if the entry is UNCHANGED and a part is not, otherwise the outcome of the entry.
    """
    first, *others = outcomes
    return CHANGED if first == UNCHANGED and set(others) - {UNCHANGED} else first


def _merged(value: Any, translations: list[SeedTranslation]) -> Any:
    if isinstance(value, Texts) and translations:
        return Texts(value.original, dict(value.by_language) | {t.language: t.text for t in translations})
    if isinstance(value, tuple):
        return tuple(dict.fromkeys((*value, *(t.text for t in translations))))
    return value


def _place(value: Any, name: str, translation: SeedTranslation) -> str:
    return f"{name}.{translation.language}" if isinstance(value, Texts) else name


def _outcome_of(translation: SeedTranslation, before: Any, is_resourced: bool) -> str:
    """Return the outcome of a translation: CREATED, CHANGED or UNCHANGED. `before` is the detail's value before this
    load.

    The outcome is CREATED if `before` has no text in the translation's language or, as a list of names, lacks the name.
    A new source (`is_resourced`) counts as a change.
    """
    stored = before.by_language.get(translation.language) if isinstance(before, Texts) else None
    if isinstance(before, tuple) and translation.text in before:
        stored = translation.text
    if not stored:
        return CREATED
    return CHANGED if stored != translation.text or is_resourced else UNCHANGED


def _self_references(entry: Entry) -> Iterator[str | None]:
    for attribute in inspect(type(entry)).column_attrs:
        if any(key.column.table is attribute.columns[0].table for key in attribute.columns[0].foreign_keys):
            yield getattr(entry, attribute.key)


def _update(row: Any, values: Mapping[str, Any]) -> bool:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _sourced_details(entry: Entry, source: SeedSource) -> list[str]:
    values = {declared.name: getattr(entry, declared.name) for declared in details_of(type(entry))}
    # A number may be 0, for instance if a treaty binds on the day of the deposit.
    names = [name for name, value in values.items() if value or value == 0]
    languages = [
        f"{name}.{language}"
        for name in names
        if isinstance(texts := getattr(entry, name), Texts)
        for language in texts.by_language
        if f"{name}.{language}" in source.unverified
    ]
    return names + languages
