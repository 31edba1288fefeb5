"""Finds consultations about the same request: a later consultation names the earlier one."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import is_asking, is_real, oversees, takes_part
from directory.extensions import db
from directory.models import Consultation, ConsultationSeat

MOST_OFFERED = 50


def list_earlier(viewer: Viewer, desk: str) -> Sequence[Consultation]:
    """Return up to MOST_OFFERED consultations with this desk in which the viewer is on the asking side, newest first.
    Consultations that the desk handed over are included, and those of exercises are left out."""
    of_desk = Consultation.seats.any(ConsultationSeat.focal_point_key == desk)
    query = (
        select(Consultation)
        .where(is_asking(viewer), of_desk, is_real())
        .order_by(Consultation.id.desc())
        .limit(MOST_OFFERED)
    )
    return db.session.scalars(query).all()


def list_linked(viewer: Viewer, consultation: Consultation) -> Sequence[Consultation]:
    """Return the consultation that `consultation` names as earlier, and the later consultations that name it, oldest
    first. Only consultations whose summary the viewer may see are returned."""
    linked = or_(Consultation.id == consultation.earlier_id, Consultation.earlier_id == consultation.id)
    query = select(Consultation).where(linked, or_(takes_part(viewer), oversees(viewer)))
    return db.session.scalars(query.order_by(Consultation.id)).all()
