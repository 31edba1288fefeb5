"""Reads handovers: which person leaves, and which successor takes over."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Handover, Invitation
from directory.paging import Paged, paginate
from directory.people.queries.accounts import in_networks, place_of
from directory.people.queries.agreements import is_waiting

_RUNNING = Handover.ended_at.is_(None), Handover.stopped_at.is_(None)


def get(viewer: Viewer, public_id: str) -> Handover:
    """Return a handover whose leaver is in the viewer's scope. Raises NotFound for any other handover."""
    handover = db.session.scalar(select(Handover).where(Handover.public_id == public_id))
    if handover is None or not may(viewer, Action.INVITE, place_of(handover.leaver)):
        raise NotFound
    return handover


def list_handovers(viewer: Viewer, page: int = 1) -> Paged[Handover]:
    """Return one page of the handovers whose leaver is in the viewer's scope.

    Handovers that are running or have ended come first, then stopped handovers, then signed-off handovers. Each group
    is sorted by last day.
    """
    query = (
        select(Handover)
        .join(Handover.leaver)
        .where(permitted(viewer, Action.INVITE, Account.jurisdiction_key, in_networks(viewer.networks)))
        .options(joinedload(Handover.leaver), joinedload(Handover.successor), joinedload(Handover.invitation))
    )
    order = Handover.signed_off_at.is_not(None), Handover.stopped_at.is_not(None), Handover.ends_on, Handover.id
    return paginate(query.order_by(*order), page)


def is_to_sign_off(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a handover in the viewer's scope has ended and waits for sign-off."""
    in_scope = permitted(viewer, Action.INVITE, Account.jurisdiction_key, in_networks(viewer.networks))
    waits = (Handover.ended_at.is_not(None), Handover.signed_off_at.is_(None), Handover.stopped_at.is_(None))
    return and_(Handover.leaver.has(in_scope), *waits)


def list_due(on: date) -> list[Handover]:
    """Return the running handovers whose last day is before `on`, the oldest first. Those whose successor waits for the
    agreement of a State are left out."""
    is_asked = Handover.invitation.has(is_waiting())
    query = select(Handover).where(*_RUNNING, Handover.ends_on < on, ~is_asked)
    return list(db.session.scalars(query.order_by(Handover.id)))


def running_of(account: Account) -> Handover | None:
    """Return the running handover of a person who leaves, or None if there is no such handover."""
    return db.session.scalar(select(Handover).where(*_RUNNING, Handover.leaver_id == account.id))


def list_of_invitation(invitation: Invitation) -> list[Handover]:
    """Return the running handovers to the person who has this invitation."""
    return list(db.session.scalars(select(Handover).where(*_RUNNING, Handover.invitation_id == invitation.id)))
