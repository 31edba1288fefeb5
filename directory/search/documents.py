"""Converts entries to documents of the index, which contain only what visitors may read."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.facts import source_note
from directory.access.gate import Reading, if_open, read_all, read_values, related
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.i18n import DEFAULT
from directory.models import (
    Authority,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    RequirementSheet,
    Texts,
    Treaty,
    TreatyParty,
    TreatyStatus,
)
from directory.models.details import EntryKey
from directory.models.types import NO_TEXT
from directory.search.names import EntryNames, distinct, labels, searchable_texts
from directory.verification_age import weight
from directory.vocabulary import FUNCTIONS, KINDS, MEASURES, NOT_TAKING_PART, TOPICS
from search_index import Document

WEIGHTS = {
    "jurisdiction": 1.3,
    "authority": 1.25,
    "focal_point": 1.1,
    "network": 1.1,
    "measure": 1.0,
    "treaty": 1.0,
    "bilateral_treaty": 0.7,
    "requirement": 0.9,
    "measure_sheet": 0.7,
    "legislation": 0.8,
}


# For more entries than this, it is cheaper to read the names of every State, treaty and network once.
FEW_ENTRIES = 20
# Databases accept at most some ten thousand values in one statement.
KEYS_AT_ONCE = 1000
# The means of contact with a telephone number. The index finds such a number in any notation.
DIALLED = ("phone", "fax")
# The languages in which the rules of all treaties can be read. In another language, the few treaties with translated
# rules would hide the measures that a query names.
LANGUAGES_OF_RULES = ("en", "ru")
# The facet of a treaty omits a State that is recorded as not taking part in the treaty.
TAKES_PART = TreatyStatus.action.not_in(NOT_TAKING_PART)


def all_documents() -> Iterator[Document]:
    """Yield the documents of all searchable entries, kind by kind, then of all measures."""
    names = EntryNames(are_many=True)
    for kind in BUILDERS:
        yield from _documents(kind, None, names)
    yield from (_measure(code) for code in MEASURES)


def documents_of(entries: Collection[tuple[str, str]]) -> Iterator[Document]:
    """Yield the documents of entries given by (kind, key).

    Deleted entries, and kinds that are not searched, are left out.
    """
    names = EntryNames(are_many=len(entries) > FEW_ENTRIES)
    keys_by_kind: dict[str, list[str]] = {}
    for kind, key in entries:
        keys_by_kind.setdefault(kind, []).append(key)
    for kind, keys in keys_by_kind.items():
        for first in range(0, len(keys) if kind in BUILDERS else 0, KEYS_AT_ONCE):
            yield from _documents(kind, keys[first : first + KEYS_AT_ONCE], names)


def document_key(kind: str, key: str) -> str:
    """Return the key of an entry's document, `kind:key`."""
    return f"{kind}:{key}"


def entry_of(document_key: str) -> EntryKey:
    """Return the kind and key of a document's entry."""
    kind, _, key = document_key.partition(":")
    return kind, key


def _documents(kind: str, keys: list[str] | None, names: EntryNames) -> Iterator[Document]:
    model, options, build = BUILDERS[kind]
    query = select(model).options(*options).order_by(model.key)
    found = list(db.session.scalars(query if keys is None else query.where(model.key.in_(keys))))
    for entry, reading in zip(found, read_all(ANONYMOUS, found), strict=True):
        yield build(entry, reading, names)


def _document(
    reading: Reading,
    facets: dict[str, Any],
    *,
    parts: Iterable[Reading] = (),
    names: Iterable[str] = (),
    topics: Iterable[tuple[str, ...]] = (),
    keywords: Iterable[str] = (),
    notes: Iterable[str] = (),
    numbers: Iterable[str] = (),
    weighs_as: str = "",
) -> Document:
    own_names, own_keywords, own_numbers = distinct(names), distinct(keywords), distinct(numbers)
    own_topics = tuple(dict.fromkeys(filter(None, topics)))
    placed = {*own_names, *own_keywords, *own_numbers, *chain.from_iterable(own_topics)}
    others = (text for one in (reading, *parts) for text in searchable_texts(one, *one.details) if text not in placed)
    confidences = {d.provenance.confidence for d in reading.details.values() if d.provenance}
    grades = (source_note(found.provenance, has_ended=found.has_ended).freshness for found in reading.details.values())
    facets = facets | {"kind": (reading.kind,), "verified": tuple(sorted(confidences))}
    return Document(
        key=document_key(reading.kind, reading.key),
        names=own_names,
        keywords=own_keywords,
        notes=distinct((*notes, *others)),
        numbers=own_numbers,
        topics=own_topics,
        facets={name: distinct(values) for name, values in facets.items()},
        weight=WEIGHTS[weighs_as or reading.kind] * weight(grades),
    )


