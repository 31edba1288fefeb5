"""What else holds for the request, under the headings of requirement sheets.

For each field: what the requested State says and what the leading treaties ask of every party. Where both are silent,
the other usable treaties tell what holds if both States agree. What the State declared on an article stands with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.atlas.facts import AtlasFacts, is_within
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
# Fields on which one rule takes the place of another; on others rules add up.
RULED_ONCE = frozenset(
    {"provisional_arrest", "means", "originals_follow", "translation", "minimum_penalty", "de_minimis"}
)
SHOWN = tuple(code for code in TOPICS if code not in ELSEWHERE)


def sections(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    floor: Sequence[FloorRule],
    record: AtlasFacts,
) -> dict[str, list[SheetStatement]]:
    """Return the statements by heading, a code of TOPIC_GROUPS, in the order of the sheets; no heading is empty.

    What the State declared on an article of a leading treaty stands behind what that article says.
    """
    own = applicable(by_state, roles.leading, question.measure, SHOWN)
    asked = [of_floor(rule, topic) for rule in floor if (topic := _topic(rule))]
    governing = _as_amended([one for one in asked if roles.governs(one.treaty, one.article)], record)
    told = {one.topic for one in (*own, *governing) if one.answer != "not_known"}
    others = agreed(one for one in asked if one.topic not in told and not roles.governs(one.treaty, one.article))
    said = _beside_articles(own, sorted((*governing, *others), key=lambda one: TOPICS.position(one.topic)))
    grouped = {code: [one for one in said if TOPICS[one.topic].group == code] for code in TOPIC_GROUPS}
    return {code: found for code, found in grouped.items() if found}


def _beside_articles(own: Iterable[SheetStatement], asked: Sequence[SheetStatement]) -> list[SheetStatement]:
    """Return all statements by field: a State's own ones first, but declarations behind the article that they change.

    `asked` is what treaties say, by field. A declaration without an answer moves to the field of its article.
    """
    apart: list[SheetStatement] = []
    behind: dict[int, list[SheetStatement]] = {}
    for one in own:
        places = [place for place, rule in enumerate(asked) if _is_on_article(one, rule)]
        alike = [place for place in places if asked[place].topic == one.topic]
        place = next(iter(alike or (() if one.answer else places)), None)
        if place is None:
            apart.append(one)
        else:
            behind.setdefault(place, []).append(replace(one, topic=asked[place].topic))
    found = sorted(apart, key=lambda one: TOPICS.position(one.topic))
    placed = [with_them for place, rule in enumerate(asked) for with_them in (rule, *behind.get(place, ()))]
    return sorted((*found, *placed), key=lambda one: TOPICS.position(one.topic))


def _is_on_article(one: SheetStatement, rule: SheetStatement) -> bool:
    """Return whether a State's statement is on the article of a treaty's rule."""
    return one.treaty == rule.treaty and any(is_within(part, rule.article) for part in one.article.split(";"))


def _as_amended(said: Sequence[SheetStatement], record: AtlasFacts) -> list[SheetStatement]:
    """Return the statements without those of a treaty on a field that an amending treaty rules anew."""
    anew = {
        (relation.other, one.topic)
        for one in said
        if one.topic in RULED_ONCE
        for relation in record.treaties[one.treaty].relations_of("amends")
    }
    return [one for one in said if (one.treaty, one.topic) not in anew]


def of_floor(rule: FloorRule, topic: str) -> SheetStatement:
    """Return a paragraph of a treaty as a statement on a field."""
    article = joined_article(rule.article, rule.paragraph)
    return SheetStatement(
        topic, treaty=rule.treaty.key, article=article, text=rule.text, source=rule.source, phase=rule.phase
    )


def _topic(rule: FloorRule) -> str:
    """Return the first field of a paragraph: it is shown under this field alone."""
    return next((topic for topic in rule.topics if topic in SHOWN), "")
