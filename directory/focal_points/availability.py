"""Whether desks can be reached now, as far as the viewer may know, and the lines to call.

Public details come from a cache (`published.py`). Each request adds the parts of rotas that its viewer may read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from directory import clock
from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS, Viewer
from directory.focal_points import desk_states
from directory.focal_points.board_day import DeskDuties, DutyLine, duties_of
from directory.focal_points.desk_states import DeskState
from directory.focal_points.fallback_chain import FallbackStepLine, people_of
from directory.focal_points.first_contacts import (
    FirstChoice,
    FirstChoices,
    FirstContact,
    OfficeCall,
    OfficeChoice,
    list_first_choices,
    prefetch_first_contacts,
)
from directory.focal_points.presenters import DeskLine
from directory.focal_points.published import PublishedDesk, PublishedDesks, list_published, published
from directory.focal_points.queries import may_read_rota
from directory.focal_points.standings.presenters import StandingLine, list_lines
from directory.models import FocalPoint
from directory.models.details import Place
from directory.vocabulary import CHAIN_STEPS

MOST_INSTEAD = 2


@dataclass(frozen=True)
class DeskAvailability:
    """Whether one desk can be reached now, as far as one viewer may know."""

    desk: DeskLine
    # None if the desk has no rota that the viewer may read.
    duty: DutyLine | None
    # The IANA time zone of the viewer.
    zone: str
    languages: tuple[str, ...]
    # Whether somebody can be reached now: by the rota that the viewer may read or, without such a rota, by the
    # published details.
    is_reachable: bool
    # Whether the desk is shown green (see `DeskState.is_certain`).
    is_certain: bool
    # Whether the desk publishes cover round the clock but has no reliable number of its own. False with a readable
    # rota.
    lacks_number: bool
    # Whether the desk did not answer its last test. False if the viewer may not read the desk's rota.
    is_silent: bool
    # Whether the viewer may read the desk's rota, even if the desk has none.
    may_read_rota: bool
    # None if the directory has not even the minimum record of the desk.
    standing: StandingLine | None

    @property
    def is_closed(self) -> bool:
        """Whether nobody answers at the desk now. This follows from the rota if the viewer may read one, otherwise from
        the announced hours. Without both, the value is false."""
        if self.duty:
            return not self.duty.is_on_duty
        return self.desk.opening_state is not None and not self.desk.opening_state.is_open

    @property
    def is_missed(self) -> bool:
        """Whether the desk is closed, or did not answer its last test."""
        return self.is_closed or self.is_silent


@dataclass(frozen=True)
class DeskWithSteps(DeskAvailability):
    """The availability of one desk, and the steps of its fallback chain as far as the viewer may read them."""

    steps: tuple[FallbackStepLine, ...]

    @property
    def next_steps(self) -> tuple[FallbackStepLine, ...]:
        """The fallback steps that name an office to try next. Steps that only reach people of the desk are left out,
        since they name nobody whom the reader can call."""
        return tuple(step for step in self.steps if step.links)


@dataclass(frozen=True)
class DeskCalls:
    """The lines to call for one desk. `own` is the desk's own line. `instead` are the lines to call before `own`:

    - If the desk is closed (`DeskAvailability.is_closed`), these are up to MOST_INSTEAD lines of its fallback chain.
    - `state_contacts.desk_calls` may add the number of the desk's State as the first."""

    own: FirstContact | None
    instead: tuple[OfficeCall, ...] = ()
    is_closed: bool = False

    def __bool__(self) -> bool:
        return bool(self.own or self.instead)

    def in_order(self, desk: Link) -> list[OfficeCall]:
        """Return the lines in the order in which to call them. `desk` is the link to the desk, shown beside its own
        line."""
        return [*self.instead, *([OfficeCall("", desk, self.own)] if self.own else [])]


@dataclass(frozen=True)
class DeskChoices:
    """The lines to call for one desk, as in `DeskCalls`. No disclosure is noted before `read` is called."""

    own: FirstChoice | None
    instead: tuple[OfficeChoice, ...] = ()
    is_closed: bool = False

    def in_order(self, desk: Link) -> list[OfficeChoice]:
        """Return the lines in the order of `DeskCalls.in_order`."""
        return [*self.instead, *([OfficeChoice("", desk, self.own)] if self.own else [])]

    def read(self) -> DeskCalls:
        """Return the lines. Each restricted line is noted as disclosed."""
        instead = tuple(one.read() for one in self.instead)
        return DeskCalls(self.own.read() if self.own else None, instead, self.is_closed)


