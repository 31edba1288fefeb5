"""The cards above the results, about the States, the measure and the offence that a text names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from flask_babel import gettext

from directory.access.facts import LabelledCode, Link, state_link
from directory.access.viewer import Viewer
from directory.atlas.answer import answer, compose
from directory.atlas.calls import NumberToCall, calls_of
from directory.atlas.question import AtlasQuestion, Offence
from directory.focal_points.availability import availability_of, can_dial, list_availability
from directory.focal_points.fallback_chain import FallbackStepLine
from directory.focal_points.first_contacts import OfficeCall, first_reached, list_first_contacts
from directory.focal_points.presenters import Clock, clock_of
from directory.focal_points.published import list_published, published
from directory.focal_points.state_contacts import first_calls, number_beside
from directory.i18n import isolated_in_rtl
from directory.models import FocalPoint
from directory.models.details import EntryKey
from directory.search.documents import document_key, entry_of
from directory.search.hits import Hit, hits
from directory.search.queries import list_institutions, list_offices
from directory.search.question import TextQuestion
from directory.vocabulary import CARE_MEASURES, MEASURES, OFFENCES, Vocabulary

# The code of the guide to the desks. A text that names this guide asks for a number to call.
CALLING = "desks"
MOST_CARDS = 2


@dataclass(frozen=True)
class AtlasLink:
    """A link to the answer of the atlas. `requesting` is None if the text names only one State."""

    requesting: Link | None
    requested: Link
    measure: LabelledCode | None
    offence: LabelledCode | None

    @property
    def address(self) -> dict[str, str]:
        """The parts of the question that the text names, as query parameters of the atlas."""
        named = {
            "from": self.requesting.key if self.requesting else "",
            "to": self.requested.key,
            "measure": self.measure.code if self.measure else "",
            "offence": self.offence.code if self.offence else "",
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class NextStep:
    """A step of a desk's fallback chain. `offices` are the offices of the step, with their lines to call."""

    label: str
    offices: tuple[Hit, ...]


@dataclass(frozen=True)
class LineToCall:
    """The office to call in a State: its desk, or an authority if the State has no desk.

    `office.call` is the contact to try first, or None if the viewer may read none. `office.line` is the availability of
    the desk that answers. `clock` is the local time, or None if no time zone is known. `label` says why people call
    this office, or is empty.

    `steps` are the other offices with a line. For a question about two States, these are the further numbers that the
    atlas names. Otherwise they are further offices of the State's page, the number of the State if no other office has
    a number that may answer, and the offices of the desk's fallback chain.
    """

    office: Hit
    clock: Clock | None
    steps: tuple[NextStep, ...] = ()
    label: str = ""

    @property
    def is_for_steps(self) -> bool:
        """Whether the page shows `steps` before the line, because an office of them is better to call. Numbers that
        phones in other countries can dial are better than other contacts. Among equals, offices that are not known to
        be closed or silent are better."""
        return any(_place(one) < _place(self.office) for step in self.steps for one in step.offices)


@dataclass(frozen=True)
class QuestionCard:
    """The card about one requested State: the link to the atlas and, if known, the line to call.

    `remark` says that the line is of another institution than the text names, or is empty."""

    atlas: AtlasLink
    line: LineToCall | None
    remark: str = ""

    @property
    def is_of_state(self) -> bool:
        """Whether the text names the State alone, without another State and without a measure."""
        return self.atlas.requesting is None and self.atlas.measure is None


def _place(office: Hit) -> tuple[bool, bool, bool]:
    call = office.call
    is_missed = office.line is not None and office.line.is_missed
    return not (call and call.works_from_abroad), not (call and call.rings_from_abroad), is_missed


def question_cards(viewer: Viewer, question: TextQuestion, language: str) -> tuple[QuestionCard, ...]:
    """Return a card for each pair of States whose direction the text states, at most MOST_CARDS.

    If the text names several States without a direction, the first two get a card for each direction. If the text names
    one State, this State gets a card. There is no card if the text is the whole name of another entry, and names no
    measure and no offence, and does not ask for a number: this entry is the first result, with its own number.

    Restricted lines on the cards are recorded as disclosures.
    """
    return tuple(_card(viewer, question, link, language) for link in _atlas_links(question, language))


