"""Checks on which side of a consultation a person acts, and whether a thread is open."""

from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import is_at_desk, seats_of
from directory.errors import InvalidInput, NotFound
from directory.models import Consultation
from directory.vocabulary import ConsultationSide, ConsultationState

CLOSED = _l("This consultation is closed. Reopen it first; what you wrote still stands here.")


def require_side(viewer: Viewer, consultation: Consultation, *sides: ConsultationSide) -> ConsultationSide:
    """Return the first of `sides` on which the viewer has a seat, else raise NotFound."""
    own = {seat.side for seat in seats_of(viewer, consultation)}
    for side in sides:
        if side in own:
            return side
    raise NotFound


def require_desk(viewer: Viewer, consultation: Consultation) -> ConsultationSide:
    """Check that the viewer is a member of the desk that has the question now, and return ConsultationSide.ASKED.
    Otherwise raise NotFound."""
    if not is_at_desk(viewer, consultation):
        raise NotFound
    return ConsultationSide.ASKED


def require_open(consultation: Consultation) -> None:
    """Raise InvalidInput if a consultation is closed. Shredded consultations are always closed."""
    if consultation.state == ConsultationState.CLOSED:
        raise InvalidInput(CLOSED)
