"""The board: the list of all desks, in pages. Desks that can be reached now come first.

Public details come from a cache (`published.py`). Each request adds the parts of rotas that its viewer may read.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory import clock
from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS, Viewer
from directory.focal_points import desk_states
from directory.focal_points.board_day import BoardDay, DutyLine, day_of
from directory.focal_points.desk_states import DeskState
from directory.focal_points.fallback_chain import people_of
from directory.focal_points.first_contacts import list_first_contacts
from directory.focal_points.presenters import DeskLine
from directory.focal_points.published import FallbackStepLine, PublishedDesks, list_published, published
from directory.focal_points.rota_readers import may_read_rota
from directory.models.details import Place
from directory.paging import PER_PAGE, ListFilter, Paged, page_number
from directory.vocabulary import CHAIN_STEPS


@dataclass(frozen=True)
class DeskFilter(ListFilter):
    """The filter of the board. An empty field matches all desks."""

    network: str = ""
    jurisdiction: str = ""
    # The code of a language.
    speaks: str = ""
    # "now" or empty.
    reachable: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "DeskFilter":
        """Return the filter in query parameters. Any value of `reachable` except "now" counts as empty."""
        named = {name: arguments.get(name, "") for name in ("network", "jurisdiction", "speaks")}
        reachable = "now" if arguments.get("reachable") == "now" else ""
        return cls(**named, reachable=reachable, page=page_number(arguments))

    def matches(self, state: DeskState) -> bool:
        """Return whether a desk passes the filter."""
        return (
            self.network in ("", state.desk.network)
            and self.jurisdiction in ("", state.desk.state)
            and (not self.speaks or self.speaks in state.desk.languages)
            and (not self.reachable or state.is_reachable)
        )


@dataclass(frozen=True)
class DeskAvailability:
    """Whether one desk can be reached now, as far as one viewer may know."""

    desk: DeskLine
    # None if the desk has no rota that the viewer may read.
    duty: DutyLine | None
    # The viewer's time zone.
    zone: str
    languages: tuple[str, ...]
    steps: tuple[FallbackStepLine, ...]
    # By the rota that the viewer may read or, without such a rota, by the published details.
    is_reachable: bool
    # Whether the desk is shown green (see `DeskState.is_certain`).
    is_certain: bool
    # Whether the desk publishes cover round the clock but has no reliable number of its own. False with a readable
    # rota.
    lacks_number: bool
    # Whether the desk did not answer its last test. False if the viewer may not read the desk's rota.
    is_silent: bool
    # Whether the viewer may read the desk's rota, even if the desk has none.
    is_admitted: bool

    @property
    def next_steps(self) -> tuple[FallbackStepLine, ...]:
        """The fallback steps after the people on duty now, or all steps if the viewer knows of nobody on duty."""
        return self.steps[1:] if self.duty and self.duty.is_on_duty else self.steps


@dataclass(frozen=True)
class DeskBoardPage:
    """One page of the board. `networks`, `states` and `languages` are the choices of the filter."""

    lines: list[DeskAvailability]
    total: int
    page: int
    pages: int
    networks: list[Link]
    states: list[Link]
    languages: Mapping[str, str]
    day: BoardDay
    # A digest of the page's content, without the time shown at each desk.
    version: str


def board(viewer: Viewer, asked: DeskFilter, language: str) -> DeskBoardPage:
    """Return one page of the board, in the order of `_page_of`. A page number past the end gives the last page.

    The number of SQL statements does not grow with the number of desks.
    """
    now, known = clock.now(), published(language)
    found = _page_of(viewer, asked, known, now)
    day = day_of(viewer, found.rows, now, language)
    lines = _lines(viewer, found.rows, known, day)
    return DeskBoardPage(
        lines=lines,
        total=found.total,
        page=found.page,
        pages=found.pages,
        networks=known.networks,
        states=known.states,
        languages=known.languages,
        day=day,
        version=_version(found, lines, language),
    )


def list_availability(viewer: Viewer, keys: Collection[str], language: str) -> list[DeskAvailability]:
    """Return the availability of the desks with these keys, in the order of the board.

    Unknown keys and ended desks are left out. The number of SQL statements does not grow with the number of desks.
    """
    now, known = clock.now(), published(language)
    desks = [known.desks[key] for key in keys if key in known.desks]
    if not desks:
        return []
    states = _in_order(desk_states.states_of(viewer, desks, now), known)
    return _lines(viewer, states, known, day_of(viewer, states, now, language))


def availability_of(viewer: Viewer, key: str, language: str) -> DeskAvailability | None:
    """Return the availability of one desk, or None if the desk is unknown or has ended."""
    return next(iter(list_availability(viewer, [key], language)), None)


def nobody_answers(desks: Iterable[DeskAvailability | DeskState]) -> bool:
    """Return whether none of these desks can be reached now. True also if there are no desks."""
    return not any(one.is_reachable for one in desks)


def nobody_answers_in(viewer: Viewer, state: str) -> bool:
    """Return whether no desk of a State can be reached now, as far as the viewer may know.

    The result is true also if the State has no desk.
    """
    own = [desk for desk in list_published().values() if desk.state == state]
    return nobody_answers(desk_states.states_of(viewer, own, clock.now()))


def version(viewer: Viewer, asked: DeskFilter, language: str) -> str:
    """Return the version token of a page of the board (`DeskBoardPage.version`)."""
    now, known = clock.now(), published(language)
    found = _page_of(viewer, asked, known, now)
    return _version(found, _lines(viewer, found.rows, known, day_of(viewer, found.rows, now, language)), language)


def _page_of(viewer: Viewer, asked: DeskFilter, known: PublishedDesks, now: datetime) -> Paged[DeskState]:
    """Return a page of desks, sorted: can be reached, not silent, on duty, name of the State."""
    states = desk_states.states_of(viewer, known.desks.values(), now)
    found = _in_order([one for one in states if asked.matches(one)], known)
    page = min(asked.page, max(1, -(-len(found) // PER_PAGE)))
    return Paged(found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page)


def _in_order(states: Iterable[DeskState], known: PublishedDesks) -> list[DeskState]:
    places = known.places
    return sorted(
        states, key=lambda one: (not one.is_reachable, one.is_silent, one.until is None, places[one.desk.state])
    )


def _version(found: Paged[DeskState], lines: Sequence[DeskAvailability], language: str) -> str:
    """Return a digest of what a page shows of its desks, except the time of day and lines that are not public.

    The page polls this digest. Each poll would otherwise disclose such lines.
    """
    shown = [
        (replace(line, desk=replace(line.desk, clock=None)), line.desk.clock and line.desk.clock.zone) for line in lines
    ]
    calls = list_first_contacts(ANONYMOUS, [line.desk.link.entry_key for line in lines], language)
    return hashlib.sha256(repr((found.rows, found.total, found.page, shown, calls)).encode()).hexdigest()[:32]


def _lines(viewer: Viewer, states: Sequence[DeskState], known: PublishedDesks, day: BoardDay) -> list[DeskAvailability]:
    keys = [one.desk.key for one in states]
    lines, ends, admitted = known.lines(keys), known.ends(keys), _admitted(viewer, states)
    people = _people(admitted, day)
    return [
        DeskAvailability(
            desk=lines[one.desk.key],
            duty=day.duties.get(one.desk.key),
            zone=day.zone,
            languages=tuple(known.languages[code] for code in one.desk.languages),
            steps=(*people.get(one.desk.key, ()), *ends[one.desk.key]),
            is_reachable=one.is_reachable,
            is_certain=one.is_certain,
            lacks_number=one.lacks_number,
            is_silent=one.is_silent,
            is_admitted=one.desk.key in admitted,
        )
        for one in states
    ]


def _admitted(viewer: Viewer, states: Sequence[DeskState]) -> Mapping[str, Place]:
    places = {one.desk.key: Place(one.desk.state, frozenset({one.desk.network}), one.desk.key) for one in states}
    return {key: place for key, place in places.items() if may_read_rota(viewer, place)}


def _people(own: Mapping[str, Place], day: BoardDay) -> Mapping[str, tuple[FallbackStepLine, ...]]:
    labels = {code: FallbackStepLine(str(term.label)) for code, term in CHAIN_STEPS.items()}
    found = people_of(own, day.on_duty)
    return {key: tuple(labels[step.step] for step in steps) for key, steps in found.items()}
