"""What the board shows: who can be reached now, on duty first, a page at a time.

Order, filters and pages follow from `reach.list_states`; only the desks of one page are loaded.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from directory import clock, i18n
from directory.access.facts import Link, Text, name_of, state_link
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS, Viewer
from directory.focal_points import chain, queries, reach
from directory.focal_points.day import Day, Duty, day_of
from directory.focal_points.presenters import DeskLine, desk_lines
from directory.focal_points.reach import DeskState
from directory.focal_points.readers import may_read_rota
from directory.models import FocalPoint
from directory.paging import PER_PAGE, Paged
from directory.vocabulary import CHAIN_STEPS


@dataclass(frozen=True)
class Asked:
    """How a board is narrowed; what is empty does not narrow it."""

    network: str = ""
    jurisdiction: str = ""
    speaks: str = ""
    reachable: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows it."""
        return bool(self.network or self.jurisdiction or self.speaks or self.reachable)

    @property
    def arguments(self) -> dict[str, Any]:
        """Return the arguments of its address, but for the page."""
        named = {"network": self.network, "jurisdiction": self.jurisdiction, "speaks": self.speaks}
        return {name: value for name, value in (named | {"reachable": self.reachable}).items() if value}

    def takes(self, state: DeskState) -> bool:
        """Return whether a desk is among those asked for."""
        return (
            self.network in ("", state.network)
            and self.jurisdiction in ("", state.state)
            and (not self.speaks or self.speaks in state.languages)
            and (not self.reachable or state.is_reachable)
        )


@dataclass(frozen=True)
class StepLine:
    """One step of the fallback chain in words, with the desks or authorities that it leads to; never a name."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class BoardLine:
    """A desk on the board. `duty` is None where the viewer may read no rota of it; a silent one did not answer its
    last test, as far as the viewer may know."""

    desk: DeskLine
    duty: Duty | None
    languages: tuple[Text, ...]
    steps: tuple[StepLine, ...]
    is_silent: bool


@dataclass(frozen=True)
class Board:
    """One page of the board. `version` changes when any of it does; times are those of `zone`."""

    lines: list[BoardLine]
    total: int
    page: int
    pages: int
    networks: list[Link]
    states: list[Link]
    languages: list[tuple[str, str]]
    day: Day
    version: str


def board(viewer: Viewer, asked: Asked, language: str) -> Board:
    """Return one page of the board; the number of SQL statements does not grow with desks."""
    now = clock.now()
    states = reach.list_states(viewer, now)
    found = _page_of(states, asked, language)
    shown: Sequence[DeskState] = found.rows
    desks = queries.load([state.key for state in shown])
    lines = {line.link.key: line for line in desk_lines(viewer, desks, language)}
    day = day_of(viewer, shown, now, language)
    steps = _steps_of(viewer, desks, now, language)
    return Board(
        lines=[_line(lines[state.key], state, day, steps, language) for state in shown],
        total=found.total,
        page=found.page,
        pages=found.pages,
        networks=_networks(states, language),
        states=_by_name(state_link(code, language) for code in {one.state for one in states} - {""}),
        languages=_speaks(states, language),
        day=day,
        version=_version(found),
    )


def line_of(viewer: Viewer, desk: FocalPoint, language: str) -> BoardLine | None:
    """Return what the board says of one desk, for its own page; None for one that has ended."""
    now = clock.now()
    state = reach.get_state(viewer, desk.key, now)
    if state is None:
        return None
    [shown] = desk_lines(viewer, [desk], language)
    day, steps = day_of(viewer, [state], now, language), _steps_of(viewer, [desk], now, language)
    return _line(shown, state, day, steps, language)


def version(viewer: Viewer, asked: Asked, language: str) -> str:
    """Return the version of a page of the board; one SQL statement."""
    return _version(_page_of(reach.list_states(viewer, clock.now()), asked, language))


def _line(
    desk: DeskLine, state: DeskState, day: Day, steps: Mapping[str, tuple[StepLine, ...]], language: str
) -> BoardLine:
    spoken = tuple(Text(i18n.language_name(code, language), language) for code in state.languages)
    return BoardLine(desk, day.duties.get(state.key), spoken, steps[state.key], state.is_silent)


def _page_of(states: Sequence[DeskState], asked: Asked, language: str) -> Paged[DeskState]:
    """Return one page of the desks asked for: those that can be reached first, of them those which answer first, of
    them those on duty by the rota; then by the State's name."""
    found = [state for state in states if asked.takes(state)]
    codes = i18n.sorted_by_name({one.state for one in found}, lambda code: i18n.territory_name(code, language))
    places = {code: place for place, code in enumerate(codes)}
    found.sort(key=lambda one: (not one.is_reachable, one.is_silent, one.until is None, places[one.state], one.key))
    page = min(asked.page, max(1, -(-len(found) // PER_PAGE)))
    return Paged(found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page)


def _version(found: Paged[DeskState]) -> str:
    return hashlib.sha256(repr((found.rows, found.total, found.page)).encode()).hexdigest()[:32]


def _networks(states: Sequence[DeskState], language: str) -> list[Link]:
    readings = read_all(ANONYMOUS, queries.list_networks({one.network for one in states} - {""}))
    return _by_name(Link("network", reading.key, name_of(reading, language)) for reading in readings)


def _speaks(states: Sequence[DeskState], language: str) -> list[tuple[str, str]]:
    spoken = {code for one in states for code in one.languages}
    names = ((code, i18n.language_name(code, language)) for code in spoken)
    return i18n.sorted_by_name(names, lambda named: named[1])


def _by_name(links: Iterable[Link]) -> list[Link]:
    return i18n.sorted_by_name(links, lambda link: link.text.text)


def _steps_of(
    viewer: Viewer, desks: Sequence[FocalPoint], now: datetime, language: str
) -> Mapping[str, tuple[StepLine, ...]]:
    """Return the chain of each desk; its people count only for those who may read its rota."""
    own = [desk for desk in desks if may_read_rota(viewer, desk.place())]
    found = chain.last_resorts(desks) | (chain.chains(own, now) if own else {})
    links = _links(viewer, [step for steps in found.values() for step in steps], language)
    return {
        desk: tuple(
            StepLine(str(CHAIN_STEPS.label(step.step)), tuple(links[key] for key in (*step.desks, *step.authorities)))
            for step in steps
        )
        for desk, steps in found.items()
    }


def _links(viewer: Viewer, steps: Iterable[chain.Step], language: str) -> Mapping[str, Link]:
    steps = list(steps)
    desks = queries.load([key for step in steps for key in step.desks])
    bureaus = queries.load_authorities([key for step in steps for key in step.authorities])
    readings = read_all(viewer, {*bureaus, *(desk.authority for desk in desks)})
    names = {reading.key: name_of(reading, language) for reading in readings}
    return {desk.key: Link(desk.KIND, desk.key, names[desk.authority_key]) for desk in desks} | {
        one.key: Link(one.KIND, one.key, names[one.key]) for one in bureaus
    }
