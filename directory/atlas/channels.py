"""Which channels are open for a request, for which reasons, and what a request by each channel can yield."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from directory.access.facts import Text
from directory.atlas.facts import AtlasFacts
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, agreed, applicable, marked
from directory.sentences import listed
from directory.vocabulary import CHANNELS, COVERED, MEASURES, OUTSIDE_GENERAL_SHEET, SUBJECTS, Channel, Urgency

NOT_KNOWN = "not_known"
# From the best answer to the worst.
CHANNEL_ANSWERS = ("yes", "conditional", "no", NOT_KNOWN)
OPEN = ("yes", "conditional")
# Answers by which a treaty leaves a channel to an arrangement of both States.
LEFT_OPEN = ("conditional", "not_known")
# Answers by which an article closes or narrows a channel.
LIMITED = ("conditional", "no")
DIRECT = "direct"
# The breadth of a statement that names no measures (`SheetStatement.breadth`).
BROADEST = 2
DIPLOMATIC = "diplomatic_channel"
NO_RELATIONS = "no_diplomatic_relations"
DECISION, INFORMATION = "decision", "information"


@dataclass(frozen=True)
class ChannelVerdict:
    """The verdict on one channel. `lawful` is a code of CHANNEL_ANSWERS, `yields` a code of YIELDS.

    The first statement in `reasons` decides the verdict. Statements of the requested State that have a text, but do not
    say whether the channel is open, come last.
    """

    channel: str
    lawful: str
    yields: str
    # The deciding statement first, then the other statements on this channel.
    reasons: tuple[SheetStatement, ...]
    # Whether the channel is closed only because the case is not urgent.
    is_for_urgent: bool = False


def channels(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> list[ChannelVerdict]:
    """Return a verdict on every channel that serves the measure, in the order of CHANNELS.

    The verdict on a channel comes from the first of these sources that states something on it:

    - the fact that the two States have no diplomatic relations;
    - declarations of the requested State under a leading treaty;
    - leading treaties, and treaties that only open a channel;
    - general statements of the State;
    - other usable treaties, which cannot close a channel.
    """
    serving = (one for one in CHANNELS.values() if _serves(one, question))
    return [_verdict(channel, question, roles, by_state, by_treaties, record) for channel in serving]


def receivers(verdicts: Iterable[ChannelVerdict], leading: Collection[str]) -> set[str]:
    """Return the kinds of authorities to which the leading treaties direct a request.

    The result is empty if the verdict on the direct channel between judicial authorities is "yes". If a declaration of
    the requested State under a treaty decides on a channel, the statements of that treaty on the channel are ignored.
    """
    is_open = [one for one in verdicts if one.lawful == "yes"]
    if any(one.channel == DIRECT for one in is_open):
        return set()
    said = (why for one in is_open for why in _undeclared(one) if why.answer == "yes" and why.treaty in leading)
    return {why.receiver for why in said if why.receiver}


def _undeclared(verdict: ChannelVerdict) -> list[SheetStatement]:
    """Return the reasons of a verdict. If a State's declaration under a treaty decides, all reasons from that treaty
    are left out."""
    first = verdict.reasons[0]
    return [why for why in verdict.reasons if not (first.state and why.treaty == first.treaty)]


def treaties_of_direct_channel(verdicts: Iterable[ChannelVerdict]) -> set[str]:
    """Return the treaties that open the direct channel between judicial authorities."""
    direct = (one for one in verdicts if one.channel == DIRECT and one.lawful in OPEN)
    return {why.treaty for one in direct for why in one.reasons if why.answer in OPEN}


def closed_kinds(verdicts: Collection[ChannelVerdict]) -> set[str]:
    """Return the kinds of authorities whose channels are all closed: every channel in `verdicts` that leads to the kind
    has the verdict "no". If no channel in `verdicts` leads to a kind, the kind is left out."""
    kinds = {kind for channel in CHANNELS.values() for kind in channel.kinds}
    lawful = {kind: {one.lawful for one in verdicts if kind in CHANNELS[one.channel].kinds} for kind in kinds}
    return {kind for kind, found in lawful.items() if found == {"no"}}


def has_no_relations(question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether the two States are known to have no diplomatic relations on the day of the question."""
    pair = frozenset((question.requesting, question.requested))
    return any(
        one.relation == NO_RELATIONS and one.states == pair and one.holds(question.on) for one in record.state_relations
    )


def _serves(channel: Channel, question: AtlasQuestion) -> bool:
    return not channel.families or MEASURES[question.measure].family in channel.families