def list_availability(viewer: Viewer, keys: Collection[str], language: str) -> list[DeskAvailability]:
    """Return the availability of the desks with these keys, in the order of the board.

    Unknown keys and ended desks are left out. The number of SQL statements does not grow with the number of desks.
    """
    now, known = clock.now(), published(language)
    desks = [known.desks[key] for key in keys if key in known.desks]
    if not desks:
        return []
    states = in_order(desk_states.states_of(viewer, desks, now), known)
    return _lines(viewer, states, known, duties_of(viewer, states, now, language))


def availability_of(viewer: Viewer, key: str, language: str, measure: str = "") -> DeskWithSteps | None:
    """Return the availability of one desk with its fallback steps, or None if the desk is unknown or has ended. Desks
    that do not serve `measure` come last among the steps."""
    now, known = clock.now(), published(language)
    if key not in known.desks:
        return None
    states = desk_states.states_of(viewer, [known.desks[key]], now)
    [line] = lines_with_steps(viewer, states, known, duties_of(viewer, states, now, language))
    return replace(line, steps=_for_measure(line.steps, measure))


def nobody_answers(desks: Iterable[DeskAvailability | DeskState]) -> bool:
    """Return whether none of these desks can be reached now. Return True also if there are no desks."""
    return not any(one.is_reachable for one in desks)


def nobody_answers_in(viewer: Viewer, state: str) -> bool:
    """Return whether no desk of a State can be reached now, as far as the viewer may know. Return True also if the
    State has no desk."""
    own = [desk for desk in list_published().values() if desk.state == state]
    return nobody_answers(desk_states.states_of(viewer, own, clock.now()))


def desk_choices(
    viewer: Viewer, desks: Iterable[DeskAvailability], language: str, measure: str = ""
) -> Mapping[str, DeskChoices]:
    """Return a mapping from desk key to the lines to call. No disclosure is noted.

    Lines of the fallback chain that the viewer cannot dial (`can_dial`) are left out. The others are sorted by
    `OfficeChoice.place`. Among equals, desks that do not serve `measure` come last."""
    lines = list(desks)
    states = {line.desk.link.key: line.desk.state.key if line.desk.state else "" for line in lines}
    closed = [line.desk.link.key for line in lines if line.is_closed]
    steps = published(language).fallback_ends(closed) if closed else {}
    fallback = [link.entry_key for own in steps.values() for step in own for link in step.links]
    keys = [line.desk.link.entry_key for line in lines]
    prefetch_first_contacts([*keys, *fallback], language)
    firsts = list_first_choices(viewer, [*keys, *fallback], language)
    return {
        key: DeskChoices(
            firsts.get((kind, key)),
            _instead(viewer, states[key], _for_measure(steps.get(key, ()), measure), firsts),
            key in closed,
        )
        for kind, key in keys
    }


def can_dial(viewer: Viewer, state: str, first: FirstContact | FirstChoice) -> bool:
    """Return whether the viewer can use a contact of the State `state`. A number without a country code is of use to
    viewers of this State alone."""
    return first.works_from_abroad or state == viewer.jurisdiction != ""


def zones_of_lines(calls: Iterable[DeskCalls]) -> dict[str, str]:
    """Return a mapping from the key of each line (a contact key) to the IANA time zone of its office. The zone is an
    empty text if it is not known."""
    firsts = [one for own in calls for one in (own.own, *(instead.first for instead in own.instead)) if one]
    publics = [one.public for one in firsts if one.public]
    return {one.contact.key: one.zone for one in (*firsts, *publics)}


def own_next_steps(viewer: Viewer, desk: DeskWithSteps, language: str) -> tuple[FallbackStepLine, ...]:
    """Return the `next_steps` of a desk with the lines that the viewer may read and can dial. Each restricted line is
    noted as disclosed."""
    steps, state = desk.next_steps, desk.desk.state.key if desk.desk.state else ""
    firsts = list_first_choices(viewer, [link.entry_key for step in steps for link in step.links], language)
    return tuple(_with_line(viewer, state, step, firsts) for step in steps)


def in_order(states: Iterable[DeskState], known: PublishedDesks) -> list[DeskState]:
    """Return the states of desks, sorted by four criteria: reachable desks first, desks that did not answer their last
    test last, desks with somebody on duty first, name of the State. A criterion orders only desks that are equal by the
    criteria before it."""
    positions = known.positions
    return sorted(
        states, key=lambda one: (not one.is_reachable, one.is_silent, one.until is None, positions[one.desk.state])
    )