def _jurisdiction(state: Jurisdiction, reading: Reading, names: EntryNames) -> Document:
    networks = _column(NetworkMember, NetworkMember.jurisdiction_key == state.key, "network_key")
    acted = _column(TreatyStatus, (TreatyStatus.jurisdiction_key == state.key) & TAKES_PART, "treaty_key")
    party = _column(TreatyParty, TreatyParty.jurisdiction_key == state.key, "treaty_key")
    own = {"jurisdiction": (state.key,), "network": networks, "treaty": (*acted, *party)}
    return _document(reading, own, names=names.of_state(state.key), topics=(labels(KINDS, "jurisdiction"),))


def _authority(authority: Authority, reading: Reading, names: EntryNames) -> Document:
    called, translated = _own_names(reading, "name", names)
    competences = read_values(ANONYMOUS, authority.competences)
    designations, contacts = read_values(ANONYMOUS, authority.designations), read_values(ANONYMOUS, authority.contacts)
    functions = [code for r in competences if (code := r.value("function"))]
    designated = [r.value("treaty_key") for r in designations]
    desks = _column(FocalPoint, FocalPoint.authority_key == authority.key, "network_key")
    topics = (
        names.of_state(reading.value("jurisdiction_key")),
        *(tuple(searchable_texts(r, "function")) for r in competences),
        tuple(searchable_texts(reading, "authority_kind")),
        *(_treaty_names(names, key) for key in designated),
        *(_network_names(names, key) for key in desks),
    )
    own = {
        "jurisdiction": (reading.value("jurisdiction_key", ""),),
        "function": (*functions, *(FUNCTIONS[code].within for code in functions)),
        "authority_kind": (reading.value("authority_kind", ""),),
        "treaty": tuple(key for key in designated if key),
        "network": desks,
        "accepts": reading.value("languages_accepted", ()),
    }
    dialled = (number for r in contacts if r.value("means") in DIALLED for number in searchable_texts(r, "value"))
    parts = (*competences, *designations, *contacts)
    return _document(reading, own, parts=parts, names=called, topics=topics, keywords=translated, numbers=dialled)


