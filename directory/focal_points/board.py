"""The board: the list of all desks, in pages. Desks that can be reached now come first.

Public details come from a cache (`published.py`). Each request adds the parts of rotas that its viewer may read.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext

from directory import clock
from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS, Viewer
from directory.focal_points.availability import DeskWithSteps, in_order, lines_with_steps
from directory.focal_points.board_day import BoardDay, day_of, duties_of
from directory.focal_points.desk_states import DeskState, states_of
from directory.focal_points.published import PublishedDesk, PublishedDesks, published
from directory.focal_points.standings.queries import list_desks_with
from directory.focal_points.state_contacts import desk_call_choices
from directory.paging import PER_PAGE, ListFilter, Paged, page_number
from directory.vocabulary import STANDING_LEVELS, Role, StandingLevel


@dataclass(frozen=True)
class DeskFilter(ListFilter):
    """The filter of the board. An empty field matches all desks."""

    network: str = ""
    jurisdiction: str = ""
    # The code of a language.
    speaks: str = ""
    # "now" or empty.
    reachable: str = ""
    # A StandingLevel or empty. Each level includes the levels above it.
    standing: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "DeskFilter":
        """Return the filter read from query parameters. Any value of `reachable` except "now" counts as empty,
        and so does an unknown level."""
        named = {name: arguments.get(name, "") for name in ("network", "jurisdiction", "speaks")}
        reachable = "now" if arguments.get("reachable") == "now" else ""
        level = arguments.get("standing", "")
        standing = level if level in STANDING_LEVELS else ""
        return cls(**named, reachable=reachable, standing=standing, page=page_number(arguments))

    def matches(self, state: DeskState) -> bool:
        """Return whether a desk passes the filter. The field `standing` is not checked here (see `_page_of`)."""
        return (
            self.network in ("", state.desk.network)
            and self.jurisdiction in ("", state.desk.state)
            and (not self.speaks or self.speaks in state.desk.languages)
            and (not self.reachable or state.is_reachable)
        )


@dataclass(frozen=True)
class DeskBoardPage:
    """One page of the board. `networks`, `states` and `languages` are the choices of the filter. `chosen` are the
    labels of the filter values that are set. `home_states` are the member States of the home network that have a
    desk."""

    lines: list[DeskWithSteps]
    total: int
    page: int
    pages: int
    networks: list[Link]
    states: list[Link]
    home_states: list[Link]
    languages: Mapping[str, str]
    chosen: list[str]
    day: BoardDay
    # A digest of the page's content, without the time shown at each desk and without restricted lines.
    version: str


def board(viewer: Viewer, asked: DeskFilter, language: str) -> DeskBoardPage:
    """Return one page of the board, with reachable desks first. A page number past the end gives the last page.

    The number of SQL statements does not grow with the number of desks.
    """
    now, known = clock.now(), published(language)
    found = _page_of(viewer, asked, known, now)
    duties = duties_of(viewer, found.rows, now, language)
    lines = lines_with_steps(viewer, found.rows, known, duties)
    day = day_of(found.rows, duties, language)
    return DeskBoardPage(
        lines=lines,
        total=found.total,
        page=found.page,
        pages=found.pages,
        networks=known.networks,
        states=known.states,
        home_states=known.home_states,
        languages=known.languages,
        chosen=_chosen(asked, known),
        day=day,
        version=_version(viewer, found, lines, day, language),
    )


def _chosen(asked: DeskFilter, known: PublishedDesks) -> list[str]:
    labels = {link.key: link.text.text for link in (*known.networks, *known.states)} | dict(known.languages)
    level = str(STANDING_LEVELS.label(asked.standing)) if asked.standing else ""
    now = gettext("Reachable now") if asked.reachable else ""
    named = (labels.get(one, "") for one in (asked.network, asked.jurisdiction, asked.speaks))
    return [label for label in (*named, level, now) if label]


def version(viewer: Viewer, asked: DeskFilter, language: str) -> str:
    """Return the version token of a page of the board (`DeskBoardPage.version`)."""
    now, known = clock.now(), published(language)
    found = _page_of(viewer, asked, known, now)
    duties = duties_of(viewer, found.rows, now, language)
    lines, day = lines_with_steps(viewer, found.rows, known, duties), day_of(found.rows, duties, language)
    return _version(viewer, found, lines, day, language)


def _page_of(viewer: Viewer, asked: DeskFilter, known: PublishedDesks, now: datetime) -> Paged[DeskState]:
    """Return a page of desks, sorted as on the board: reachable desks first (see `in_order`)."""
    desks: Collection[PublishedDesk] = known.desks.values()
    if asked.standing:
        having = list_desks_with(StandingLevel(asked.standing))
        desks = [desk for desk in desks if desk.key in having]
    states = states_of(viewer, desks, now)
    found = in_order([one for one in states if asked.matches(one)], known)
    page = min(asked.page, max(1, -(-len(found) // PER_PAGE)))
    return Paged(found[(page - 1) * PER_PAGE : page * PER_PAGE], len(found), page)


def _version(
    viewer: Viewer, found: Paged[DeskState], lines: Sequence[DeskWithSteps], day: BoardDay, language: str
) -> str:
    """Return a digest of what a page shows of its desks, except the time of day and restricted values. For a restricted
    line, the digest contains only the key: the page polls the digest, and no poll may disclose the value."""
    shown = [
        (replace(line, desk=replace(line.desk, clock=None)), line.desk.clock and line.desk.clock.zone) for line in lines
    ]
    chosen = desk_call_choices(viewer, lines, language, with_open=True)
    is_visitor = viewer.role is Role.VISITOR
    public = chosen if is_visitor else desk_call_choices(ANONYMOUS, lines, language, with_open=True)
    calls = {key: one.read() for key, one in public.items()}
    called = [
        (one.link.key, each.key)
        for own in lines
        for one in chosen[own.desk.link.key].in_order(own.desk.link)
        for each in one.first.each
    ]
    content = found.rows, found.total, found.page, shown, calls, called, day
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]
