"""Which channels are open for a request and why, and what kind of result each channel may yield."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from directory.access.facts import Text
from directory.atlas.facts import AtlasFacts
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, agreed, applicable
from directory.vocabulary import CHANNELS, SUBJECTS, Channel, Urgency

NOT_KNOWN = "not_known"
# From the best answer to the worst.
CHANNEL_ANSWERS = ("yes", "conditional", "no", NOT_KNOWN)
DIPLOMATIC = "diplomatic_channel"
NO_RELATIONS = "no_diplomatic_relations"


@dataclass(frozen=True)
class ChannelVerdict:
    """The verdict on one channel. `lawful` is a code of CHANNEL_ANSWERS.

    `reasons` contains first the deciding statement, then the other statements on this channel. `is_for_urgent` is true
    if the channel is closed only because the case is not urgent.
    """

    channel: str
    lawful: str
    yields: str
    reasons: tuple[SheetStatement, ...]
    is_for_urgent: bool = False


def channels(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> list[ChannelVerdict]:
    """Return a verdict on every channel.

    Without diplomatic relations, the diplomatic channel is closed. Otherwise the first of these sources with a
    statement on the channel decides: declarations of the requested State under a leading treaty, the leading treaties,
    statements of the State in general, other usable treaties. A channel that another treaty opens is open if both
    States agree. Another treaty closes no channel.
    """
    return [_verdict(channel, question, roles, by_state, by_treaties, record) for channel in CHANNELS.values()]


def has_no_relations(question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether the two States are known to have no diplomatic relations on the day of the question."""
    pair = frozenset((question.requesting, question.requested))
    return any(
        one.relation == NO_RELATIONS and one.states == pair and one.holds(question.on) for one in record.state_relations
    )


def _verdict(
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> ChannelVerdict:
    """Return the verdict on one channel. The first statement of the first group that is not empty decides."""
    own = [
        one
        for one in applicable(by_state, roles.usable, question.measure, (channel.topic,))
        if one.answer and (one.treaty or not channel.needs_treaty)
    ]
    # If only a treaty can open the channel, every usable treaty can open it, not only the leading ones.
    opening = roles.usable if channel.needs_treaty else roles.leading
    terms = _terms(channel, question, (*opening, *roles.channel_only), by_treaties, record)
    others = [] if channel.needs_treaty else _terms(channel, question, roles.others, by_treaties, record)
    groups = (
        _severed(channel, question, record),
        [one for one in own if one.treaty in roles.leading and roles.governs(one.treaty, one.article)],
        sorted(terms, key=lambda one: CHANNEL_ANSWERS.index(_answer(one, channel, question))),
        [one for one in own if not one.treaty],
        [one for one in others if one.answer != "no" and roles.governs(one.treaty, one.article)],
        agreed(one for one in others if one.answer != "no" and not roles.governs(one.treaty, one.article)),
        _unopened(channel),
    )
    decisive = next((group[0] for group in groups if group), None)
    if decisive is None:
        return ChannelVerdict(channel.code, NOT_KNOWN, channel.yields, ())
    answer = _answer(decisive, channel, question)
    if answer == "yes" and decisive.treaty in roles.conditional:
        answer = "conditional"
    is_for_urgent = answer == "no" and decisive.answer != "no"
    reasons = (decisive, *(one for group in groups for one in group if one is not decisive))
    return ChannelVerdict(channel.code, answer, channel.yields, reasons, is_for_urgent)


def _terms(
    channel: Channel,
    question: AtlasQuestion,
    treaties: Sequence[str],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> list[SheetStatement]:
    """Return the terms of some treaties on a channel. The terms on the narrowest group of measures replace the others.

    The narrowest group is the measure itself, then its family, then all measures. A term on another phase of the
    measure replaces no term.
    """
    said = [
        one
        for one in applicable(by_treaties, treaties, question.measure, (channel.topic,))
        if one.answer and one.treaty in treaties
    ]
    narrowest = min((one.breadth(question.measure) for one in said if not one.phase), default=0)
    told = _as_amended([one for one in said if one.phase or one.breadth(question.measure) == narrowest], record)
    silent = [key for key in treaties if key not in {one.treaty for one in said}]
    return told or list(_by_subject(channel, silent, record))


def _as_amended(said: Sequence[SheetStatement], record: AtlasFacts) -> list[SheetStatement]:
    """Return the statements, without replaced statements, in their order. A statement of a main treaty is replaced if a
    supplement to the treaty has a statement."""
    amended = {record.treaties[one.treaty].main for one in said}
    return [one for one in said if one.treaty not in amended]


def _answer(said: SheetStatement, channel: Channel, question: AtlasQuestion) -> str:
    """Return the answer of a statement for this request. A channel for urgent cases only is closed to other requests.

    Some channels are meant for urgent cases. A State's statement opens such a channel for urgent cases only. A treaty's
    statement has this limit only if its `urgency` is set. A channel that is open for another phase of the measure is
    open on conditions.
    """
    is_for_urgent = said.urgency == Urgency.URGENT or (channel.is_for_urgent and bool(said.state))
    if is_for_urgent and not question.is_urgent:
        return "no"
    return "conditional" if (said.if_agreed or said.phase) and said.answer == "yes" else said.answer


def _by_subject(channel: Channel, treaties: Sequence[str], record: AtlasFacts) -> Iterator[SheetStatement]:
    """Yield a "yes" for each bilateral treaty whose subject opens the channel (see SUBJECTS)."""
    for key in treaties:
        subject = record.treaties[key].subject
        if subject and SUBJECTS[subject].channel == channel.topic:
            yield replace(SheetStatement(channel.topic), treaty=key, answer="yes")


def _unopened(channel: Channel) -> list[SheetStatement]:
    """Return a "no" if only a treaty can open the channel, else no statement.

    This "no" decides if no treaty that opens the channel is known to bind both States.
    """
    words = Text(gettext("Only a treaty opens this channel, and none that binds both States is known to do so."))
    return [SheetStatement(channel.topic, answer="no", text=words)] if channel.needs_treaty else []


def _severed(channel: Channel, question: AtlasQuestion, record: AtlasFacts) -> list[SheetStatement]:
    """Return a "no" if the channel is diplomatic and the States have no diplomatic relations, else no statement."""
    if channel.topic != DIPLOMATIC or not has_no_relations(question, record):
        return []
    words = Text(gettext("The two States have no diplomatic relations."))
    return [SheetStatement(DIPLOMATIC, answer="no", text=words)]
