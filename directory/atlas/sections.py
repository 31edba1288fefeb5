"""What else holds for the request, under the headings of requirement sheets.

For each field: what the requested State says and what the leading treaties ask of every party. Where both are silent,
the other usable treaties tell what holds if both States agree.
"""

from collections.abc import Sequence

from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, agreed, applicable
from directory.requirements.floor import FloorRule
from directory.treaties.citations import joined_article
from directory.vocabulary import CHANNELS, TOPIC_GROUPS, TOPICS

ITEM = "content_item"
ROUTES = ("no_treaty_route", "reciprocity")
# Topics that other parts of the answer show: treaties, routes without one, channels, languages, items.
ELSEWHERE = frozenset(
    {"treaty_basis", "untoc_as_basis", *ROUTES, "languages", ITEM, *(one.topic for one in CHANNELS.values())}
)
SHOWN = tuple(code for code in TOPICS if code not in ELSEWHERE)


def sections(
    question: AtlasQuestion, roles: TreatyRoles, by_state: Sequence[SheetStatement], floor: Sequence[FloorRule]
) -> dict[str, list[SheetStatement]]:
    """Return the statements by heading, a code of TOPIC_GROUPS, in the order of the sheets; no heading is empty."""
    own = applicable(by_state, (*roles.leading,), question.measure, SHOWN)
    leading = [of_floor(rule, topic) for rule in floor if rule.treaty.key in roles.leading if (topic := _topic(rule))]
    told = {one.topic for one in (*own, *leading) if one.answer != "not_known"}
    others = agreed(
        of_floor(rule, topic)
        for rule in floor
        if rule.treaty.key in roles.others and (topic := _topic(rule)) and topic not in told
    )
    said = sorted((*own, *leading, *others), key=lambda one: TOPICS.position(one.topic))
    grouped = {code: [one for one in said if TOPICS[one.topic].group == code] for code in TOPIC_GROUPS}
    return {code: found for code, found in grouped.items() if found}


def of_floor(rule: FloorRule, topic: str) -> SheetStatement:
    """Return a paragraph of a treaty as a statement on a field."""
    article = joined_article(rule.article, rule.paragraph)
    return SheetStatement(topic, treaty=rule.treaty.key, article=article, text=rule.text, source=rule.source)


def _topic(rule: FloorRule) -> str:
    """Return the first field of a paragraph: it is shown under this field alone."""
    return next((topic for topic in rule.topics if topic in SHOWN), "")
