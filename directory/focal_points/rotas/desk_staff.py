"""The staff on a desk's page, for viewers who may read the desk's rota."""

from directory.access.current_viewer import current_viewer
from directory.extensions import db
from directory.focal_points.queries import may_read_rota
from directory.focal_points.rotas.presenters.staff import Staff, staff
from directory.models import FocalPoint


def staff_of(key: str) -> Staff | None:
    """Return the staff of a desk and the people on duty there now, or None if the viewer may not read the rota.

    Logs that the viewer was shown the names. No SQL statement is run for a visitor.
    """
    viewer = current_viewer()
    desk = None if viewer.is_visitor else db.session.get(FocalPoint, key)
    return staff(viewer, desk) if desk is not None and may_read_rota(viewer, desk.place()) else None
