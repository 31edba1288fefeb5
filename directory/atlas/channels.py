"""Which channels are open for a request and why, and what kind of result each channel may yield."""

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

    `reasons` contains the deciding statement first, then the other statements on this channel. Statements of the State
    without an answer come last and decide nothing. If no reason decides, `lawful` is "no" for a channel that only a
    treaty can open. For any other channel, it is then "not_known".
    `is_for_urgent` is true if the channel is closed only because the case is not urgent."""

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
    """Return a verdict on every channel that serves the measure, in the order of CHANNELS.

    Without diplomatic relations, the diplomatic channel is closed. Otherwise the first source that has a statement on
    the channel decides. The sources are, in this order: declarations of the requested State under a leading treaty, the
    leading treaties and the treaties that only open a channel, general statements of the State, other usable treaties.
    A declaration that opens a channel for more measures than the article does comes after the article: it takes no
    measure out of the article's rule.

    A usable treaty that does not lead cannot close a channel. It opens a channel by its own force only if its rules
    bind anyway (`TreatyRoles.governs`), and otherwise only if both States agree. Where a leading treaty leaves a
    channel to an arrangement of both States, such a treaty is the arrangement.
    """
    serving = (one for one in CHANNELS.values() if _serves(one, question))
    return [_verdict(channel, question, roles, by_state, by_treaties, record) for channel in serving]


def receivers(verdicts: Iterable[ChannelVerdict], leading: Collection[str]) -> set[str]:
    """Return the kinds of authorities to which the leading treaties direct a request.

    Only channels with the verdict "yes" count. The result is empty if the direct channel between judicial authorities
    is among these channels. It is also empty if the leading treaties name no kind."""
    is_open = [one for one in verdicts if one.lawful == "yes"]
    if any(one.channel == DIRECT for one in is_open):
        return set()
    said = (why for one in is_open for why in one.reasons if why.answer == "yes" and why.treaty in leading)
    return {why.receiver for why in said if why.receiver}


def closed_kinds(verdicts: Collection[ChannelVerdict]) -> set[str]:
    """Return the kinds of authorities that no request can reach: every channel in `verdicts` to authorities of the kind
    is closed.

    A kind to which no channel in `verdicts` leads is left out."""
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
    """Return the kind of result that a request through a channel can yield, a code of YIELDS.

    A request for extradition yields no evidence."""
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
    """Return the verdict on one channel.

    Groups of statements are searched in the order that `channels` describes. The first statement found decides."""
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
    """Return the terms of treaties on a channel in three lists.

    The lists are: the terms that decide; the terms of other treaties that bind beside the leading ones; the terms that
    apply only if both States agree. If only a treaty can open the channel, the terms of all usable treaties decide.
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
    """Return the declarations of the State under leading treaties in two lists: those that come before the articles of
    these treaties (`terms`), and those that come after.

    A declaration that opens the channel comes after if an article of its treaty or of a supplement closes or narrows
    the channel for fewer measures.
    """
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
    """Return the main treaty of a statement's treaty, or the treaty itself if it has none."""
    return record.treaties[said.treaty].main or said.treaty


def _arranged(
    terms: Sequence[SheetStatement],
    beside: Iterable[SheetStatement],
    channel: Channel,
    question: AtlasQuestion,
    roles: TreatyRoles,
) -> list[SheetStatement]:
    """Return the terms of `beside` that open the channel, if the best of `terms` leaves the channel to an arrangement
    of both States.

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
    """Return all statements of the groups in their order, the decisive one first, each once."""
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
    """Return the terms of `treaties` on a channel: the statements that the treaties themselves make.

    Of a treaty and its supplements, only the terms for the narrowest group of measures count. The groups, from the
    narrowest, are the measure itself, its family, and all measures. Terms for another phase of the measure always
    count. If there are no terms, the subjects of bilateral treaties decide (`_by_subject`).
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
    """Return the statements on a channel in their order, without the statements that a supplement replaces.

    If a supplement has a statement on the channel and is known to bind all States, it replaces all statements of its
    main treaty."""
    amended = {record.treaties[one.treaty].main for one in said if one.treaty not in roles.if_bound}
    return [one for one in said if one.treaty not in amended]


def _lawful(said: SheetStatement, channel: Channel, question: AtlasQuestion, roles: TreatyRoles) -> str:
    """Return the verdict on a channel by one statement, a code of CHANNEL_ANSWERS.

    The answer "yes" under a treaty of `roles.conditional` becomes "conditional". Such a treaty supplements another
    treaty on a condition, or is not certain to bind all States.
    """
    answer = _answer(said, channel, question)
    return "conditional" if answer == "yes" and said.treaty in roles.conditional else answer


def _answer(said: SheetStatement, channel: Channel, question: AtlasQuestion) -> str:
    """Return the answer of a statement for this request, a code of CHANNEL_ANSWERS.

    If the statement opens the channel for urgent cases only, the answer for any other case is "no". A treaty's
    statement has this limit if its `urgency` is set. A State's statement has it also if the channel itself is meant for
    urgent cases.

    The answer "yes" becomes "conditional" if the statement needs an agreement of both States, or is about another phase
    of the measure."""
    is_for_urgent = said.urgency == Urgency.URGENT or (channel.is_for_urgent and bool(said.state))
    if is_for_urgent and not question.is_urgent:
        return "no"
    return "conditional" if (said.if_agreed or said.phase) and said.answer == "yes" else said.answer


def _by_subject(channel: Channel, treaties: Sequence[str], record: AtlasFacts) -> Iterator[SheetStatement]:
    """Yield a statement with the answer "yes" for each of `treaties` whose subject opens the channel (see SUBJECTS).

    Only bilateral treaties have a subject.
    """
    for key in treaties:
        subject = record.treaties[key].subject
        if subject and SUBJECTS[subject].channel == channel.topic:
            yield replace(SheetStatement(channel.topic), treaty=key, answer="yes")


def _for_other_measures(
    channel: Channel, question: AtlasQuestion, roles: TreatyRoles, by_treaties: Sequence[SheetStatement]
) -> list[SheetStatement]:
    """Return statements with the answer "no" for a channel that only a treaty can open.

    Each of them comes from a statement by which a usable treaty opens the channel, but not for this measure. Return an
    empty list for a channel that can be open without a treaty."""
    found = (one for one in by_treaties if one.topic == channel.topic and one.treaty in roles.usable and one.measures)
    closed = [one for one in found if channel.needs_treaty and not one.is_about(question.measure)]
    return [replace(one, answer="no", text=Text(_only_for(one.measures))) for one in closed]


def _only_for(measures: Sequence[str]) -> str:
    words = listed(str(COVERED.label(code)) for code in measures)
    return str(gettext("The treaty opens this channel for these measures only: %(measures)s.", measures=words))


def _severed(channel: Channel, question: AtlasQuestion, record: AtlasFacts) -> list[SheetStatement]:
    """Return a statement with the answer "no" if the channel is diplomatic and the States have no diplomatic relations.

    Otherwise return an empty list.
    """
    if channel.topic != DIPLOMATIC or not has_no_relations(question, record):
        return []
    words = Text(gettext("The two States have no diplomatic relations."))
    return [SheetStatement(DIPLOMATIC, answer="no", text=words)]