def lines_with_steps(
    viewer: Viewer, states: Sequence[DeskState], known: PublishedDesks, duties: DeskDuties
) -> list[DeskWithSteps]:
    """Return the availability of desks with their fallback steps, in the order of `states`."""
    ends = _with_lines(viewer, known.fallback_ends([one.desk.key for one in states]), known)
    lines = _lines(viewer, states, known, duties)
    people = _people({line.desk.link.key for line in lines if line.may_read_rota}, states, duties)
    return [
        DeskWithSteps(**vars(line), steps=(*people.get(one.desk.key, ()), *ends[one.desk.key]))
        for one, line in zip(states, lines, strict=True)
    ]


def _with_lines(
    viewer: Viewer, chains: Mapping[str, tuple[FallbackStepLine, ...]], known: PublishedDesks
) -> Mapping[str, tuple[FallbackStepLine, ...]]:
    """Return the steps of each desk. Each step gets the public lines of the desks and authorities that the step names,
    as far as the viewer can dial them."""
    named = [link.entry_key for steps in chains.values() for step in steps for link in step.links]
    # Pages also show the desks' own lines. Reading all lines together takes fewer SQL statements.
    prefetch_first_contacts([*((FocalPoint.KIND, key) for key in chains), *named], known.language)
    firsts = list_first_choices(ANONYMOUS, named, known.language)
    return {
        desk: tuple(_with_line(viewer, known.desks[desk].state, step, firsts) for step in steps)
        for desk, steps in chains.items()
    }


def _with_line(viewer: Viewer, state: str, step: FallbackStepLine, firsts: FirstChoices) -> FallbackStepLine:
    own = {link.key: firsts[link.entry_key] for link in step.links if link.entry_key in firsts}
    return replace(step, firsts={key: one.read() for key, one in own.items() if can_dial(viewer, state, one)})


def _lines(
    viewer: Viewer, states: Sequence[DeskState], known: PublishedDesks, duties: DeskDuties
) -> list[DeskAvailability]:
    lines, standings = known.lines([one.desk.key for one in states]), list_lines()
    return [
        DeskAvailability(
            desk=lines[one.desk.key],
            duty=duties.lines.get(one.desk.key),
            zone=duties.zone,
            languages=tuple(known.languages[code] for code in one.desk.languages),
            is_reachable=one.is_reachable,
            is_certain=one.is_certain,
            lacks_number=one.lacks_number,
            is_silent=one.is_silent,
            may_read_rota=may_read_rota(viewer, _place(one.desk)),
            standing=standings.get(one.desk.key),
        )
        for one in states
    ]


def _place(desk: PublishedDesk) -> Place:
    return Place(desk.state, frozenset({desk.network}), desk.key)


def _for_measure(steps: Sequence[FallbackStepLine], measure: str) -> tuple[FallbackStepLine, ...]:
    """Return the steps, with the desks that do not serve the measure in steps of their own at the end."""
    known = list_published()
    others = {key for key, desk in known.items() if not desk.serves(measure)}
    kept = [replace(step, links=tuple(one for one in step.links if one.key not in others)) for step in steps]
    moved = [replace(step, links=tuple(one for one in step.links if one.key in others)) for step in steps]
    return (
        *(one for step, one in zip(steps, kept, strict=True) if one.links or not step.links),
        *(one for one in moved if one.links),
    )


def _people(
    admitted: Collection[str], states: Iterable[DeskState], duties: DeskDuties
) -> Mapping[str, tuple[FallbackStepLine, ...]]:
    labels = {code: FallbackStepLine(str(term.label)) for code, term in CHAIN_STEPS.items()}
    places = {one.desk.key: _place(one.desk) for one in states if one.desk.key in admitted}
    found = people_of(places, duties.on_duty, clock.now())
    return {key: tuple(labels[step.step] for step in steps) for key, steps in found.items()}


def _instead(
    viewer: Viewer, state: str, steps: Iterable[FallbackStepLine], firsts: FirstChoices
) -> tuple[OfficeChoice, ...]:
    """Return up to MOST_INSTEAD lines of the fallback chain that the viewer can dial, sorted by `OfficeChoice.place`,
    then in the order of the chain."""
    found = [
        OfficeChoice(step.label, link, firsts[link.entry_key])
        for step in steps
        for link in step.links
        if link.entry_key in firsts and can_dial(viewer, state, firsts[link.entry_key])
    ]
    return tuple(sorted(found, key=lambda one: one.place)[:MOST_INSTEAD])
