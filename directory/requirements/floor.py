"""What a treaty asks of every party: the floor under a sheet that is silent.

Each paragraph (`TreatyRule`) names the fields of a sheet that it answers, and the measures that it is about.
"""

from collections.abc import Collection
from dataclasses import dataclass

from directory.access.facts import Link, SourceNote, Text, fact
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.requirements.queries import list_treaties, list_treaties_with_rules, list_treaty_rules
from directory.treaties.links import short_link
from directory.treaties.queries import list_statuses
from directory.treaties.statuses import status_lines
from directory.vocabulary import ASSISTANCE, TOPICS, covers

PARTY = "party"

# Obligations of a paragraph that leave the party a choice.
OPTIONAL = ("may", "if_declared")


@dataclass(frozen=True)
class FloorRule:
    """One paragraph of a treaty as a rule on fields of a sheet.

    `topics` are the codes of these fields, as far as they were asked for, and `labels` their names. `names_measure`
    says that the paragraph is about some measures alone, `is_mandatory` that it leaves the party no choice.
    """

    topics: tuple[str, ...]
    labels: tuple[str, ...]
    treaty: Link
    article: str
    paragraph: str
    names_measure: bool
    is_mandatory: bool
    text: Text
    source: SourceNote

    @property
    def anchor(self) -> str:
        """The anchor of the paragraph on the page of its treaty."""
        return "-".join(filter(None, ("article", self.article, self.paragraph.replace(" ", ""))))


class Floor:
    """What some treaties say on fields of requirement sheets, as far as a viewer may read it.

    With a `measure` it holds what the treaties say on that measure alone.
    """

    def __init__(self, viewer: Viewer, treaties: Collection[str], language: str, measure: str = "") -> None:
        rules = list_treaty_rules(treaties, measure) if treaties else []
        found = list_treaties(sorted({rule.treaty_key for rule in rules}))
        links = {own.key: short_link(own, language) for own in read_all(viewer, found)}
        self._language = language
        self._rules = [(links[reading.value("treaty_key")], reading) for reading in read_all(viewer, rules)]

    def rules(self, measure: str, topics: Collection[str] = tuple(TOPICS)) -> list[FloorRule]:
        """Return the paragraphs on fields of a measure's sheet, or of the general one where `measure` is empty.

        They are in the order of the fields and, for the same field, of the treaties.
        """
        own = ((link, reading) for link, reading in self._rules if _is_about(reading, measure))
        made = (_rule(reading, link, topics, self._language) for link, reading in own)
        return sorted(filter(None, made), key=lambda rule: TOPICS.position(rule.topics[0]))


def rules_of_measure(viewer: Viewer, measure: str, language: str) -> list[FloorRule]:
    """Return the paragraphs of treaties that name a measure, whoever is party to the treaties."""
    found = Floor(viewer, [treaty.key for treaty in list_treaties_with_rules()], language).rules(measure)
    return [rule for rule in found if rule.names_measure]


def binding_treaties(viewer: Viewer, state: str, language: str) -> list[str]:
    """Return the keys of the treaties with rules that a State is known to be party to."""
    treaties = {treaty.key: treaty for treaty in list_treaties_with_rules()}
    own = (status for status in list_statuses(jurisdictions=(state,)) if status.treaty_key in treaties)
    return [line.treaty.key for line in status_lines(viewer, own, treaties, language) if line.standing == PARTY]


def _rule(reading: Reading, link: Link, asked: Collection[str], language: str) -> FloorRule | None:
    text = fact(reading, "text", language)
    topics = tuple(topic for topic in reading.value("sheet_topics", ()) if topic in asked)
    if text is None or not topics:
        return None
    return FloorRule(
        topics=topics,
        labels=tuple(str(TOPICS.label(topic)) for topic in topics),
        treaty=link,
        article=reading.value("article", ""),
        paragraph=reading.value("paragraph", ""),
        names_measure=bool(reading.value("measures")),
        is_mandatory=reading.value("obligation") not in OPTIONAL,
        text=text.texts[0],
        source=text.source,
    )


def _is_about(reading: Reading, measure: str) -> bool:
    """Return whether a paragraph is about a measure; for the general sheet, whether it is about assistance at large."""
    own = reading.value("measures", ())
    return covers(own, measure) if measure and own else bool(measure) or not own or set(own) >= ASSISTANCE
