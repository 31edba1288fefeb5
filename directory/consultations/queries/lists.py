"""Reads the data of a list of consultations. The number of SQL statements does not grow with the list."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.access.viewer import Viewer
from directory.consultations.queries.rules import UTC_ZONE
from directory.consultations.queries.threads import holds_seat
from directory.extensions import db
from directory.models import Consultation, ConsultationSeat, DeskRota, FocalPoint, Jurisdiction
from directory.vocabulary import ConsultationSide


def list_desks_of(found: Sequence[Consultation]) -> dict[str, FocalPoint]:
    """Return the desks that have the questions now, keyed by desk key. The authority of each desk is loaded."""
    own = FocalPoint.key.in_({one.focal_point_key for one in found})
    query = select(FocalPoint).where(own).options(joinedload(FocalPoint.authority))
    return {desk.key: desk for desk in db.session.scalars(query)}


def list_zones(found: Sequence[Consultation]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return two mappings: from State code to the State's time zone, and from desk key to the time zone of the desk's
    rota. A State without zone has UTC; a desk without rota is left out."""
    codes = {code for one in found for code in (one.from_jurisdiction_key, one.to_jurisdiction_key)}
    states = db.session.scalars(select(Jurisdiction).where(Jurisdiction.key.in_(codes)))
    own = DeskRota.focal_point_key.in_({one.focal_point_key for one in found})
    desks = db.session.execute(select(DeskRota.focal_point_key, DeskRota.zone).where(own))
    return {one.key: (one.time_zones or (UTC_ZONE,))[0] for one in states}, dict(desks.all())


def list_sides(viewer: Viewer, found: Iterable[Consultation]) -> dict[int, frozenset[ConsultationSide]]:
    """Return a mapping from consultation id to the sides on which the viewer has a seat. Consultations in which the
    viewer has no seat are left out."""
    own = ConsultationSeat.consultation_id.in_([one.id for one in found])
    sides: dict[int, frozenset[ConsultationSide]] = {}
    query = select(ConsultationSeat.consultation_id, ConsultationSeat.side).where(own, holds_seat(viewer))
    for number, side in db.session.execute(query):
        sides[number] = sides.get(number, frozenset()) | {ConsultationSide(side)}
    return sides
