"""The content of a requirement sheet, and the fields on which the sheet is silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from directory import i18n
from directory.access.facts import Fact, Text, VerificationSummary, fact, verification_summary
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.models import RequirementSheet
from directory.requirements.rules import Basis, RuleLine, read_bases, rule_line
from directory.vocabulary import MEASURES, TOPIC_GROUPS, TOPICS


@dataclass(frozen=True)
class RuleGroup:
    """The rules of a requirement sheet under one heading (`code` of TOPIC_GROUPS).

    The rules are sorted by field in the order of TOPICS. Of the rules on one field, those valid today come first.
    """

    code: str
    label: str
    rules: tuple[RuleLine, ...]

    @property
    def current_count(self) -> int:
        """The number of rules that are valid today."""
        return sum(rule.is_current for rule in self.rules)


@dataclass(frozen=True)
class MissingTopics:
    """The fields that a requirement sheet should answer and does not answer. `asked` is the number of fields that it
    should answer.

    `groups` are headings with the codes and labels of the missing fields under them.
    """

    asked: int
    topics: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def known(self) -> int:
        """The number of fields that the requirement sheet should answer and does answer."""
        return self.asked - len(self.topics)


@dataclass(frozen=True)
class Sheet:
    """A requirement sheet of one State: the sheet of a measure, or the general sheet if `measure` is empty.

    `groups` are in the order of TOPIC_GROUPS. `stamp` summarizes when the rules were verified.
    """

    key: str
    state: str
    measure: str
    measure_label: str
    groups: tuple[RuleGroup, ...]
    note: Fact | None
    rule_count: int
    missing: MissingTopics
    stamp: VerificationSummary

    @property
    def unanswered_topics(self) -> tuple[str, ...]:
        """The codes of all fields that the requirement sheet does not answer. Fields that it need not answer are
        included."""
        told = {rule.topic for group in self.groups for rule in group.rules if rule.tells}
        return tuple(topic for topic in TOPICS if topic not in told)


@dataclass(frozen=True)
class SheetReading:
    """What a viewer may read of a requirement sheet and of its rules (their readings), today or on a past day."""

    own: Reading
    rules: tuple[Reading, ...]


def sheet_title(reading: Reading, language: str) -> Text:
    """Return the title of a requirement sheet, made of its State and measure."""
    code, measure = reading.value("jurisdiction_key"), reading.value("measure")
    state = i18n.territory_name(code, language) if code else reading.key
    if measure:
        title = gettext("%(state)s: %(measure)s", state=state, measure=MEASURES.label(measure))
    else:
        title = gettext("%(state)s: what a request must contain", state=state)
    return Text(str(title), i18n.label_language(language))


def read_sheets(viewer: Viewer, found: Iterable[RequirementSheet]) -> list[SheetReading]:
    """Return today's readings of requirement sheets and their rules in the order of `found`, as far as the viewer may
    read them."""
    found = list(found)
    rules = iter(read_all(viewer, (rule for sheet in found for rule in sheet.rules)))
    return [
        SheetReading(own, tuple(next(rules) for _ in sheet.rules))
        for sheet, own in zip(found, read_all(viewer, found), strict=True)
    ]


def sheets(viewer: Viewer, found: Iterable[RequirementSheet], language: str) -> list[Sheet]:
    """Read requirement sheets for a viewer, and return them in words, sorted as by `sheets_of`."""
    return sheets_of(viewer, read_sheets(viewer, found), language)


def sheets_of(viewer: Viewer, readings: Iterable[SheetReading], language: str) -> list[Sheet]:
    """Return requirement sheets in words, sorted by State. Of each State, the general sheet comes first. Then come the
    sheets for measures, in the order of MEASURES."""
    readings = list(readings)
    bases = read_bases(viewer, (rule for reading in readings for rule in reading.rules), language)
    made = [_sheet(reading, bases, language) for reading in readings]
    return sorted(made, key=lambda sheet: (sheet.state, MEASURES.position(sheet.measure) if sheet.measure else -1))


def rules_on(made: Iterable[Sheet], *groups: str) -> list[RuleLine]:
    """Return the rules of general requirement sheets under the headings `groups` (TOPIC_GROUPS), without withdrawn
    rules."""
    general = (sheet for sheet in made if not sheet.measure)
    found = (rule for sheet in general for group in sheet.groups if group.code in groups for rule in group.rules)
    return [rule for rule in found if not rule.has_ended]


def missing_topics_of(measure: str, rules: Iterable[RuleLine]) -> MissingTopics:
    """Return the fields that a requirement sheet should answer and that these rules do not answer. An empty `measure`
    means the general sheet."""
    known = {rule.topic for rule in rules if rule.tells}
    asked = [topic for topic in TOPICS.values() if topic.is_asked(measure)]
    open_topics = [topic for topic in asked if topic.code not in known]
    by_group = (
        (str(group.label), tuple((topic.code, str(topic.label)) for topic in open_topics if topic.group == code))
        for code, group in TOPIC_GROUPS.items()
    )
    return MissingTopics(
        len(asked), tuple(topic.code for topic in open_topics), tuple(one for one in by_group if one[1])
    )


def _sheet(reading: SheetReading, bases: dict[str, Basis], language: str) -> Sheet:
    own, measure = reading.own, reading.own.value("measure", "")
    rules = [line for rule in reading.rules if (line := rule_line(rule, bases, language))]
    by_topic = sorted(rules, key=lambda rule: (TOPICS.position(rule.topic), not rule.is_current))
    groups = tuple(
        RuleGroup(code, str(group.label), tuple(rule for rule in by_topic if TOPICS[rule.topic].group == code))
        for code, group in TOPIC_GROUPS.items()
    )
    return Sheet(
        key=own.key,
        state=own.value("jurisdiction_key", ""),
        measure=measure,
        measure_label=str(MEASURES.label(measure)) if measure else "",
        groups=tuple(group for group in groups if group.rules),
        note=fact(own, "note", language),
        rule_count=len(rules),
        missing=missing_topics_of(measure, rules),
        stamp=verification_summary(rule.source for rule in rules),
    )