def _card(viewer: Viewer, question: TextQuestion, asked: AtlasLink, language: str) -> QuestionCard:
    """Return the card about one requested State. If the text names an institution and no measure, the office to call is
    an institution of this kind. If the viewer may read no contact of such an institution, it is another office."""
    if line := _line_of_atlas(viewer, asked, language):
        return QuestionCard(asked, line)
    named = question.institutions if not asked.measure else frozenset()
    key = first_reached(viewer, _institutions(asked.requested.key, named, language), language) if named else None
    if key or asked.measure:
        line = _line_to_call(viewer, asked, key or _office(viewer, asked, language), language)
    else:
        line = _line_of_state(viewer, asked, language)
    is_of_another = bool(named and line) and key is None
    return QuestionCard(asked, line, _of_another(asked.requested) if is_of_another else "")


def _line_of_atlas(viewer: Viewer, asked: AtlasLink, language: str) -> LineToCall | None:
    """Return the numbers that the atlas names for the question, in its order. If the first of them is not known to
    answer now, the numbers of an urgent question follow. Return None if the atlas names no number, or if the text does
    not name both States and a measure."""
    if asked.requesting is None or asked.measure is None:
        return None
    offence = Offence(asked.offence.code) if asked.offence else Offence()
    question = AtlasQuestion(asked.requesting.key, asked.requested.key, asked.measure.code, offence)
    found, data = answer(question, viewer, language)
    lines = [*calls_of(found, data, viewer, language).lines]
    if not lines:
        return None
    if not lines[0].answers_now:
        urgent = compose(replace(question, is_urgent=True), data, viewer, language)
        known = {one.first.contact.key for one in lines}
        lines += [one for one in calls_of(urgent, data, viewer, language).lines if one.first.contact.key not in known]
    offices = [_called(one, language) for one in lines]
    steps = tuple(NextStep(one.label, (office,)) for one, office in zip(lines[1:], offices[1:], strict=True))
    return LineToCall(offices[0], _clock(offices[0], language), steps)


def _called(number: NumberToCall, language: str) -> Hit:
    [office] = hits([document_key(*number.link.entry_key)], language)
    return replace(office, call=number.first, line=number.desk)


def _of_another(state: Link) -> str:
    return str(
        gettext(
            "This directory knows no contact of such an institution in this State: %(state)s. The contact here is of"
            " another institution.",
            state=isolated_in_rtl(state.text.text),
        )
    )


def _institutions(state: str, kinds: frozenset[str], language: str) -> list[EntryKey]:
    """Return the keys of the desks of the State's authorities of these kinds, then of the authorities."""
    offices = [entry_of(key) for key in list_institutions(state, kinds)]
    desks = published(language).lines([key for key, desk in list_published().items() if desk.state == state])
    own = [desk.link.entry_key for desk in desks.values() if desk.authority.entry_key in offices]
    return [*own, *offices]


def _atlas_links(question: TextQuestion, language: str) -> Iterable[AtlasLink]:
    named = _labelled(MEASURES, question.measure), _labelled(OFFENCES, question.offence)
    pairs = question.pairs[:MOST_CARDS] or tuple(permutations(question.states[:2], 2))
    if pairs:
        links = [(state_link(asking, language), state_link(asked, language)) for asking, asked in pairs]
        return [AtlasLink(asking, asked, *named) for asking, asked in links]
    is_asked = any(named) or CALLING in question.guides or not question.rest or not question.names_entry
    return [AtlasLink(None, state_link(code, language), *named) for code in question.states if is_asked]


def _labelled(vocabulary: Vocabulary[Any], code: str) -> LabelledCode | None:
    return LabelledCode(code, str(vocabulary.label(code))) if code else None


def _line_of_state(viewer: Viewer, asked: AtlasLink, language: str) -> LineToCall | None:
    """Return the first office to call on the page of the State, with the viewer's rights. If a visitor would see
    another first office, this office is a step. Return None if the State has no usable contact."""
    calls = first_calls(viewer, [asked.requested.key], language).get(asked.requested.key)
    if not calls:
        return None
    line = _line_to_call(viewer, asked, calls[0].link.entry_key, language, calls[1:])
    return replace(line, label=calls[0].label) if line else None


