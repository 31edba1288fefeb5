"""The rules of a requirement sheet in words, and the treaties and laws on which they rest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory import clock
from directory.access.facts import LabelledCode, Link, SourceNote, Text, fact, labelled_code, name_of, source_in
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.cache.store import cached_many_within_page
from directory.models import Authority, Legislation, Treaty
from directory.models.details import EntryKey
from directory.requirements.laws import status_of
from directory.requirements.queries import list_bases
from directory.treaties.citations import citation
from directory.treaties.links import short_link
from directory.treaties.statement_scope import holds_on, scope_words

BASES = {"treaty_key": Treaty.KIND, "legislation_key": Legislation.KIND, "office_key": Authority.KIND}
NOT_KNOWN, CIVIL, PRACTICE = "not_known", "civil", "practice"
ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")


@dataclass(frozen=True)
class Basis:
    """A treaty or law on which a rule or designation rests, or the office that a rule names.

    `status` states why a law is not in force today, or is "".
    """

    link: Link
    status: str = ""


@dataclass(frozen=True)
class RuleLine:
    """One rule, with the treaty or law on which it rests. `scope` contains the limits of the rule, each in words.

    A step on the way within a State also has an `office` or an `office_kind`, and perhaps `days`. `days_doubt`
    says why to doubt the days, or is "". `is_practice` is true if a source says that the step is usual practice.

    `necessity` says whether a request needs the item that the rule names. If `if_agreed` is true, the rule is valid
    only if both States agree.
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
    phase: str = ""
    scope: tuple[str, ...] = ()
    has_ended: bool = False
    law_status: str = ""
    # The key of the rule in a sheet.
    key: str = ""
    office: Link | None = None
    office_kind: LabelledCode | None = None
    days: int | None = None
    days_doubt: str = ""
    is_practice: bool = False
    # The limits of `scope` as codes: condition, measures, and the other State.
    condition: str = ""
    measures: tuple[str, ...] = ()
    towards: str = ""

    @property
    def is_current(self) -> bool:
        """True unless the rule was withdrawn, or its law is known not to be in force today."""
        return not self.has_ended and not self.law_status

    @property
    def is_address(self) -> bool:
        """True if the text of the rule is the address of a web page."""
        return self.text is not None and bool(ADDRESS.fullmatch(self.text.text))

    @property
    def tells(self) -> bool:
        """True if the rule answers its field, is valid today, and is not a rule for civil matters."""
        return self.answer != NOT_KNOWN and not self.is_civil and self.is_current

    @property
    def decides(self) -> tuple[object, ...]:
        """The values that decide how a reader acts: answer, languages and treaty.

        Empty if the rule has neither an answer nor languages.
        """
        chosen = self.answer, tuple(map(str, self.languages))
        return (*chosen, self.treaty and self.treaty.key) if any(chosen) else ()

    @property
    def substance(self) -> tuple[object, ...]:
        """The values by which rules are compared: answer, languages, text, treaty, and office and days of a step. Two
        rules are the same if all are equal."""
        said = self.answer, tuple(map(str, self.languages)), str(self.text or ""), self.treaty and self.treaty.key
        return (*said, self.office and self.office.key, self.office_kind, self.days)


def rule_line(reading: Reading, bases: Mapping[str, Basis], language: str) -> RuleLine | None:
    """Return a rule in words. `bases` maps keys to the treaties and laws on which rules rest.

    Return None if the viewer may not read the field of the rule. Also return None if answer, languages, text and office
    are all unreadable or empty.
    """
    topic, text = fact(reading, "topic", language), fact(reading, "text", language)
    answer, languages = fact(reading, "answer", language), fact(reading, "languages", language)
    treaty, law, office = (bases.get(reading.value(name, "")) for name in BASES)
    office_kind = labelled_code(reading, "office_kind")
    if topic is None or not (text or answer or languages or office or office_kind):
        return None
    necessity = fact(reading, "necessity", language)
    days, basis = reading.get("days"), reading.get("basis")
    told = ("text", "languages", "answer", "office_key", "office_kind")
    detail = next(found for name in told if (found := reading.get(name)))
    return RuleLine(
        topic=reading.value("topic"),
        label=topic.texts[0].text,
        answer=reading.value("answer", ""),
        answer_label=answer.texts[0].text if answer else "",
        necessity=reading.value("necessity", ""),
        necessity_label=necessity.texts[0].text if necessity else "",
        languages=languages.texts if languages else (),
        text=text.texts[0] if text else None,
        treaty=treaty.link if treaty else None,
        law=law.link if law else None,
        is_civil=reading.value("matters") == CIVIL,
        source=source_in(detail, language),
        article=citation(reading.value("article", ""), {}),
        phase=reading.value("phase", ""),
        scope=scope_words(language, **limits_of(reading)),
        has_ended=not holds_on(clock.today(), None, reading.value("until")),
        law_status=law.status if law else "",
        key=reading.key,
        office=office.link if office else None,
        office_kind=office_kind,
        days=reading.value("days") or None,
        days_doubt=source_in(days, language).doubt if days else "",
        is_practice=basis is not None and basis.value == PRACTICE and source_in(basis, language).is_supported,
        condition=reading.value("condition", ""),
        measures=tuple(reading.value("measures", ())),
        towards=reading.value("towards_key", ""),
    )


def limits_of(reading: Reading) -> dict[str, Any]:
    """Return the limits of a rule, as keyword arguments of `scope_words`."""
    return {
        "statement": reading.value("statement", ""),
        "condition": reading.value("condition", ""),
        "measures": reading.value("measures", ()),
        "phase": reading.value("phase", ""),
        "towards": reading.value("towards_key", ""),
        "since": reading.value("since"),
        "until": reading.value("until"),
    }


def read_bases(viewer: Viewer, resting: Iterable[Reading], language: str) -> dict[str, Basis]:
    """Return the treaties and laws on which rules or other readings rest, and the offices that rules name, by key."""
    bases = {(BASES[name], key) for reading in resting for name in BASES if (key := reading.value(name))}
    places = [("base", viewer.access_profile, language, *base) for base in sorted(bases)]
    found = cached_many_within_page(places, lambda missing: _bases(viewer, [place[-2:] for place in missing], language))
    return {one.link.key: one for one in found if one is not None}


def _bases(viewer: Viewer, bases: Sequence[EntryKey], language: str) -> list[Basis | None]:
    readings = {(reading.kind, reading.key): reading for reading in read_all(viewer, list_bases(bases))}
    return [_basis(readings[base], language) if base in readings else None for base in bases]


def _basis(reading: Reading, language: str) -> Basis:
    if reading.kind == Treaty.KIND:
        return Basis(short_link(reading, language))
    if reading.kind == Authority.KIND:
        return Basis(Link(Authority.KIND, reading.key, name_of(reading, language)))
    link = Link(Legislation.KIND, reading.key, name_of(reading, language, "title"))
    return Basis(link, status_of(reading, language))
