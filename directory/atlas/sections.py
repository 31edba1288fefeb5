"""The part of an answer with the rules that no other part shows, under the headings of requirement sheets."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.atlas.facts import AtlasFacts, overlap
from directory.atlas.languages import SENT
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, agreed, applicable, marked
from directory.requirements.floor import FloorRule
from directory.treaties.citations import joined_article
from directory.vocabulary import CHANNELS, TOPIC_GROUPS, TOPICS

ITEM = "content_item"
ROUTES = ("no_treaty_route", "reciprocity")
# Topics that other parts of the answer show: treaties, assistance without a treaty, channels, languages, items. The
# topic SENT is not shown: it is about requests that the requested State sends.
ELSEWHERE = frozenset(
    {"treaty_basis", "untoc_as_basis", *ROUTES, "languages", SENT, ITEM, *(one.topic for one in CHANNELS.values())}
)
# Fields on which one rule replaces another. On other fields, both rules apply.
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
    """Return a mapping from heading to the statements under the heading, sorted by field. A heading is a code of
    TOPIC_GROUPS.

    Headings without statements are left out.
    """
    own = applicable(by_state, roles.leading, question.measure, SHOWN)
    asked = [of_floor(rule, topic) for rule in floor if (topic := _topic(rule))]
    governing = _as_amended([one for one in asked if roles.governs(one.treaty, one.article)], roles, record)
    told = {one.topic for one in (*own, *governing) if one.answer != "not_known"}
    others = agreed(one for one in asked if one.topic not in told and not roles.governs(one.treaty, one.article))
    ruled = marked((*governing, *others), roles.if_bound)
    said = _beside_articles(own, sorted(ruled, key=lambda one: (TOPICS.position(one.topic), one.if_bound)))
    grouped = {code: [one for one in said if TOPICS[one.topic].group == code] for code in TOPIC_GROUPS}
    return {code: found for code, found in grouped.items() if found}


def _beside_articles(own: Iterable[SheetStatement], asked: Sequence[SheetStatement]) -> list[SheetStatement]:
    """Return the State's statements `own` and the rules of treaties `asked`, sorted by field.

    A statement of the State comes after the first rule on the same article and field. If there is no such rule, a
    statement without an answer comes after the first rule on the same article, and takes the field of this rule.
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
    return one.treaty == rule.treaty and any(overlap(part, rule.article) for part in one.article.split(";"))


def _as_amended(said: Sequence[SheetStatement], roles: TreatyRoles, record: AtlasFacts) -> list[SheetStatement]:
    anew = {
        (relation.other, one.topic)
        for one in said
        if one.topic in RULED_ONCE and one.treaty not in roles.if_bound
        for relation in record.treaties[one.treaty].relations_of("amends")
    }
    return [one for one in said if (one.treaty, one.topic) not in anew]


def of_floor(rule: FloorRule, topic: str) -> SheetStatement:
    """Return a paragraph of a treaty as a statement on the field `topic`."""
    article = joined_article(rule.article, rule.paragraph)
    return SheetStatement(
        topic,
        treaty=rule.treaty.key,
        article=article,
        text=rule.text,
        source=rule.source,
        phase=rule.phase,
        release_possible=rule.release_possible,
        release_due=rule.release_due,
    )


def _topic(rule: FloorRule) -> str:
    return next((topic for topic in rule.topics if topic in SHOWN), "")
