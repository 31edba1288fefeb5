"""Reads invitations. Who accepts an invitation gets an account."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from directory import clock
from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.models import BouncedAddress, Invitation, InvitationDesk, InvitationNetwork
from directory.paging import Paged, paginate
from directory.people.queries.offices import is_of_own_office, of_own_office, own_desks
from directory.tokens import digest_of

LAPSED_SHOWN_FOR = timedelta(days=30)


def get(viewer: Viewer, public_id: str) -> Invitation:
    """Return an invitation that is in the viewer's scope, or that invites into an office of the viewer's State.

    Raises NotFound for any other invitation, and for an erased invitation.
    """
    invitation = db.session.scalar(select(Invitation).where(Invitation.public_id == public_id))
    if invitation is None or not invitation.email:
        raise NotFound
    if not may(viewer, Action.INVITE, invitation.place()) and not is_into_office(viewer, invitation):
        raise NotFound
    return invitation


def is_into_office(viewer: Viewer, invitation: Invitation) -> bool:
    """Return whether the viewer may end accounts of the office (authority or desk) into which a person is invited."""
    return is_of_own_office(viewer, invitation.authority_key, [one.focal_point_key for one in invitation.desks])


def of_link(token: str) -> Invitation:
    """Return the invitation that can still be accepted with this link. Raises Expired for any other link."""
    return of_digest(digest_of(token))


def of_digest(digest: str) -> Invitation:
    """Return the invitation that can still be accepted and whose link has this digest. Raises Expired if there is
    none."""
    invitation = db.session.scalar(select(Invitation).where(Invitation.digest == digest))
    if invitation is None or invitation.state(clock.now()) != "waiting":
        raise Expired
    return invitation


def list_invitations(viewer: Viewer, page: int = 1) -> Paged[Invitation]:
    """Return one page of invitations, newest first.

    The invitations are in the viewer's scope, or invite into an office of the viewer's State.
    Erased invitations (without an address) are left out.
    """
    at_desks = Invitation.desks.any(InvitationDesk.focal_point_key.in_(own_desks(viewer)))
    query = (
        select(Invitation)
        .where(
            or_(_in_scope(viewer), of_own_office(viewer, Invitation.authority_key, at_desks)), Invitation.email != ""
        )
        .options(selectinload(Invitation.networks), selectinload(Invitation.desks), selectinload(Invitation.inviter))
    )
    return paginate(query.order_by(Invitation.id.desc()), page)


def has_lapsed(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that an invitation is in the viewer's scope and expired less than LAPSED_SHOWN_FOR ago.

    Accepted, withdrawn and erased invitations do not meet the condition.
    """
    now, ends = clock.now(), Invitation.expires_at
    unanswered = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.email != "")
    return and_(_in_scope(viewer), *unanswered, ends <= now, ends > now - LAPSED_SHOWN_FOR)


def list_bounced(emails: Iterable[str]) -> frozenset[str]:
    """Return the addresses in `emails` to which mail could not be delivered."""
    bounced = select(BouncedAddress.address).where(BouncedAddress.address.in_(sorted(emails)))
    return frozenset(db.session.scalars(bounced))


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    mine = Invitation.networks.any(InvitationNetwork.network_key.in_(sorted(viewer.networks)))
    return permitted(viewer, Action.INVITE, Invitation.jurisdiction_key, mine)
