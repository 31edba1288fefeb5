"""The cards above the results, about the States, the measure and the offence that a text names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from flask_babel import gettext

from directory.access.facts import LabelledCode, Link, state_link
from directory.access.viewer import Viewer
from directory.atlas.answer import answer
from directory.atlas.calls import office_to_call
from directory.atlas.question import AtlasQuestion, Offence
from directory.focal_points.availability import availability_of
from directory.focal_points.fallback_chain import FallbackStepLine
from directory.focal_points.first_contacts import first_reached, list_first_contacts
from directory.focal_points.presenters import Clock, clock_of
from directory.focal_points.published import list_published, published
from directory.i18n import isolated_in_rtl
from directory.jurisdictions.state_contacts import first_calls, number_beside
from directory.models import FocalPoint
from directory.models.details import EntryKey
from directory.search.documents import document_key, entry_of
from directory.search.hits import Hit, hits
from directory.search.queries import list_institutions, list_offices
from directory.search.question import TextQuestion
from directory.vocabulary import CARE_MEASURES, MEASURES, OFFENCES, Vocabulary

# The code of the guide to the desks: a text that names it asks for a number.
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
    a desk. `clock` is the local time, or None if no time zone is known. `steps` are the other offices with a line: of
    the desk's fallback chain and, if nothing else has a number, the office with which the page of the State begins.
    """

    office: Hit
    clock: Clock | None
    steps: tuple[NextStep, ...] = ()

    @property
    def is_for_steps(self) -> bool:
        """Whether the page shows `steps` before the line: there are steps, and the office has no number that the viewer
        may read and can dial from another country, or it is a desk that is closed or was silent."""
        known, call = self.office.line, self.office.call
        is_missed = known is not None and (known.is_silent or known.is_closed)
        return bool(self.steps) and (is_missed or call is None or not call.rings_from_abroad)


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


def question_cards(viewer: Viewer, question: TextQuestion, language: str) -> tuple[QuestionCard, ...]:
    """Return a card for each pair of States whose direction the text states, at most MOST_CARDS.

    If the text names several States without a direction, the first two get a card for each direction. If it names one
    State, there is a card only if the text also names a measure, asks for a number, or contains no other words.
    Restricted lines on the cards are recorded as disclosures.
    """
    return tuple(_card(viewer, question, link, language) for link in _atlas_links(question, language))


def _card(viewer: Viewer, question: TextQuestion, asked: AtlasLink, language: str) -> QuestionCard:
    """Return the card about one requested State. If the text names an institution and no measure, the office to call is
    of this kind, if the viewer may read a contact of such an office."""
    named = question.institutions if not asked.measure else frozenset()
    key = first_reached(viewer, _institutions(asked.requested.key, named, language), language) if named else None
    line = _line_to_call(viewer, asked, key or _office(viewer, asked, language), language)
    is_of_another = bool(named and line) and key is None
    return QuestionCard(asked, line, _of_another(asked.requested) if is_of_another else "")


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
    is_asked = bool(question.measure) or CALLING in question.guides or not question.rest
    return [AtlasLink(None, state_link(code, language), *named) for code in question.states if is_asked]


def _labelled(vocabulary: Vocabulary[Any], code: str) -> LabelledCode | None:
    return LabelledCode(code, str(vocabulary.label(code))) if code else None


def _line_to_call(viewer: Viewer, asked: AtlasLink, key: EntryKey | None, language: str) -> LineToCall | None:
    found = _offices(viewer, [document_key(*key)], language) if key else []
    if key is None or not found:
        return None
    measure = asked.measure.code if asked.measure else ""
    known = availability_of(viewer, key[1], language, measure) if key[0] == FocalPoint.KIND else None
    steps = tuple(_next_steps(viewer, known.next_steps if known else (), language))
    steps = (
        *_number_beside(viewer, asked, [found[0], *(one for step in steps for one in step.offices)], language),
        *steps,
    )
    now = known.desk.clock if known else _clock(found[0], language)
    return LineToCall(replace(found[0], line=known), now, steps)


def _office(viewer: Viewer, asked: AtlasLink, language: str) -> EntryKey | None:
    """Return the office to call. If the text names both States and a measure, return the office to which the atlas
    leads. If it names no measure, return the office with which the page of the State begins.

    If the atlas leads to no office, or if the text names one State, return the requested State's desk for the measure.
    If there is no such desk, `first_reached` chooses among the authorities for the measure, then the authorities for
    assistance in general.

    If the measure brings a person home (CARE_MEASURES), the desk is not returned at once. `first_reached` chooses among
    the authorities for the measure, then the desk, then the authorities for assistance in general.
    """
    state, measure = asked.requested.key, asked.measure.code if asked.measure else ""
    if not measure:
        call = first_calls(viewer, [state], language).get(state)
        return call.link.entry_key if call else None
    if asked.requesting:
        offence = Offence(asked.offence.code) if asked.offence else Offence()
        found, data = answer(AtlasQuestion(asked.requesting.key, state, measure, offence), viewer, language)
        desk = found.desk.desk.link.entry_key if found.desk else None
        if key := office_to_call(found, data, viewer, language) or desk:
            return key
    serving = [one for one in list_published().values() if one.state == state and one.serves(measure)]
    own = [(FocalPoint.KIND, min(serving, key=lambda one: one.precedence(measure)).key)] if serving else []
    if own and measure not in CARE_MEASURES:
        return own[0]
    offices = [*map(entry_of, list_offices(state, measure)), *own, *map(entry_of, list_offices(state, ""))]
    return first_reached(viewer, dict.fromkeys(offices), language) or next(iter(own), None)


def _next_steps(viewer: Viewer, steps: Iterable[FallbackStepLine], language: str) -> Iterator[NextStep]:
    """Yield the steps that have a line to call, with the offices that have one."""
    for step in steps:
        keys = [document_key(link.kind, link.key) for link in step.links]
        if offices := tuple(one for one in _offices(viewer, keys, language) if one.call):
            yield NextStep(step.label, offices)


def _number_beside(viewer: Viewer, asked: AtlasLink, shown: Iterable[Hit], language: str) -> Iterator[NextStep]:
    """Yield the first number of the State as a step, if none of the shown offices has a number to dial."""
    measure = asked.measure.code if asked.measure else ""
    lines = [one.call for one in shown if one.call]
    for call in number_beside(viewer, asked.requested.key, language, lines, measure):
        [office] = hits([document_key(*call.link.entry_key)], language)
        yield NextStep(call.label, (replace(office, call=call.first),))


def _offices(viewer: Viewer, keys: Sequence[str], language: str) -> list[Hit]:
    """Return the hits of authorities and desks, each with the contact that the viewer is to try first."""
    found = hits(keys, language)
    calls = list_first_contacts(viewer, [hit.link.entry_key for hit in found], language)
    return [replace(hit, call=calls.get(hit.link.entry_key)) for hit in found]


def _clock(office: Hit, language: str) -> Clock | None:
    return clock_of(office.call.zone, language) if office.call and office.call.zone else None
