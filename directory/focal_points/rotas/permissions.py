"""The way from a desk's page to its rota, for those who may know of it."""

from directory.access.current_viewer import current_viewer
from directory.extensions import db
from directory.focal_points.readers import may_read_rota
from directory.focal_points.rotas.presenters.staff import Staff, staff
from directory.models import FocalPoint


def staff_of(key: str) -> Staff | None:
    """Return who staffs a desk and is on duty now, None for who may not know; a visitor's page asks nothing."""
    viewer = current_viewer()
    desk = None if viewer.is_visitor else db.session.get(FocalPoint, key)
    return staff(viewer, desk) if desk is not None and may_read_rota(viewer, desk.place()) else None
