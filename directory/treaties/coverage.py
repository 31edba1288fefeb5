"""Puts into words which measures a treaty covers, what it states on topics such as channels, and how it affects other
treaties."""

from dataclasses import dataclass

from directory.access.facts import Link, SourceNote, Text, fact, name_of, source_of, with_original
from directory.access.gate import Reading, read_all, related
from directory.access.viewer import Viewer
from directory.models import Treaty
from directory.treaties import queries
from directory.treaties.links import treaty_link
from directory.vocabulary import Urgency


@dataclass(frozen=True)
class CoverageLine:
    """Measures that a treaty covers for some offences. If no offences are given, the treaty covers the measures for all
    offences.

    If `through` names a second treaty, both States must be parties to that treaty too.
    """

    measures: tuple[Text, ...]
    offences: tuple[Text, ...]
    through: Text | None
    conditions: tuple[Text, ...]
    article: str
    note: Text | None
    source: SourceNote


@dataclass(frozen=True)
class TermLine:
    """A treaty's own statement (term) on one topic, such as channels. Without measures, the statement applies to all
    measures.

    `topic`, `answer` and `phase` are in words.
    """

    topic: str
    measures: tuple[Text, ...]
    answer: str
    languages: tuple[Text, ...]
    is_for_urgent: bool
    article: str
    text: Text | None
    source: SourceNote
    phase: str = ""


@dataclass(frozen=True)
class RelationLine:
    """A clause that affects the treaty `other` or, if `other` is None, all treaties of certain levels (`levels`)."""

    effect: Text
    other: Link | None
    levels: tuple[Text, ...]
    measures: tuple[Text, ...]
    article: str
    note: Text | None
    source: SourceNote


def relation_lines(viewer: Viewer, treaty: Treaty, language: str) -> list[RelationLine]:
    """Return the clauses in which a treaty affects other treaties, in the stored order (`position`)."""
    readings = [one for one in read_all(viewer, related(treaty, Treaty.relations)) if one.get("effect")]
    keys = {one.value("other_key") for one in readings if one.get("other_key")}
    links = {one.key: treaty_link(one, language) for one in read_all(viewer, map(queries.get, sorted(keys)))}
    return [
        RelationLine(
            effect=_texts(reading, "effect", language)[0],
            other=links.get(reading.value("other_key", "")),
            levels=_texts(reading, "levels", language),
            measures=_texts(reading, "measures", language),
            article=reading.value("article", ""),
            note=next(iter(_texts(reading, "note", language)), None),
            source=with_original(source_of(reading, "effect", language), fact(reading, "note", language)),
        )
        for reading in readings
    ]


def coverage_lines(viewer: Viewer, treaty: Treaty, language: str) -> list[CoverageLine]:
    """Return the coverage of a treaty, in the stored order (`position`)."""
    readings = [one for one in read_all(viewer, related(treaty, Treaty.coverage)) if one.get("measures")]
    keys = {one.value("through_key") for one in readings if one.get("through_key")}
    names = {one.key: name_of(one, language, "title") for one in read_all(viewer, map(queries.get, sorted(keys)))}
    return [
        CoverageLine(
            measures=_texts(reading, "measures", language),
            offences=_texts(reading, "offences", language),
            through=names.get(reading.value("through_key", "")),
            conditions=_texts(reading, "conditions", language),
            article=reading.value("article", ""),
            note=next(iter(_texts(reading, "note", language)), None),
            source=with_original(source_of(reading, "measures", language), fact(reading, "note", language)),
        )
        for reading in readings
    ]


def term_lines(viewer: Viewer, treaty: Treaty, language: str) -> list[TermLine]:
    """Return the treaty's own statements (`terms`), in the stored order (`position`)."""
    return [
        TermLine(
            topic=topic.texts[0].text,
            measures=_texts(reading, "measures", language),
            answer="".join(map(str, _texts(reading, "answer", language))),
            languages=_texts(reading, "languages", language),
            is_for_urgent=reading.value("urgency") == Urgency.URGENT,
            article=reading.value("article", ""),
            text=next(iter(_texts(reading, "text", language)), None),
            source=with_original(topic.source, fact(reading, "text", language)),
            phase="".join(map(str, _texts(reading, "phase", language))),
        )
        for reading in read_all(viewer, related(treaty, Treaty.terms))
        if (topic := fact(reading, "topic", language))
    ]


def _texts(reading: Reading, name: str, language: str) -> tuple[Text, ...]:
    found = fact(reading, name, language)
    return found.texts if found else ()
