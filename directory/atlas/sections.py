"""What else holds for the request, under the headings of requirement sheets.

For each field: what the requested State says or, where it is silent, what the usable treaties ask of every party.
"""

from collections.abc import Iterable, Sequence, Set

from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, applicable
from directory.requirements.floor import FloorRule
from directory.vocabulary import CHANNELS, TOPIC_GROUPS, TOPICS

ITEM = "content_item"
ROUTES = ("no_treaty_route", "reciprocity")
# Topics that other parts of the answer show: treaties, routes without one, channels, languages, items.
ELSEWHERE = frozenset(
    {"treaty_basis", "untoc_as_basis", *ROUTES, "languages", ITEM, *(one.topic for one in CHANNELS.values())}
)
SHOWN = tuple(code for code in TOPICS if code not in ELSEWHERE)


def sections(
    question: AtlasQuestion, usable: Sequence[str], by_state: Sequence[SheetStatement], floor: Iterable[FloorRule]
) -> dict[str, list[SheetStatement]]:
    """Return the statements by heading, a code of TOPIC_GROUPS, in the order of the sheets; no heading is empty."""
    own = applicable(by_state, usable, question.measure, SHOWN)
    told = {one.topic for one in own if one.answer != "not_known"}
    asked = [of_floor(rule, topic) for rule in floor if (topic := _open_topic(rule, told))]
    said = sorted((*own, *asked), key=lambda one: TOPICS.position(one.topic))
    grouped = {code: [one for one in said if TOPICS[one.topic].group == code] for code in TOPIC_GROUPS}
    return {code: found for code, found in grouped.items() if found}


def of_floor(rule: FloorRule, topic: str) -> SheetStatement:
    """Return a paragraph of a treaty as a statement on a field."""
    paragraph = f"({rule.paragraph})" if rule.paragraph else ""
    article = f"{rule.article}{paragraph}"
    return SheetStatement(topic, treaty=rule.treaty.key, article=article, text=rule.text, source=rule.source)


def _open_topic(rule: FloorRule, told: Set[str]) -> str:
    """Return the first field of a paragraph on which the State is silent.

    The paragraph is shown under this field alone.
    """
    return next((topic for topic in rule.topics if topic in SHOWN and topic not in told), "")
