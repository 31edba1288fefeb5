"""The desk of the requested State to consult first."""

from directory.access.viewer import Viewer
from directory.atlas.question import AtlasQuestion
from directory.focal_points.board import DeskAvailability, availability_of
from directory.focal_points.published import PublishedDesk, published
from directory.vocabulary import HOME_NETWORK, MEASURES

DATA = "data"


def desk_to_consult(question: AtlasQuestion, viewer: Viewer, language: str) -> DeskAvailability | None:
    """Return the desk to consult, as the board shows it to the viewer, or None.

    The desk of the home network goes first; for electronic data, a desk that answers round the clock goes before it.
    The choice is the same for every viewer.
    """
    known = published(language)
    own = [desk for desk in known.desks.values() if desk.state == question.requested]
    first = min(own, key=lambda desk: _place(question, desk), default=None)
    return availability_of(viewer, first.key, language) if first else None


def _place(question: AtlasQuestion, desk: PublishedDesk) -> tuple[bool, bool, bool, str]:
    is_of_home, is_for_data = desk.network == HOME_NETWORK, MEASURES[question.measure].family == DATA
    # Among equals, a desk goes first whose number everyone may read and is known to answer.
    is_unreachable = not desk.is_reachable(desk.number_grade)
    if is_for_data:
        return not desk.is_round_the_clock, is_unreachable, not is_of_home, desk.key
    return not is_of_home, not desk.is_round_the_clock, is_unreachable, desk.key
