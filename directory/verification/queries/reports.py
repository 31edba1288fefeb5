"""Reads reports of wrong contacts, and the reported contacts."""

from sqlalchemy import ColumnElement, and_, func, or_, select

from directory.access.entries_in_scope import keys_in_scope
from directory.access.gate import read
from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, ContactDetail, NetworkMember, Report
from directory.paging import Paged, paginate
from directory.vocabulary import ReportOutcome


def get_contact(viewer: Viewer, kind: str, key: str) -> ContactDetail:
    """Return a contact. Raises NotFound if there is no such contact or the viewer may not read it."""
    contact = db.session.get(ContactDetail, key) if kind == ContactDetail.KIND else None
    if contact is None or not read(viewer, contact).get("value"):
        raise NotFound
    return contact


def get(viewer: Viewer, public_id: str) -> Report:
    """Return a report. Raises NotFound if there is no such report in the viewer's scope."""
    report = db.session.scalar(select(Report).where(Report.public_id == public_id, _in_scope(viewer)))
    if report is None:
        raise NotFound
    return report


def list_reports(viewer: Viewer, page: int) -> Paged[Report]:
    """Return one page of the reports in the viewer's scope: open ones first, each group sorted from the newest."""
    query = select(Report).where(_in_scope(viewer)).order_by(Report.outcome != ReportOutcome.OPEN, Report.id.desc())
    return paginate(query, page)


def count_open(viewer: Viewer) -> int:
    """Return the number of open reports in the viewer's scope."""
    return db.session.scalar(select(func.count(Report.id)).where(is_open_in_scope(viewer))) or 0


def is_open_in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a report is open and in the viewer's scope."""
    return and_(_in_scope(viewer), Report.outcome == ReportOutcome.OPEN)


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a report is in scope.

    A contact that was removed has no place. Instead, the condition uses the State of the contact's authority and the
    network stored in the report. If the authority was removed too, it uses the State stored in the report.
    """
    own = sorted(viewer.networks)
    members = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key.in_(own))
    of_authority = select(Authority.jurisdiction_key).where(Authority.key == Report.authority_key).scalar_subquery()
    state = func.coalesce(of_authority, Report.jurisdiction_key)
    in_networks = or_(Report.network_key.in_(own), and_(Report.network_key.is_(None), state.in_(members)))
    is_gone = Report.contact_key.not_in(select(ContactDetail.key))
    return or_(
        Report.contact_key.in_(keys_in_scope(viewer, Action.VERIFY, ContactDetail)),
        and_(is_gone, permitted(viewer, Action.VERIFY, state, in_networks)),
    )
