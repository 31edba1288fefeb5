"""The minimum that treaties set for requests (the floor): rules for the fields on which a State's requirement sheet is
silent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from directory.access.facts import Link, SourceNote, Text, fact
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.models.types import Texts
from directory.requirements.queries import list_treaties_with_rules, list_treaty_rules
from directory.treaties.links import short_link
from directory.treaties.queries import list_statuses, list_treaties_of
from directory.treaties.statuses import status_lines
from directory.vocabulary import ASSISTANCE, TOPICS, covers

PARTY = "party"

# Obligations that do not bind every party in every request.
BY_DECLARATION = "if_declared"
NOT_ALWAYS = ("if_applicable", "may", BY_DECLARATION)


@dataclass(frozen=True)
class FloorRule:
    """One paragraph of a treaty, as a minimum (floor) that a request must meet if the requirement sheet is silent.

    - `topics`, `labels`: the codes and labels of the sheet's fields that the paragraph answers.
    - `items`: the checklist items that the paragraph asks for.
    - `is_mandatory`: the paragraph binds every party in every request.
    - `names_measure`: the paragraph covers only some measures.
    - `measures`: the codes of measures and families that the paragraph covers; empty means all.
    """

    key: str
    topics: tuple[str, ...]
    labels: tuple[str, ...]
    treaty: Link
    article: str
    paragraph: str
    names_measure: bool
    is_mandatory: bool
    text: Text
    wording: Texts
    source: SourceNote
    items: tuple[str, ...] = ()
    phase: str = ""
    is_by_declaration: bool = False
    release_possible: str = ""
    release_due: str = ""
    measures: tuple[str, ...] = ()

    def is_about(self, measure: str) -> bool:
        """Return whether the paragraph covers a measure."""
        return not self.measures or covers(self.measures, measure)

    @property
    def anchor(self) -> str:
        """The anchor of the paragraph on the page of its treaty."""
        return "-".join(filter(None, ("article", self.article, self.paragraph.replace(" ", ""))))


class Floor:
    """The minimum that treaties set (floor): the paragraphs of `treaties` that answer fields of requirement sheets, as
    far as the viewer may read them.

    If `measure` is given, paragraphs that name only other measures are not read. A paragraph that names the family of
    the measure is read.
    """

    def __init__(self, viewer: Viewer, treaties: Collection[str], language: str, measure: str = "") -> None:
        rules = list_treaty_rules(treaties, measure) if treaties else []
        found = list_treaties_of({rule.treaty_key for rule in rules})
        links = {own.key: short_link(own, language) for own in read_all(viewer, found)}
        self._language = language
        self._rules = [(links[reading.value("treaty_key")], reading) for reading in read_all(viewer, rules)]

    def all_rules(self) -> list[FloorRule]:
        """Return the floor rules of all measures together. They are sorted by treaty, then as stored."""
        return list(filter(None, (_rule(reading, link, TOPICS, self._language) for link, reading in self._rules)))

    def rules(self, measure: str, topics: Collection[str] = tuple(TOPICS)) -> list[FloorRule]:
        """Return the paragraphs that answer `topics` in the requirement sheet of a measure. If `measure` is empty, the
        general sheet is meant.
        The paragraphs are sorted by the first field that each answers, then by the key of the treaty. Fields outside
        `topics` are left out.
        """
        own = ((link, reading) for link, reading in self._rules if _is_about(reading, measure))
        made = (_rule(reading, link, topics, self._language) for link, reading in own)
        return by_topic(filter(None, made))


def rules_by_treaty(viewer: Viewer, treaties: Collection[str], language: str) -> dict[str, list[FloorRule]]:
    """Return the paragraphs of all measures by treaty key, in the stored order. A treaty is left out if it has no
    paragraphs."""
    found: dict[str, list[FloorRule]] = {}
    for rule in Floor(viewer, treaties, language).all_rules():
        found.setdefault(rule.treaty.key, []).append(rule)
    return found


def by_topic(rules: Iterable[FloorRule]) -> list[FloorRule]:
    """Return rules sorted by the first of their fields; rules of one field stay in their order."""
    return sorted(rules, key=lambda rule: TOPICS.position(rule.topics[0]))


def rules_of_measure(viewer: Viewer, measure: str, language: str) -> list[FloorRule]:
    """Return all paragraphs that name the measure or its family, whatever their treaty, sorted as by `Floor.rules`."""
    found = Floor(viewer, [treaty.key for treaty in list_treaties_with_rules()], language, measure).rules(measure)
    return [rule for rule in found if rule.names_measure]


def binding_treaties(viewer: Viewer, state: str, language: str) -> list[str]:
    """Return the sorted keys of the treaties to which a State is party and whose rules are known.

    Acts of the State on treaties (such as ratification) that the viewer may not read are ignored.
    """
    treaties = {treaty.key: treaty for treaty in list_treaties_with_rules()}
    own = (status for status in list_statuses(jurisdictions=(state,)) if status.treaty_key in treaties)
    return [line.treaty.key for line in status_lines(viewer, own, treaties, language) if line.standing == PARTY]


def _rule(reading: Reading, link: Link, asked: Collection[str], language: str) -> FloorRule | None:
    topics = tuple(topic for topic in reading.value("sheet_topics", ()) if topic in asked)
    text = fact(reading, "text", language) if topics else None
    if text is None:
        return None
    return FloorRule(
        key=reading.key,
        topics=topics,
        labels=tuple(str(TOPICS.label(topic)) for topic in topics),
        treaty=link,
        article=reading.value("article", ""),
        paragraph=reading.value("paragraph", ""),
        names_measure=bool(reading.value("measures")),
        is_mandatory=reading.value("obligation") not in NOT_ALWAYS,
        text=text.texts[0],
        wording=reading.value("text"),
        source=text.source,
        items=reading.value("items", ()),
        phase=reading.value("phase", ""),
        is_by_declaration=reading.value("obligation") == BY_DECLARATION,
        release_possible=reading.value("release_possible", ""),
        release_due=reading.value("release_due", ""),
        measures=reading.value("measures", ()),
    )


def _is_about(reading: Reading, measure: str) -> bool:
    """Return whether a paragraph covers the measure. If `measure` is empty, return whether the paragraph belongs in the
    general requirement sheet."""
    own = reading.value("measures", ())
    return covers(own, measure) if measure and own else bool(measure) or not own or set(own) >= ASSISTANCE
