"""What a requirement sheet shows, and how several are compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from directory import i18n
from directory.access.facts import Fact, Link, SourceNote, Stamp, Text, fact, name_of, source_note, stamp_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.models import Designation, RequirementSheet, Rule, Treaty
from directory.requirements.queries import list_bases
from directory.treaties.links import short_link
from directory.vocabulary import MEASURES, TOPIC_GROUPS, TOPICS


@dataclass(frozen=True)
class RuleLine:
    """One rule: an answer, languages or words, the treaty or law it rests on, and its source."""

    topic: str
    label: str
    answer: str
    answer_label: str
    languages: tuple[Text, ...]
    text: Text | None
    treaty: Link | None
    law: Link | None
    is_civil: bool
    source: SourceNote

    @property
    def substance(self) -> tuple[object, ...]:
        """What makes two rules say the same: everything but where they were read."""
        return self.answer, tuple(map(str, self.languages)), str(self.text or ""), self.treaty and self.treaty.key


@dataclass(frozen=True)
class RuleGroup:
    """Rules under one heading, in the order of the form."""

    code: str
    label: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class Sheet:
    """A general sheet (`measure` empty) or a measure's sheet of one State."""

    key: str
    state: str
    measure: str
    measure_label: str
    groups: tuple[RuleGroup, ...]
    note: Fact | None
    rule_count: int
    stamp: Stamp


@dataclass(frozen=True)
class ComparedTopic:
    """One row of a comparison: the rules of each State, in the order of the States.

    `is_different` compares the States of which something is known.
    """

    label: str
    measure_label: str
    cells: tuple[tuple[RuleLine, ...], ...]
    is_different: bool


def sheet_title(reading: Reading, language: str) -> Text:
    """Return what a sheet is called: it has no name of its own, but those of its State and measure."""
    code, measure = reading.value("jurisdiction_key"), reading.value("measure")
    state = i18n.territory_name(code, language) if code else reading.key
    if measure:
        # Translators: title of a requirement sheet, e.g. "Kyrgyzstan: extradition"
        title = gettext("%(state)s: %(measure)s", state=state, measure=MEASURES.label(measure))
    else:
        # Translators: title of a State's general requirement sheet
        title = gettext("%(state)s: what a request must contain", state=state)
    return Text(str(title), i18n.chrome_language(language))


def sheets(viewer: Viewer, found: Iterable[RequirementSheet], language: str) -> list[Sheet]:
    """Return sheets in words, the general one first and then by the order of measures."""
    found = list(found)
    links = base_links(viewer, (rule for sheet in found for rule in sheet.rules), language)
    made = [
        _sheet(viewer, sheet, reading, links, language)
        for sheet, reading in zip(found, read_all(viewer, found), strict=True)
    ]
    return sorted(made, key=lambda sheet: (sheet.state, MEASURES.position(sheet.measure) if sheet.measure else -1))


def base_links(viewer: Viewer, resting: Iterable[Rule | Designation], language: str) -> dict[str, Link]:
    """Return links to the treaties and laws that rules or designations rest on, by key."""
    return {
        reading.key: short_link(reading, language)
        if reading.kind == Treaty.KIND
        else Link("legislation", reading.key, name_of(reading, language, "title"))
        for reading in read_all(viewer, list_bases(resting))
    }


def rules_on(made: Iterable[Sheet], *groups: str) -> list[RuleLine]:
    """Return the rules of the general sheets under some headings, in order."""
    general = (sheet for sheet in made if not sheet.measure)
    return [rule for sheet in general for group in sheet.groups if group.code in groups for rule in group.rules]


def compare(made: Sequence[Sheet], states: Sequence[str]) -> list[ComparedTopic]:
    """Return one row for each measure and topic that any of the States has a rule on."""
    rows: dict[tuple[int, int], dict[str, list[RuleLine]]] = {}
    for sheet in made:
        measure = MEASURES.position(sheet.measure) if sheet.measure else -1
        for rule in (rule for group in sheet.groups for rule in group.rules):
            row = rows.setdefault((measure, TOPICS.position(rule.topic)), {})
            row.setdefault(sheet.state, []).append(rule)
    measures, topics = list(MEASURES.values()), list(TOPICS.values())
    return [
        _compared(str(topics[topic].label), str(measures[measure].label) if measure >= 0 else "", row, states)
        for (measure, topic), row in sorted(rows.items())
    ]


def _compared(label: str, measure: str, row: dict[str, list[RuleLine]], states: Sequence[str]) -> ComparedTopic:
    cells = tuple(tuple(row.get(state, ())) for state in states)
    said = {frozenset(rule.substance for rule in cell) for cell in cells if cell}
    return ComparedTopic(label, measure, cells, is_different=len(said) > 1)


def _sheet(viewer: Viewer, sheet: RequirementSheet, reading: Reading, links: dict[str, Link], language: str) -> Sheet:
    rules = [line for r in read_all(viewer, sheet.rules) if (line := _rule(r, links, language))]
    by_topic = sorted(rules, key=lambda rule: TOPICS.position(rule.topic))
    groups = tuple(
        RuleGroup(code, str(group.label), tuple(rule for rule in by_topic if TOPICS[rule.topic].group == code))
        for code, group in TOPIC_GROUPS.items()
    )
    measure = reading.value("measure", "")
    return Sheet(
        key=sheet.key,
        state=reading.value("jurisdiction_key", ""),
        measure=measure,
        measure_label=str(MEASURES.label(measure)) if measure else "",
        groups=tuple(group for group in groups if group.rules),
        note=fact(reading, "note", language),
        rule_count=len(rules),
        stamp=stamp_of(rule.source for rule in rules),
    )


def _rule(reading: Reading, links: dict[str, Link], language: str) -> RuleLine | None:
    topic, text = fact(reading, "topic", language), fact(reading, "text", language)
    answer, languages = fact(reading, "answer", language), fact(reading, "languages", language)
    if topic is None or not (text or answer or languages):
        return None
    detail = reading.get("text") or reading.get("languages") or reading.get("answer")
    return RuleLine(
        topic=reading.value("topic"),
        label=topic.texts[0].text,
        answer=reading.value("answer", ""),
        answer_label=answer.texts[0].text if answer else "",
        languages=languages.texts if languages else (),
        text=text.texts[0] if text else None,
        treaty=links.get(reading.value("treaty_key", "")),
        law=links.get(reading.value("legislation_key", "")),
        is_civil=reading.value("matters") == "civil",
        source=source_note(detail.provenance if detail else None),
    )
