"""The cards above the results, about the States, the measure and the offence that a text names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from directory.access.facts import LabelledCode, Link, state_link
from directory.access.viewer import Viewer
from directory.focal_points.availability import availability_of
from directory.focal_points.fallback_chain import FallbackStepLine
from directory.focal_points.first_contacts import list_first_contacts
from directory.focal_points.presenters import Clock, clock_of
from directory.focal_points.published import list_published
from directory.models import FocalPoint
from directory.search.documents import document_key
from directory.search.hits import Hit, hits
from directory.search.queries import list_offices
from directory.search.question import TextQuestion
from directory.vocabulary import MEASURES, OFFENCES, Vocabulary

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
    a desk. `clock` is the local time, or None if no time zone is known. `steps` are the desk's fallback chain.
    """

    office: Hit
    clock: Clock | None
    steps: tuple[NextStep, ...] = ()

    @property
    def is_for_steps(self) -> bool:
        """Whether the page shows `steps` before the line: nobody is on duty, the desk was silent, or it has no line."""
        known = self.office.line
        if known is None:
            return False
        return self.office.call is None or known.is_silent or (known.duty is not None and not known.is_reachable)


@dataclass(frozen=True)
class QuestionCard:
    """The card about one requested State: the link to the atlas and, if known, the line to call."""

    atlas: AtlasLink
    line: LineToCall | None


def question_cards(viewer: Viewer, question: TextQuestion, language: str) -> tuple[QuestionCard, ...]:
    """Return a card for each pair of States whose direction the text states.

    If the text names two States without a direction, there is a card for each direction. If it names one State, there
    is a card only if the text also names a measure or asks for a number. Shown restricted lines are recorded as
    disclosures.
    """
    return tuple(
        QuestionCard(link, _line_in(viewer, link.requested.key, question.measure, language))
        for link in _atlas_links(question, language)
    )


def _atlas_links(question: TextQuestion, language: str) -> Iterable[AtlasLink]:
    named = _labelled(MEASURES, question.measure), _labelled(OFFENCES, question.offence)
    pairs = question.pairs[:MOST_CARDS] or tuple(permutations(question.states[:2], 2))
    if pairs:
        links = [(state_link(asking, language), state_link(asked, language)) for asking, asked in pairs]
        return [AtlasLink(asking, asked, *named) for asking, asked in links]
    is_asked = bool(question.measure) or CALLING in question.guides
    return [AtlasLink(None, state_link(code, language), *named) for code in question.states if is_asked]


def _labelled(vocabulary: Vocabulary[Any], code: str) -> LabelledCode | None:
    return LabelledCode(code, str(vocabulary.label(code))) if code else None


def _line_in(viewer: Viewer, state: str, measure: str, language: str) -> LineToCall | None:
    desks = [desk for desk in list_published().values() if desk.state == state and desk.serves(measure)]
    if not desks:
        # The offices are read one after the other, since each line that is read is disclosed. If no office for the
        # measure has a line, an office for assistance in general can pass the question on.
        keys = dict.fromkeys((*list_offices(state, measure), *list_offices(state, "")))
        offices = (one for key in keys for one in _offices(viewer, [key], language))
        reached = _reached(offices)
        return LineToCall(reached, _clock(reached, language)) if reached else None
    first = min(desks, key=lambda desk: desk.precedence(measure))
    known = availability_of(viewer, first.key, language)
    found = _offices(viewer, [document_key(FocalPoint.KIND, first.key)], language)
    if known is None or not found:
        return None
    steps = tuple(_next_steps(viewer, known.next_steps, language))
    return LineToCall(replace(found[0], line=known), known.desk.clock, steps)


def _reached(offices: Iterable[Hit]) -> Hit | None:
    """Return the first office whose line works from other countries. If there is no such office, return the first
    office that has a line, or None."""
    domestic: Hit | None = None
    for one in offices:
        if one.call and one.call.works_from_abroad:
            return one
        domestic = domestic or (one if one.call else None)
    return domestic


def _next_steps(viewer: Viewer, steps: Iterable[FallbackStepLine], language: str) -> Iterator[NextStep]:
    for step in steps:
        keys = [document_key(link.kind, link.key) for link in step.links]
        yield NextStep(step.label, tuple(_offices(viewer, keys, language)))


def _offices(viewer: Viewer, keys: Sequence[str], language: str) -> list[Hit]:
    """Return the hits of authorities and desks, each with the contact that the viewer is to try first."""
    found = hits(keys, language)
    calls = list_first_contacts(viewer, [hit.link.entry_key for hit in found], language)
    return [replace(hit, call=calls.get(hit.link.entry_key)) for hit in found]


def _clock(office: Hit, language: str) -> Clock | None:
    return clock_of(office.call.zone, language) if office.call and office.call.zone else None
