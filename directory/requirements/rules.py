"""The rules of a sheet in words, and the treaties and laws that they rest on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link, SourceNote, Text, fact, name_of, source_in
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.cache.store import cached_many_within_page
from directory.models import Legislation, Treaty
from directory.models.details import EntryKey
from directory.requirements.queries import list_bases
from directory.treaties.links import short_link

BASES = {"treaty_key": Treaty.KIND, "legislation_key": Legislation.KIND}
NOT_KNOWN, CIVIL = "not_known", "civil"
ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")


@dataclass(frozen=True)
class RuleLine:
    """One rule: an answer, languages or words, the treaty or law it rests on, and its source.

    `necessity` says whether a request needs the item that the rule names, empty where the source does not say.
    `article` is set for a treaty's own rule; a rule `if_agreed` holds only if both States agree.
    """

    topic: str
    label: str
    answer: str
    answer_label: str
    necessity: str
    necessity_label: str
    languages: tuple[Text, ...]
    text: Text | None
    treaty: Link | None
    law: Link | None
    is_civil: bool
    source: SourceNote
    article: str = ""
    if_agreed: bool = False

    @property
    def is_address(self) -> bool:
        """Whether its text is the address of a web page."""
        return self.text is not None and bool(ADDRESS.fullmatch(self.text.text))

    @property
    def tells(self) -> bool:
        """Whether it answers its field for a criminal case."""
        return self.answer != NOT_KNOWN and not self.is_civil

    @property
    def decides(self) -> tuple[object, ...]:
        """What a reader acts on: answer, languages and treaty; empty for a rule with neither answer nor languages."""
        chosen = self.answer, tuple(map(str, self.languages))
        return (*chosen, self.treaty and self.treaty.key) if any(chosen) else ()

    @property
    def substance(self) -> tuple[object, ...]:
        """What two rules are compared by: answer, languages, text and treaty, whatever their sources."""
        return self.answer, tuple(map(str, self.languages)), str(self.text or ""), self.treaty and self.treaty.key


def rule_line(reading: Reading, links: Mapping[str, Link], language: str) -> RuleLine | None:
    """Return one rule in words, or None unless its topic and some of its content may be read."""
    topic, text = fact(reading, "topic", language), fact(reading, "text", language)
    answer, languages = fact(reading, "answer", language), fact(reading, "languages", language)
    if topic is None or not (text or answer or languages):
        return None
    necessity = fact(reading, "necessity", language)
    detail = reading.get("text") or reading.get("languages") or reading.get("answer")
    return RuleLine(
        topic=reading.value("topic"),
        label=topic.texts[0].text,
        answer=reading.value("answer", ""),
        answer_label=answer.texts[0].text if answer else "",
        necessity=reading.value("necessity", ""),
        necessity_label=necessity.texts[0].text if necessity else "",
        languages=languages.texts if languages else (),
        text=text.texts[0] if text else None,
        treaty=links.get(reading.value("treaty_key", "")),
        law=links.get(reading.value("legislation_key", "")),
        is_civil=reading.value("matters") == CIVIL,
        source=source_in(detail, language),
    )


def base_links(viewer: Viewer, resting: Iterable[Reading], language: str) -> dict[str, Link]:
    """Return links to the treaties and laws that rules or designations rest on, by key."""
    bases = {(BASES[name], key) for reading in resting for name in BASES if (key := reading.value(name))}
    places = [("base", viewer.access_profile, language, *base) for base in sorted(bases)]
    links = cached_many_within_page(places, lambda missing: _links(viewer, [place[-2:] for place in missing], language))
    return {link.key: link for link in links if link is not None}


def _links(viewer: Viewer, bases: Sequence[EntryKey], language: str) -> list[Link | None]:
    readings = {(reading.kind, reading.key): reading for reading in read_all(viewer, list_bases(bases))}
    return [_link(readings[base], language) if base in readings else None for base in bases]


def _link(reading: Reading, language: str) -> Link:
    if reading.kind == Treaty.KIND:
        return short_link(reading, language)
    return Link(Legislation.KIND, reading.key, name_of(reading, language, "title"))
