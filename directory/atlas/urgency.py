"""What an urgent request changes: the channels that urgency opens, and what must follow in writing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.atlas.channels import OPEN, ChannelVerdict
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sections import of_floor
from directory.atlas.sheet_statements import SheetStatement, agreed, marked
from directory.requirements.floor import FloorRule
from directory.vocabulary import CHANNELS, TOPICS

# A statement on one of these fields says what follows an urgent request in writing, and when.
IN_WRITING = ("urgent_confirmation", "originals_follow", "originals_within")
URGENT_GROUP = "urgent"


@dataclass(frozen=True)
class UrgentWays:
    """The part of an answer that applies only to an urgent request."""

    # The open channels that serve urgent cases, in the order of CHANNELS.
    channels: tuple[ChannelVerdict, ...]
    # The other statements on urgent requests: of the treaties, then of the requested State.
    means: tuple[SheetStatement, ...]
    # What must follow in writing. Source: UNTOC, art. 18(14).
    in_writing: tuple[SheetStatement, ...]


def urgent_ways(
    question: AtlasQuestion,
    roles: TreatyRoles,
    verdicts: Iterable[ChannelVerdict],
    sections: Mapping[str, Sequence[SheetStatement]],
    floor: Iterable[FloorRule],
) -> UrgentWays | None:
    """Return the part of the answer on urgency, or None if the question is not urgent.

    `sections` are the sections of the answer. `floor` are the rules of its usable treaties.
    """
    if not question.is_urgent:
        return None
    written = [*_of_treaties(roles, floor), *_of_state(sections)]
    places = {(one.treaty, one.article) for one in written}
    open_channels = tuple(one for one in verdicts if one.lawful in OPEN and _is_for_urgent(one))
    places |= {(one.reasons[0].treaty, one.reasons[0].article) for one in open_channels}
    means = (one for one in sections.get(URGENT_GROUP, ()) if one.topic not in IN_WRITING)
    told = tuple(one for one in means if not one.treaty or (one.treaty, one.article) not in places)
    return UrgentWays(open_channels, told, tuple(written))


def _is_for_urgent(verdict: ChannelVerdict) -> bool:
    channel, is_urgent_alone = CHANNELS[verdict.channel], any(one.urgency for one in verdict.reasons[:1])
    return is_urgent_alone or channel.is_for_urgent or TOPICS[channel.topic].group == URGENT_GROUP


def _of_treaties(roles: TreatyRoles, floor: Iterable[FloorRule]) -> list[SheetStatement]:
    asked = [
        of_floor(rule, topic)
        for rule in floor
        if (topic := next((one for one in IN_WRITING if one in rule.topics), ""))
    ]
    governing = [one for one in asked if roles.governs(one.treaty, one.article)]
    others = agreed(one for one in asked if one not in governing)
    return marked((*governing, *others), roles.if_bound)


def _of_state(sections: Mapping[str, Sequence[SheetStatement]]) -> Iterator[SheetStatement]:
    for said in sections.values():
        yield from (one for one in said if one.state and one.topic in IN_WRITING and one.answer != "no")
