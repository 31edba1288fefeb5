"""Presents the viewer's continuing work: own proposals and imports that are not over, rotas with gaps, and the States
whose gaps the viewer looks after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from directory import clock
from directory.access.facts import Link, Text
from directory.access.policy import Action, may_everywhere, may_somewhere
from directory.access.viewer import Viewer
from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, span
from directory.focal_points.rotas.queries import own_zone
from directory.gaps.presenters.pages import states_page
from directory.imports.presenters import STATES
from directory.imports.queries import list_unsubmitted, state_of
from directory.models import FocalPoint
from directory.proposals.labels import entry_labels
from directory.proposals.presenters import entry_name
from directory.proposals.queries import list_open_own
from directory.vocabulary.proposals import PROPOSAL_STATES, ProposalState
from directory.worklist.rota_gaps import RotaGaps, first_own_unproven_duty, list_rota_gaps, list_unproven_gaps

MOST_BEGUN, MOST_GAPS, MOST_STATES = 5, 10, 10
# A refused proposal is listed for this time.
REFUSED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class BegunLine:
    """A proposal or an import of the viewer. `name` is the name of the proposal's entry, or of the imported file."""

    id: str
    name: str
    state_label: str
    is_refused: bool = False


@dataclass(frozen=True)
class RotaGapLine:
    """A desk with gaps in its rota: the number of gaps, and the first gap. `first` is None if the desk has no rota."""

    desk: Link
    number: int
    first: IntervalText | None


def begun_proposals(viewer: Viewer, language: str) -> list[BegunLine]:
    """Return the viewer's proposals that are unfinished, wait for a second person or were refused lately, the most
    recently changed first."""
    if not may_somewhere(viewer, Action.PROPOSE):
        return []
    return [
        BegunLine(
            one.id,
            entry_name(one, language),
            str(PROPOSAL_STATES.label(one.state)),
            is_refused=one.state == ProposalState.REFUSED,
        )
        for one in list_open_own(viewer, clock.now() - REFUSED_FOR, MOST_BEGUN)
    ]


def begun_imports(viewer: Viewer) -> list[BegunLine]:
    """Return the viewer's imports that were not submitted yet, newest first."""
    if not may_somewhere(viewer, Action.IMPORT):
        return []
    found = list_unsubmitted(viewer, MOST_BEGUN)
    return [BegunLine(one.id, one.file_name, str(STATES[state_of(one)])) for one in found]


def rota_gap_lines(viewer: Viewer, language: str) -> list[RotaGapLine]:
    """Return a line for each desk of `list_rota_gaps`, at most MOST_GAPS. The desk with the soonest gap comes first,
    desks without a rota come last."""
    return _gap_lines(viewer, list_rota_gaps, language)


def unproven_lines(viewer: Viewer, language: str) -> list[RotaGapLine]:
    """Return a line for each desk of `list_unproven_gaps`, at most MOST_GAPS. The desk with the soonest duty comes
    first."""
    return _gap_lines(viewer, list_unproven_gaps, language)


def own_unproven_duty(viewer: Viewer, language: str) -> IntervalText | None:
    """Return the first duty that the viewer begins without two proven ways, in the viewer's own time. Return None if
    there is no such duty."""
    interval = first_own_unproven_duty(viewer)
    if interval is None:
        return None
    zone = own_zone(viewer)
    return span(interval, RotaZones(zone, zone), language)


def _gap_lines(viewer: Viewer, gaps: Callable[[Viewer], list[RotaGaps]], language: str) -> list[RotaGapLine]:
    found = gaps(viewer) if may_somewhere(viewer, Action.KEEP_ROTA) else []
    shown = found[:MOST_GAPS]
    names = entry_labels([one.desk for one in shown], language)
    own = own_zone(viewer) if shown else ""
    return [
        RotaGapLine(
            Link(FocalPoint.KIND, one.desk.key, Text(names[one.desk.key])),
            len(one.intervals),
            span(one.intervals[0], RotaZones(one.zone, own), language) if one.intervals else None,
        )
        for one in shown
    ]


def states_with_gaps(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the States whose gaps the viewer looks after, sorted by name. Return [] if they are more than
    MOST_STATES, or if the viewer looks after all States.

    The gaps are not counted, since counting takes a third of a second for each State.
    """
    is_kept = may_somewhere(viewer, Action.VERIFY) and not may_everywhere(viewer, Action.VERIFY)
    states = states_page(viewer, language) if is_kept else []
    return states if len(states) <= MOST_STATES else []