def _line_to_call(
    viewer: Viewer, asked: AtlasLink, key: EntryKey | None, language: str, further: Iterable[OfficeCall] = ()
) -> LineToCall | None:
    """Return the office `key` as the line to call, or None if there is no such office. Its steps are the calls
    `further`, the number of the State if no other office has a number that may answer, and the fallback chain of a
    desk."""
    found = _offices(viewer, [key], language) if key else {}
    if key not in found:
        return None
    measure = asked.measure.code if asked.measure else ""
    known = availability_of(viewer, key[1], language, measure) if key[0] == FocalPoint.KIND else None
    office = replace(found[key], line=known)
    steps = _next_steps(viewer, asked.requested.key, known.next_steps if known else (), language)
    shown = [office, *(one for step in steps for one in step.offices)]
    numbers = {call.contact.key for one in shown if one.call for call in (one.call, one.call.public) if call}
    beside = [one for one in further if one.first.contact.key not in numbers]
    missed = {one.link.key for one in shown if one.line and one.line.is_missed}
    firsts = [*(one.call for one in shown if one.call and one.link.key not in missed), *(one.first for one in beside)]
    beside += number_beside(viewer, asked.requested.key, language, firsts, measure, missed)
    return LineToCall(
        office,
        known.desk.clock if known else _clock(office, language),
        (*(_step_of(viewer, one, language) for one in beside), *steps),
    )


def _office(viewer: Viewer, asked: AtlasLink, language: str) -> EntryKey | None:
    """Return the office to call for a measure: the requested State's desk for the measure. If there is no such desk,
    `first_reached` chooses among the authorities for the measure, then the authorities for assistance in general.

    If the measure brings a person home (CARE_MEASURES), the desk is not returned at once. `first_reached` chooses among
    the authorities for the measure, then the desk, then the authorities for assistance in general.
    """
    state, measure = asked.requested.key, asked.measure.code if asked.measure else ""
    serving = [one for one in list_published().values() if one.state == state and one.serves(measure)]
    own = [(FocalPoint.KIND, min(serving, key=lambda one: one.precedence(measure)).key)] if serving else []
    if own and measure not in CARE_MEASURES:
        return own[0]
    offices = [*map(entry_of, list_offices(state, measure)), *own, *map(entry_of, list_offices(state, ""))]
    return first_reached(viewer, dict.fromkeys(offices), language) or next(iter(own), None)


def _next_steps(viewer: Viewer, state: str, steps: Iterable[FallbackStepLine], language: str) -> list[NextStep]:
    """Return the steps with at least one office whose contact the viewer can dial. Other offices of a step are left
    out."""
    steps = tuple(steps)
    offices = _other_offices(viewer, [link.entry_key for step in steps for link in step.links], language)
    found = {key: one for key, one in offices.items() if one.call and can_dial(viewer, state, one.call)}
    called = [
        NextStep(step.label, tuple(found[link.entry_key] for link in step.links if link.entry_key in found))
        for step in steps
    ]
    return [step for step in called if step.offices]


def _step_of(viewer: Viewer, call: OfficeCall, language: str) -> NextStep:
    office = _other_offices(viewer, [call.link.entry_key], language)[call.link.entry_key]
    return NextStep(call.label, (replace(office, call=call.first),))


def _offices(viewer: Viewer, keys: Sequence[EntryKey], language: str) -> dict[EntryKey, Hit]:
    """Return the hits of authorities and desks, each with the contact that the viewer is to try first."""
    found = {hit.link.entry_key: hit for hit in hits([document_key(*key) for key in keys], language)}
    calls = list_first_contacts(viewer, found, language)
    return {key: replace(hit, call=calls.get(key)) for key, hit in found.items()}


def _other_offices(viewer: Viewer, keys: Sequence[EntryKey], language: str) -> dict[EntryKey, Hit]:
    """Return the hits of `_offices`, and add the availability to the hits of desks."""
    found = _offices(viewer, keys, language)
    desks = list_availability(viewer, [key for kind, key in found if kind == FocalPoint.KIND], language)
    lines = {one.desk.link.entry_key: one for one in desks}
    return {key: replace(hit, line=lines.get(key)) for key, hit in found.items()}


def _clock(office: Hit, language: str) -> Clock | None:
    return clock_of(office.call.zone, language) if office.call and office.call.zone else None
