"""Channels that a State may have closed or narrowed by an unread declaration."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask_babel import gettext

from directory.access.facts import Text
from directory.atlas.channels import DIRECT, OPEN, ChannelVerdict
from directory.atlas.facts import overlap
from directory.atlas.sheet_statements import SheetStatement
from directory.requirements.floor import FloorRule
from directory.treaties.citations import joined_article


def unless_declared(
    verdicts: Iterable[ChannelVerdict], by_state: Sequence[SheetStatement], floor: Sequence[FloorRule]
) -> list[ChannelVerdict]:
    """Return the verdicts, in the same order. If the direct channel between judicial authorities is open, but the
    requested State may have closed the channel by a declaration that was not read, the verdict on this channel becomes
    "conditional".

    The State may have done so if the treaty that decides lets a State close the channel by a declaration, and the
    State's statements (`by_state`) contain no such declaration. Sources: ETS 30, art. 15(6); ETS 182, art. 4(8).
    """
    return [_unless_declared(one, by_state, floor) if one.channel == DIRECT else one for one in verdicts]


def _unless_declared(
    verdict: ChannelVerdict, by_state: Sequence[SheetStatement], floor: Sequence[FloorRule]
) -> ChannelVerdict:
    first = verdict.reasons[0] if verdict.lawful in OPEN else None
    if first is None or first.state:
        return verdict
    told = [one for one in by_state if one.treaty == first.treaty]
    for rule in floor:
        article = joined_article(rule.article, rule.paragraph)
        is_about_it = rule.treaty.key == first.treaty and rule.is_by_declaration and first.topic in rule.topics
        if is_about_it and not any(_is_declared(one, first.topic, article) for one in told):
            why = replace(_not_read(rule, article), topic=first.topic, if_agreed=first.if_agreed)
            return replace(verdict, lawful="conditional", reasons=(first, why, *verdict.reasons[1:]))
    return verdict


def _not_read(rule: FloorRule, article: str) -> SheetStatement:
    words = Text(gettext("The requested State may have declared otherwise; its declaration was not read."))
    return SheetStatement(
        "", treaty=rule.treaty.key, answer="conditional", article=article, text=words, source=rule.source
    )


def _is_declared(one: SheetStatement, topic: str, article: str) -> bool:
    return one.topic == topic or any(overlap(part, article) for part in one.article.split(";"))