def _own_names(entry: Reading, detail: str, names: EntryNames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts of a detail as two tuples: the original and the texts in English or in an official language of
    the entry's State; then the other translations."""
    texts: Texts = entry.value(detail, NO_TEXT)
    state = names.reading(Jurisdiction, entry.value("jurisdiction_key"))
    own = {DEFAULT, texts.original, *(state.value("official_languages", ()) if state else ())}
    called = tuple(text for language, text in texts.by_language.items() if language in own)
    return called, tuple(text for language, text in texts.by_language.items() if language not in own)


def _focal_point(desk: FocalPoint, reading: Reading, names: EntryNames) -> Document:
    authority = names.reading(Authority, reading.value("authority_key"))
    state, network = authority.value("jurisdiction_key", "") if authority else "", reading.value("network_key", "")
    called, translated = _own_names(authority, "name", names) if authority else ((), ())
    topics = (
        names.of_state(state),
        _network_names(names, network),
        tuple(searchable_texts(reading, "cover")),
        labels(KINDS, "focal_point"),
    )
    own = {"jurisdiction": (state,), "network": (network,)}
    return _document(reading, own, names=called, topics=topics, notes=translated)


def _network(network: Network, reading: Reading, names: EntryNames) -> Document:
    memberships = read_values(ANONYMOUS, related(network, Network.members))
    members = tuple(r.value("jurisdiction_key", "") for r in memberships)
    own = {"jurisdiction": members, "network": (network.key,)}
    called = (*searchable_texts(reading, "name", "short_name", "other_names"), network.key)
    scope, kind = searchable_texts(reading, "scope"), labels(KINDS, "network")
    return _document(reading, own, parts=memberships, names=called, keywords=scope, notes=kind)


def _treaty(treaty: Treaty, reading: Reading, names: EntryNames) -> Document:
    bound, rules = (read_values(ANONYMOUS, related(treaty, part)) for part in (Treaty.parties, Treaty.rules))
    parties = [r.value("jurisdiction_key", "") for r in bound]
    acted = _column(TreatyStatus, (TreatyStatus.treaty_key == treaty.key) & TAKES_PART, "jurisdiction_key")
    keywords = searchable_texts(reading, "subject", "covers", "offences")
    topics = (*map(names.of_state, parties), labels(KINDS, "treaty"))
    own = {"jurisdiction": (*parties, *acted), "treaty": (treaty.key,)}
    called = (*_treaty_names(names, treaty.key), treaty.key)
    weighs_as = "bilateral_treaty" if parties else ""
    texts = (rule.value("text", NO_TEXT).by_language for rule in rules)
    notes = (text for by_language in texts for language, text in by_language.items() if language in LANGUAGES_OF_RULES)
    return _document(
        reading, own, parts=bound, names=called, topics=topics, keywords=keywords, notes=notes, weighs_as=weighs_as
    )


def _requirement(sheet: RequirementSheet, reading: Reading, names: EntryNames) -> Document:
    rules = read_values(ANONYMOUS, sheet.rules)
    state, measure = reading.value("jurisdiction_key", ""), reading.value("measure", "")
    treaties = [key for r in rules if (key := r.value("treaty_key"))]
    topics = (
        names.of_state(state),
        tuple(searchable_texts(reading, "measure")),
        labels(KINDS, "requirement"),
        *(labels(TOPICS, topic) for r in rules if (topic := r.value("topic"))),
    )
    cited = (word for key in treaties for word in _treaty_names(names, key))
    own = {
        "jurisdiction": (state,),
        "treaty": treaties,
        "function": (measure,) if measure in FUNCTIONS else (),
        "accepts": tuple(code for r in rules for code in r.value("languages", ())),
    }
    weighs_as = "measure_sheet" if measure else ""
    return _document(reading, own, parts=rules, topics=topics, notes=cited, weighs_as=weighs_as)


def _legislation(law: Legislation, reading: Reading, names: EntryNames) -> Document:
    state = reading.value("jurisdiction_key", "")
    topics = (names.of_state(state), labels(KINDS, "legislation"))
    called, translated = _own_names(reading, "title", names)
    citation = searchable_texts(reading, "citation")
    return _document(
        reading, {"jurisdiction": (state,)}, names=(*called, *citation), topics=topics, keywords=translated
    )


def _measure(code: str) -> Document:
    facets = {"kind": ("measure",), "function": (code,) if code in FUNCTIONS else ()}
    names = (*labels(MEASURES, code), code.replace("_", " "))
    topics = (labels(KINDS, "measure"),)
    return Document(document_key("measure", code), names, facets=facets, weight=WEIGHTS["measure"], topics=topics)


def _treaty_names(names: EntryNames, key: str | None) -> tuple[str, ...]:
    return tuple(searchable_texts(names.reading(Treaty, key), "title", "short_title", "other_names"))


def _network_names(names: EntryNames, key: str | None) -> tuple[str, ...]:
    return tuple(searchable_texts(names.reading(Network, key), "name", "short_name", "other_names"))


def _column(model: type[Entry], condition: Any, detail: str) -> tuple[str, ...]:
    """Return the public values of a detail in the rows of `model` that meet `condition`.

    Return an empty tuple if the detail is not public, or if `condition` uses a detail that is not public.
    """
    rows = select(model).where(if_open(condition)).order_by(model.key)
    readings = read_values(ANONYMOUS, db.session.scalars(rows))
    return distinct(r.value(detail, "") for r in readings)


Builder = tuple[type[Any], Sequence[Any], Callable[[Any, Reading, EntryNames], Document]]
BUILDERS: dict[str, Builder] = {
    "jurisdiction": (Jurisdiction, (), _jurisdiction),
    "authority": (
        Authority,
        tuple(map(selectinload, (Authority.competences, Authority.designations, Authority.contacts))),
        _authority,
    ),
    "focal_point": (FocalPoint, (), _focal_point),
    "network": (Network, (selectinload(Network.members),), _network),
    "treaty": (Treaty, tuple(map(selectinload, (Treaty.parties, Treaty.rules))), _treaty),
    "requirement": (RequirementSheet, (selectinload(RequirementSheet.rules),), _requirement),
    "legislation": (Legislation, (), _legislation),
}
