"""Hits: the content that search results and suggestions show of each entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory import i18n
from directory.access.facts import (
    LabelledCode,
    Link,
    SourceNote,
    Text,
    fact,
    labelled_code,
    name_of,
    original_name,
    source_note,
    source_of,
    state_link,
)
from directory.access.gate import Reading, read_all, related
from directory.access.viewer import ANONYMOUS
from directory.cache.store import cached_many
from directory.focal_points.availability import DeskAvailability
from directory.focal_points.first_contacts import FirstContact, FirstContacts, list_first_contacts
from directory.focal_points.presenters import desk_name
from directory.models import Authority, Entry, FocalPoint, RequirementSheet, Treaty
from directory.models.details import EntryKey
from directory.requirements.presenters import sheet_title
from directory.search.queries import load
from directory.vocabulary import ENDED_STATUSES, KINDS, MEASURES


@dataclass(frozen=True)
class EntryEnding:
    """The status of an authority or desk that has ended, and its successor or None."""

    status: LabelledCode
    successor: Link | None


@dataclass(frozen=True)
class Hit:
    """One entry found.

    - `original`: the name in its original language, or None if `link` shows this name.
    - `words`: the texts below the name.
    - `mark`: a warning label such as "demonstration".
    - `call`: the contact to try first.
    - `line`: a desk's present availability, as far as the reader may see it.
    """

    link: Link
    kind_label: str
    original: Text | None
    state: Link | None
    words: tuple[str, ...]
    source: SourceNote
    mark: LabelledCode | None = None
    call: FirstContact | None = None
    line: DeskAvailability | None = None
    ending: EntryEnding | None = None


@dataclass(frozen=True)
class HitContent:
    """The content of the hit of an entry.

    - `name`: the entry's name, which the hit shows.
    - `named`: the reading and the detail from which `name` comes.
    - `words`: the texts below the name.
    - `sourced`: the reading and the detail whose source the badge shows. None means those in `named`.
    """

    name: Text
    named: tuple[Reading, str]
    state: str | None
    words: tuple[str, ...] = ()
    sourced: tuple[Reading, str] | None = None


Readings = Mapping[EntryKey, Reading]


def hits(document_keys: Sequence[str], language: str) -> list[Hit]:
    """Return a hit for each document key, in the order given, without deleted entries. The hits show only public
    content."""
    found = cached_many([("hit", key, language) for key in document_keys], lambda missing: _made(missing, language))
    return [hit for hit in found if hit is not None]


def _made(cache_keys: Sequence[tuple[str, str, str]], language: str) -> list[Hit | None]:
    entries = load(key for _, key, _ in cache_keys)
    shown = [row for entry in entries.values() for row in (entry, *_parts(entry))]
    readings = {(reading.kind, reading.key): reading for reading in read_all(ANONYMOUS, shown)}
    called = [entry for entry in entries.values() if isinstance(entry, Authority | FocalPoint)]
    calls = list_first_contacts(ANONYMOUS, [entry.entry_key for entry in called], language, called)
    return [_hit(key, entries, readings, calls, language) for _, key, _ in cache_keys]


def _hit(
    document_key: str, entries: Mapping[str, Entry], readings: Readings, calls: FirstContacts, language: str
) -> Hit | None:
    kind, _, key = document_key.partition(":")
    if kind == "measure":
        return _measure_hit(key, language)
    return _entry_hit(entries[document_key], readings, calls, language) if document_key in entries else None


def _parts(entry: Entry) -> Iterable[Entry]:
    if isinstance(entry, Authority):
        return (*entry.competences, *related(entry, Authority.successor))
    if isinstance(entry, FocalPoint):
        successors = related(entry, FocalPoint.successor)
        institutions = (one for desk in (entry, *successors) for one in related(desk, FocalPoint.authority))
        return (*successors, *institutions, *related(entry, FocalPoint.network))
    if isinstance(entry, Treaty):
        return related(entry, Treaty.parties)
    return entry.rules if isinstance(entry, RequirementSheet) else ()


def _entry_hit(entry: Entry, readings: Readings, calls: FirstContacts, language: str) -> Hit:
    ending = _ending(readings[entry.entry_key], readings, language)
    content = CONTENTS.get(entry.KIND, _named_content)(entry, readings, language)
    reading, detail = content.named
    return Hit(
        link=Link(entry.KIND, entry.key, content.name),
        kind_label=str(KINDS.label(entry.KIND)),
        original=original_name(reading, language, detail) if detail in ("name", "title") else None,
        state=state_link(content.state, language) if content.state else None,
        words=content.words,
        source=source_of(*(content.sourced or content.named), language).of_detail,
        mark=labelled_code(readings[entry.entry_key], "mark"),
        call=None if ending else calls.get(entry.entry_key),
        ending=ending,
    )


def _ending(reading: Reading, readings: Readings, language: str) -> EntryEnding | None:
    status = labelled_code(reading, "status")
    if status is None or status.code not in ENDED_STATUSES:
        return None
    successor = readings.get((reading.kind, reading.value("successor_key", "")))
    named = successor
    if successor is not None and successor.kind == FocalPoint.KIND:
        named = readings.get(("authority", successor.value("authority_key", "")))
    link = Link(successor.kind, successor.key, desk_name(named, language)) if successor else None
    return EntryEnding(status, link)


def _measure_hit(code: str, language: str) -> Hit:
    label = Text(str(MEASURES.label(code)), i18n.label_language(language))
    words = (MEASURES[code].source,) if MEASURES[code].source else ()
    return Hit(Link("measure", code, label), str(KINDS.label("measure")), None, None, words, source_note(None))


def _named_content(entry: Entry, readings: Readings, language: str) -> HitContent:
    reading = readings[entry.entry_key]
    detail = "title" if entry.KIND == "legislation" else "name"
    words = _texts(reading, language, "official_languages", "network_kind", "scope", "citation")
    return HitContent(name_of(reading, language, detail), (reading, detail), reading.value("jurisdiction_key"), words)


def _authority_content(entry: Authority, readings: Readings, language: str) -> HitContent:
    reading = readings[entry.entry_key]
    words = _each(entry.competences, "function", readings, language)
    return HitContent(name_of(reading, language), (reading, "name"), reading.value("jurisdiction_key"), words)


def _desk_content(entry: FocalPoint, readings: Readings, language: str) -> HitContent:
    desk = readings[entry.entry_key]
    authority = readings.get(("authority", desk.value("authority_key", "")))
    network = readings.get(("network", desk.value("network_key", "")))
    return HitContent(
        name=desk_name(authority, language),
        named=(authority, "name") if authority else (desk, "cover"),
        state=authority.value("jurisdiction_key") if authority else None,
        words=(name_of(network, language).text,) if network else (),
        sourced=(desk, "cover"),
    )


def _treaty_content(entry: Treaty, readings: Readings, language: str) -> HitContent:
    reading = readings[entry.entry_key]
    words = _each(related(entry, Treaty.parties), "jurisdiction_key", readings, language)
    words = words or _texts(reading, language, "short_title", "level")
    return HitContent(name_of(reading, language, "title"), (reading, "title"), None, words)


def _sheet_content(entry: RequirementSheet, readings: Readings, language: str) -> HitContent:
    reading = readings[entry.entry_key]
    accepted = tuple(dict.fromkeys(_each(entry.rules, "languages", readings, language)))
    state = reading.value("jurisdiction_key")
    return HitContent(sheet_title(reading, language), (reading, "jurisdiction_key"), state, accepted)


def _each(rows: Iterable[Entry], detail: str, readings: Readings, language: str) -> tuple[str, ...]:
    return tuple(text for row in rows for text in _texts(readings[row.entry_key], language, detail))


def _texts(reading: Reading, language: str, *names: str) -> tuple[str, ...]:
    found = (fact(reading, name, language) for name in names)
    return tuple(text.text for one in found if one for text in one.texts)


CONTENTS: dict[str, Callable[[Any, Readings, str], HitContent]] = {
    "authority": _authority_content,
    "focal_point": _desk_content,
    "treaty": _treaty_content,
    "requirement": _sheet_content,
}
