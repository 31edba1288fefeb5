"""Which channels are open for a request, why, and what each of them may yield."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.atlas.facts import AtlasFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.sheet_statements import SheetStatement, applicable
from directory.vocabulary import CHANNELS, SUBJECTS, Channel, Urgency

NOT_KNOWN = "not_known"
# From the best answer to the worst.
CHANNEL_ANSWERS = ("yes", "conditional", "no", NOT_KNOWN)


@dataclass(frozen=True)
class ChannelVerdict:
    """The verdict on one channel: `lawful` is a code of CHANNEL_ANSWERS.

    `reasons` holds the statement that decides, then the others on this channel. `is_for_urgent` says that the channel
    is closed only because the case is not urgent.
    """

    channel: str
    lawful: str
    yields: str
    reasons: tuple[SheetStatement, ...]
    is_for_urgent: bool = False


def channels(
    question: AtlasQuestion,
    usable: Sequence[str],
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> list[ChannelVerdict]:
    """Return a verdict on every channel.

    A statement of the requested State, under a usable treaty or in general, goes before what the treaties themselves
    say. If only treaties speak, the most open of their statements decides, since the request may rest on that treaty.
    """
    return [_verdict(channel, question, usable, by_state, by_treaties, record) for channel in CHANNELS.values()]


def _verdict(
    channel: Channel,
    question: AtlasQuestion,
    usable: Sequence[str],
    by_state: Sequence[SheetStatement],
    by_treaties: Sequence[SheetStatement],
    record: AtlasFacts,
) -> ChannelVerdict:
    topics = (channel.topic,)
    own = [
        one
        for one in applicable(by_state, usable, question.measure, topics)
        if one.answer and (one.treaty or not channel.needs_treaty)
    ]
    terms = [one for one in applicable(by_treaties, usable, question.measure, topics) if one.answer]
    terms += _by_subject(channel, usable, record)
    decisive = own[:1] or sorted(terms, key=lambda one: CHANNEL_ANSWERS.index(_answer(one, channel, question)))[:1]
    answer = _answer(decisive[0], channel, question) if decisive else NOT_KNOWN
    is_for_urgent = bool(decisive) and answer == "no" and decisive[0].answer != "no"
    others = [one for one in (*own, *terms) if one not in decisive]
    return ChannelVerdict(channel.code, answer, channel.yields, (*decisive, *others), is_for_urgent)


def _answer(said: SheetStatement, channel: Channel, question: AtlasQuestion) -> str:
    """Return the answer for this request: a channel for urgent cases alone is closed to other requests."""
    is_for_urgent = channel.is_for_urgent or said.urgency == Urgency.URGENT
    return "no" if is_for_urgent and not question.is_urgent else said.answer


def _by_subject(channel: Channel, usable: Sequence[str], record: AtlasFacts) -> list[SheetStatement]:
    """Return a "yes" for each usable bilateral treaty whose subject opens the channel (see SUBJECTS)."""
    subjects = ((key, record.treaties[key].subject) for key in usable)
    opened = (key for key, subject in subjects if subject and SUBJECTS[subject].channel == channel.topic)
    return [replace(SheetStatement(channel.topic), treaty=key, answer="yes") for key in opened]
