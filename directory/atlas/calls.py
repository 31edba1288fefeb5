"""The offices and numbers to call about a request. The same office comes first on the page of an answer and on the
cards of the search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from directory.access.viewer import ANONYMOUS, Viewer
from directory.atlas.answer import AtlasAnswer
from directory.atlas.answer_data import AnswerData
from directory.atlas.care_offices import receiving_offices
from directory.atlas.institutions import BUREAU
from directory.focal_points.availability import DeskAvailability, DeskCalls, desk_choices, list_availability
from directory.focal_points.first_contacts import (
    FirstContact,
    OfficeCall,
    OfficeChoice,
    first_reached,
    list_first_choices,
)
from directory.focal_points.published import list_published
from directory.focal_points.state_contacts import choices_beside
from directory.models import FocalPoint
from directory.models.details import EntryKey
from directory.vocabulary import CARE_MEASURES, CHAIN_STEPS, ChainStep

# The most numbers of an urgent answer.
MOST_CALLS = 4


@dataclass(frozen=True)
class NumberToCall(OfficeCall):
    """One number or address to call about a request. `desk` is the availability of the desk that answers, or None if no
    desk does."""

    desk: DeskAvailability | None = None

    @property
    def answers_now(self) -> bool:
        """Whether a call from another country may be answered now: phones in other countries can dial the number, and
        its desk can be reached now or has announced hours that are not over."""
        if self.desk is None or self.desk.is_missed or not self.first.rings_from_abroad:
            return False
        state = self.desk.desk.opening_state
        return self.desk.is_reachable or (state is not None and state.is_open)


@dataclass(frozen=True)
class _NumberChoice(OfficeChoice):
    """A number or address that may be called. No disclosure is noted before `read` is called. `desk` has the meaning of
    `NumberToCall.desk`. `is_for_measure` is false for a desk that serves only other measures."""

    desk: DeskAvailability | None = None
    is_for_measure: bool = True

    @property
    def is_missed(self) -> bool:
        """Whether this is the line of a desk that is closed or silent."""
        return self.desk is not None and self.desk.is_missed

    @property
    def is_useful(self) -> bool:
        """Whether the line serves the measure or is a phone number. A mail address of a desk for other measures is not
        useful: people pass a call on, but not a mail."""
        return self.is_for_measure or self.first.rings_from_abroad or not self.first.works_from_abroad

    @property
    def rank(self) -> tuple[bool, ...]:
        """The key by which an urgent answer sorts its lines. Numbers that phones in other countries can dial come
        first, then mail addresses. Among equals, the order is: lines of desks that can be reached now, other lines for
        the measure, lines of desks for other measures, lines of closed or silent desks."""
        is_reachable = self.desk is not None and self.desk.is_reachable
        return (*self.place, self.is_missed, not self.is_for_measure, not is_reachable)

    def read(self) -> NumberToCall:
        """Return the number. A restricted number is noted as disclosed."""
        return NumberToCall(self.label, self.link, self.first.read(), self.desk)


@dataclass(frozen=True)
class AnswerCalls:
    """The numbers of an answer. `desk` has the numbers of the desk to consult, `authority` the number of the authority
    to address. `lines` are all numbers to call, in the order in which to call them."""

    desk: DeskCalls | None
    authority: FirstContact | None
    lines: tuple[NumberToCall, ...]

    @property
    def by_office(self) -> list[list[NumberToCall]]:
        """The lines of each office together. The offices are in the order of their first lines."""
        found: dict[EntryKey, list[NumberToCall]] = {}
        for one in self.lines:
            found.setdefault(one.link.entry_key, []).append(one)
        return list(found.values())

    @property
    def answer_now(self) -> bool:
        """Whether one of the lines is known to be answered now."""
        return any(one.answers_now for one in self.lines)

    @property
    def work_from_abroad(self) -> bool:
        """Whether one of the lines works from other countries. True also if there is no line."""
        return not self.lines or any(one.first.works_from_abroad for one in self.lines)


def office_to_call(found: AtlasAnswer, data: AnswerData, viewer: Viewer, language: str) -> EntryKey | None:
    """Return the office of the requested State to call first about a request, or None if no office has a line.

    The first office whose line works from other countries is returned. If there is no such office, the first office
    that has a line is returned. The desk to consult comes before the authority to address. But if the measure brings a
    person home, the order is: the authority, the desk, the other offices of the way home.
    """
    desk = [found.desk.desk.link.entry_key] if found.desk else []
    authority = [one.institution.link.entry_key for one in found.addressees[:1]]
    if found.question.measure in CARE_MEASURES:
        keys = [*authority, *desk, *(one.link.entry_key for one in receiving_offices(found.question, data))]
    else:
        keys = [*desk, *authority]
    return first_reached(viewer, dict.fromkeys(keys), language)


def calls_of(found: AtlasAnswer, data: AnswerData, viewer: Viewer, language: str) -> AnswerCalls:
    """Return the numbers of an answer. Each restricted number is noted as disclosed.

    Numbers that phones in other countries can dial come first, then mail addresses (`OfficeChoice.place`).

    The lines of an urgent answer always include the numbers of the desk and of the authority to address, and the
    fallback lines. They are sorted by `_NumberChoice.rank`, and only the first MOST_CALLS are returned.

    If no line for the measure is a number that phones in other countries can dial, the first number of the State is
    added (`_beside`).
    """
    links = {one.link.entry_key: one.link for one in data.institutions.get(found.question.requested, ())}
    office = office_to_call(found, data, viewer, language)
    addressed = [one.institution.link.entry_key for one in found.addressees[:1]]
    firsts = list_first_choices(viewer, [key for key in dict.fromkeys([office, *addressed]) if key in links], language)
    authorities = {key: OfficeChoice("", links[key], first) for key, first in firsts.items()}
    desk = (
        desk_choices(viewer, [found.desk], language, found.question.measure)[found.desk.desk.link.key]
        if found.desk
        else None
    )
    own = desk.in_order(found.desk.desk.link) if found.desk and desk else []
    lines = [authorities[office]] if office in authorities else []
    if found.question.measure not in CARE_MEASURES or not lines:
        lines += own
    if found.urgent:
        lines += [*own, *authorities.values(), *_fallback(found, data, viewer, language)]
    desks = _desks(found, viewer, language)
    known = _with_desks(lines, desks, found, language)
    if found.urgent:
        known = _useful(known)
    known += _with_desks(_beside(found, known, viewer, language), desks, found, language)
    if found.urgent:
        ordered = sorted(known, key=lambda one: one.rank)[:MOST_CALLS]
    else:
        ordered = sorted(known, key=lambda one: one.place)
    to = firsts.get(addressed[0]) if addressed else None
    return AnswerCalls(desk.read() if desk else None, to.read() if to else None, tuple(one.read() for one in ordered))


def _beside(
    found: AtlasAnswer, known: Iterable[_NumberChoice], viewer: Viewer, language: str
) -> Sequence[OfficeChoice]:
    """Return a list of the first number of the State for the measure. The list is empty if a known line for the measure
    is a number that phones in other countries can dial. For an urgent answer, lines of closed or silent desks do not
    count."""
    missed = {one.link.key for one in known if one.is_missed} if found.urgent else set[str]()
    shown = [one.first for one in known if one.is_for_measure and one.link.key not in missed]
    asked = found.question
    return choices_beside(viewer, asked.requested, language, shown, asked.measure, passed_over=missed)


def _fallback(found: AtlasAnswer, data: AnswerData, viewer: Viewer, language: str) -> Iterator[OfficeChoice]:
    """Yield the lines of the desk's fallback chain. Without a desk to consult, yield the lines of the State's other
    desks and of its INTERPOL bureau."""
    if found.desk:
        for step in found.desk.next_steps:
            firsts = list_first_choices(ANONYMOUS, [link.entry_key for link in step.links], language)
            yield from (
                OfficeChoice(step.label, link, firsts[link.entry_key])
                for link in step.links
                if link.entry_key in firsts
            )
        return
    desks = [desk for desk in list_published().values() if desk.state == found.question.requested]
    ordered = sorted(desks, key=lambda desk: desk.precedence(found.question.measure, is_urgent=True))
    known = {line.desk.link.key: line for line in list_availability(viewer, [one.key for one in ordered], language)}
    calls = desk_choices(viewer, known.values(), language)
    other = str(CHAIN_STEPS.label(ChainStep.OTHER_NETWORK))
    yield from (
        OfficeChoice(other, known[one.key].desk.link, own)
        for one in ordered
        if one.key in known and (own := calls[one.key].own)
    )
    bureaus = {
        one.link.entry_key: one.link
        for one in data.institutions.get(found.question.requested, ())
        if one.kind == BUREAU
    }
    firsts = list_first_choices(viewer, bureaus, language)
    yield from (
        OfficeChoice(str(CHAIN_STEPS.label(ChainStep.NCB)), bureaus[key], first) for key, first in firsts.items()
    )


def _desks(found: AtlasAnswer, viewer: Viewer, language: str) -> Mapping[str, DeskAvailability]:
    """Return a mapping from desk key to availability, for all desks of the requested State."""
    own = {found.desk.desk.link.key: found.desk} if found.desk else {}
    keys = [
        desk.key for desk in list_published().values() if desk.state == found.question.requested and desk.key not in own
    ]
    return own | {line.desk.link.key: line for line in list_availability(viewer, keys, language)}


def _with_desks(
    lines: Iterable[OfficeChoice], desks: Mapping[str, DeskAvailability], found: AtlasAnswer, language: str
) -> list[_NumberChoice]:
    """Return each number once, with the availability of the desk that answers it. `desks` has all desks of the State.

    A number of an authority is answered by a desk if the desk publishes the same number as its own.
    """
    once: dict[str, OfficeChoice] = {}
    for one in (replace(line, first=first) for line in lines for first in line.first.each):
        same = once.setdefault(one.first.key, one)
        # If a desk and its authority have the same number, the line of the desk is used: the hours of a desk are known.
        if one.link.kind == FocalPoint.KIND != same.link.kind:
            once[one.first.key] = replace(one, label=same.label)
    public = list_first_choices(ANONYMOUS, [(FocalPoint.KIND, key) for key in desks], language)
    answering = {first.key: desks[key] for (_, key), first in public.items()}
    serving = {key for key, desk in list_published().items() if desk.serves(found.question.measure)}
    return [
        _NumberChoice(
            one.label,
            one.link,
            one.first,
            desk=desks.get(one.link.key) or answering.get(number),
            is_for_measure=one.link.kind != FocalPoint.KIND or one.link.key in serving,
        )
        for number, one in once.items()
    ]


def _useful(lines: Sequence[_NumberChoice]) -> list[_NumberChoice]:
    """Return the lines of an urgent answer that a person in another State can use.

    Lines that work only within the State are left out if another line works from other countries. Mail addresses of
    desks for other measures are left out.
    """
    working = [one for one in lines if one.first.works_from_abroad] or lines
    return [one for one in working if one.is_useful]