def _result(channel: Channel, question: AtlasQuestion) -> str:
    family = MEASURES[question.measure].family
    if INFORMATION in (channel.yields, family):
        return INFORMATION
    return DECISION if family in OUTSIDE_GENERAL_SHEET else channel.yields


def _verdict(
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> ChannelVerdict:
    said = applicable(by_state, roles.usable, question.measure, (channel.topic,))
    own = [one for one in said if one.answer and (one.treaty or not channel.needs_treaty)]
    words = tuple(one for one in said if one.text and not one.answer)
    terms, beside, yielding = _by_force(channel, question, roles, by_treaties, record)
    declared, broad = _declarations(own, terms, channel, question, roles, record)
    groups = (
        _severed(channel, question, record),
        declared,
        _best_first([*terms, *_arranged(terms, beside, channel, question, roles)], channel, question, roles),
        [*broad, *(one for one in own if not one.treaty)],
        [one for one in beside if one.answer in OPEN],
        agreed(one for one in yielding if one.answer in OPEN),
        [one for one in (*beside, *yielding) if one.answer == NOT_KNOWN],
    )
    decisive, yields = next((group[0] for group in groups if group), None), _result(channel, question)
    if decisive is None:
        closed = _for_other_measures(channel, question, roles, by_treaties)
        return ChannelVerdict(channel.code, "no" if channel.needs_treaty else NOT_KNOWN, yields, (*closed, *words))
    answer = _lawful(decisive, channel, question, roles)
    is_for_urgent = answer == "no" and decisive.answer != "no"
    reasons = (*_without_repetition(decisive, groups), *words)
    return ChannelVerdict(channel.code, answer, yields, reasons, is_for_urgent)


def _by_force(
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> tuple[list[SheetStatement], list[SheetStatement], list[SheetStatement]]:
    """Return three lists of treaties' statements on the channel:

    - statements that decide before others: statements of the leading treaties (of all usable treaties if the channel
      needs a treaty), and of treaties that only open a channel
    - statements of other treaties that apply even if the two States do not agree on them
    - statements that apply only if the two States agree on them
    """
    deciding = roles.usable if channel.needs_treaty else roles.leading
    said = _terms(channel, question, (*deciding, *roles.channel_only), by_treaties, roles, record)
    others = [] if channel.needs_treaty else _terms(channel, question, roles.others, by_treaties, roles, record)
    yielding = [one for one in said if one.treaty in roles.leading and not roles.governs(one.treaty, one.article)]
    beside = [one for one in others if roles.governs(one.treaty, one.article)]
    return (
        [one for one in said if one not in yielding],
        beside,
        [*(one for one in others if one not in beside), *yielding],
    )


def _declarations(
    own: Iterable[SheetStatement],
    terms: Sequence[SheetStatement],
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
    record: AtlasFacts,
) -> tuple[list[SheetStatement], list[SheetStatement]]:
    """Return two lists of the State's declarations under leading treaties. A declaration in the second list opens the
    channel for more measures than a treaty's statement (`terms`) that limits the channel. The declarations in the first
    list outweigh the statements of treaties."""
    limits: dict[str, int] = {}
    for one in reversed(_best_first(terms, channel, question, roles)):
        is_limit = _lawful(one, channel, question, roles) in LIMITED
        limits[_whole(one, record)] = one.breadth(question.measure) if is_limit else BROADEST
    found = [one for one in own if roles.leads(one.treaty, one.article)]
    broad = [
        one
        for one in found
        if one.answer in OPEN and one.breadth(question.measure) > limits.get(_whole(one, record), BROADEST)
    ]
    return [one for one in found if one not in broad], broad


def _whole(said: SheetStatement, record: AtlasFacts) -> str:
    return record.treaties[said.treaty].main or said.treaty


def _arranged(
    terms: Sequence[SheetStatement],
    beside: Iterable[SheetStatement],
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
) -> list[SheetStatement]:
    """Return the statements of other treaties (`beside`) that open the channel. Only treaties that are a basis without
    a condition count.

    If the best of the statements that decide (`terms`) does not leave the channel to an arrangement of both States
    (LEFT_OPEN), return an empty list.

    Source: ETS 24, art. 12(1) and 28(2).
    """
    best = next(iter(_best_first(terms, channel, question, roles)), None)
    if best is None or _lawful(best, channel, question, roles) not in LEFT_OPEN:
        return []
    return [one for one in beside if one.treaty in roles.firm and _lawful(one, channel, question, roles) == "yes"]


def _best_first(
    said: Iterable[SheetStatement], channel: Channel, question: AtlasQuestion, roles: TreatyRoles
) -> list[SheetStatement]:
    return sorted(said, key=lambda one: (CHANNEL_ANSWERS.index(_lawful(one, channel, question, roles)), one.if_bound))


def _without_repetition(
    decisive: SheetStatement, groups: Iterable[Iterable[SheetStatement]]
) -> tuple[SheetStatement, ...]:
    found = [decisive]
    found += [one for group in groups for one in group if one not in found]
    return tuple(found)


def _terms(
    channel: Channel,
    question: AtlasQuestion,
    treaties: Sequence[str],
    by_treaties: Sequence[SheetStatement],
    roles: TreatyRoles,
    record: AtlasFacts,
) -> list[SheetStatement]:
    """Return the statements of treaties on the channel.

    A treaty and its supplements count together. Of their statements, only the narrowest are returned. Statements on the
    measure are narrower than statements on its family; statements on all measures are the widest. Statements on other
    phases of the measure are always returned.

    If no treaty has a statement on the channel, treaties whose subject is the channel open it.
    """
    said = [
        one
        for one in applicable(by_treaties, treaties, question.measure, (channel.topic,))
        if one.answer and one.treaty in treaties
    ]
    narrowest: dict[str, int] = {}
    for one in said:
        if not one.phase:
            key = _whole(one, record)
            narrowest[key] = min(one.breadth(question.measure), narrowest.get(key, BROADEST))
    narrow = [one for one in said if one.phase or one.breadth(question.measure) == narrowest[_whole(one, record)]]
    told = _as_amended(narrow, roles, record)
    silent = [key for key in treaties if key not in {one.treaty for one in said}]
    return marked(told, roles.if_bound) or list(_by_subject(channel, silent, record))


def _as_amended(said: Sequence[SheetStatement], roles: TreatyRoles, record: AtlasFacts) -> list[SheetStatement]:
    amended = {record.treaties[one.treaty].main for one in said if one.treaty not in roles.if_bound}
    return [one for one in said if one.treaty not in amended]


def _lawful(said: SheetStatement, channel: Channel, question: AtlasQuestion, roles: TreatyRoles) -> str:
    """Return what a statement answers on the channel, as a code of CHANNEL_ANSWERS. If the treaty of the statement
    opens channels only on a condition, "yes" becomes "conditional"."""
    answer = _answer(said, channel, question)
    return "conditional" if answer == "yes" and said.treaty in roles.conditional else answer


def _answer(said: SheetStatement, channel: Channel, question: AtlasQuestion) -> str:
    """Return what a statement answers on the channel, as a code of CHANNEL_ANSWERS. The conditions of the statement's
    treaty are ignored."""
    is_for_urgent = said.urgency == Urgency.URGENT or (channel.is_for_urgent and bool(said.state))
    if is_for_urgent and not question.is_urgent:
        return "no"
    return "conditional" if (said.if_agreed or said.phase) and said.answer == "yes" else said.answer


def _by_subject(channel: Channel, treaties: Sequence[str], record: AtlasFacts) -> Iterator[SheetStatement]:
    for key in treaties:
        subject = record.treaties[key].subject
        if subject and SUBJECTS[subject].channel == channel.topic:
            yield replace(SheetStatement(channel.topic), treaty=key, answer="yes")


def _for_other_measures(
    channel: Channel, question: AtlasQuestion, roles: TreatyRoles, by_treaties: Sequence[SheetStatement]
) -> list[SheetStatement]:
    found = (one for one in by_treaties if one.topic == channel.topic and one.treaty in roles.usable and one.measures)
    closed = [one for one in found if channel.needs_treaty and not one.is_about(question.measure)]
    return [replace(one, answer="no", text=Text(_only_for(one.measures))) for one in closed]


def _only_for(measures: Sequence[str]) -> str:
    words = listed(str(COVERED.label(code)) for code in measures)
    return str(gettext("The treaty opens this channel for these measures only: %(measures)s.", measures=words))


def _severed(channel: Channel, question: AtlasQuestion, record: AtlasFacts) -> list[SheetStatement]:
    if channel.topic != DIPLOMATIC or not has_no_relations(question, record):
        return []
    words = Text(gettext("The two States have no diplomatic relations."))
    return [SheetStatement(DIPLOMATIC, answer="no", text=words)]
