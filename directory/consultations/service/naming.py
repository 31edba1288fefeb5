"""Lets the asked desk agree that the asking side names it to other States, and take that back.

Every desk may do so, whether or not others are asked, so the offer tells nobody that there is a round.
"""

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.service.entries import append_entry, tell_others
from directory.consultations.service.sides import require_desk, require_open
from directory.errors import NotFound
from directory.models import Consultation
from directory.vocabulary import ConsultationAct


def agree(viewer: Viewer, consultation: Consultation) -> None:
    """Agree that the asking side names the desk to other States that agree too, and tell the asking side by letter.
    Does nothing if the desk agrees already.

    Raises NotFound unless the viewer is a member of the desk, or for an exercise, and InvalidInput if the consultation
    is closed.
    """
    side = require_desk(viewer, consultation)
    if consultation.is_exercise:
        raise NotFound
    if consultation.naming_agreed_at is None:
        require_open(consultation)
        consultation.naming_agreed_at = clock.now()
        tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.NAMING_AGREED, side))


def take_back(viewer: Viewer, consultation: Consultation) -> None:
    """Take the agreement back, and tell the asking side by letter: from now on no State sees that this one is asked.
    Does nothing if the desk has not agreed. Raises NotFound unless the viewer is a member of the desk."""
    side = require_desk(viewer, consultation)
    if consultation.naming_agreed_at is not None:
        consultation.naming_agreed_at = None
        tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.NAMING_ENDED, side))
