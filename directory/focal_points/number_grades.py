"""Grades of the phone numbers of desks: whether a number is verified, overdue or dead (`Freshness`).

A number counts if the desk's institution lists it for the desk's network and a phone can dial it. A number with an open
report counts as not verified.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import and_, select

from directory import clock
from directory.access.facts import FRESH
from directory.access.gate import if_open_per_row
from directory.access.policy import readable
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.contacts import PHONE, dialled
from directory.focal_points.queries import is_reported
from directory.models import Authority, ContactDetail, FocalPoint, Provenance
from directory.verification_age import BY_TRUST, freshness
from directory.vocabulary import Freshness

# Above this many keys, reading all desks is cheaper than naming them.
MOST_KEYS_NAMED = 1000


def grades_of_numbers(viewer: Viewer, desks: Collection[str] | None = None) -> Mapping[str, Freshness]:
    """Return, for each desk key, the best grade among the desk's numbers that the viewer may read. Runs one SQL
    statement.

    If `desks` is None or has more than MOST_KEYS_NAMED keys, all desks are read.
    """
    own = and_(
        ContactDetail.authority_key == FocalPoint.authority_key, ContactDetail.network_key == FocalPoint.network_key
    )
    known = and_(
        Provenance.kind == ContactDetail.KIND, Provenance.key == ContactDetail.key, Provenance.detail == "value"
    )
    said = (ContactDetail.value, Provenance.verified_on, Provenance.due_on, Provenance.is_dead, is_reported())
    query = select(FocalPoint.key, *said).join(FocalPoint.authority).join(ContactDetail, own)
    query = query.outerjoin(Provenance, known).where(
        readable(viewer, ContactDetail.audience, Authority.jurisdiction_key, FocalPoint.network_key),
        if_open_per_row(and_(own, ContactDetail.means == PHONE, ContactDetail.value.is_not(None))),
    )
    if desks is not None and len(desks) <= MOST_KEYS_NAMED:
        query = query.where(FocalPoint.key.in_(sorted(desks)))
    today, found = clock.today(), dict[str, Freshness]()
    for key, value, verified_on, due_on, is_dead, is_doubted in db.session.execute(query):
        if dialled(value):
            grade = freshness(verified_on, due_on, today, is_dead=bool(is_dead))
            grade = Freshness.NEVER if is_doubted and grade in FRESH else grade
            found[key] = min(found.get(key, grade), grade, key=BY_TRUST.index)
    return found
