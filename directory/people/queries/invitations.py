"""Reads invitations."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import clock
from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.models import BouncedAddress, Invitation, InvitationNetwork
from directory.paging import Paged, page_of
from directory.tokens import digest_of


def get(viewer: Viewer, public_id: str) -> Invitation:
    """Return an invitation in the viewer's scope. Raises NotFound for all others, also where there is none."""
    invitation = db.session.scalar(select(Invitation).where(Invitation.public_id == public_id))
    if invitation is None or not may(viewer, Action.INVITE, invitation.place()):
        raise NotFound
    return invitation


def of_link(token: str) -> Invitation:
    """Return the invitation that a link may still accept. Raises Expired for any other link, forged ones too."""
    invitation = db.session.scalar(select(Invitation).where(Invitation.digest == digest_of(token)))
    if invitation is None or invitation.state(clock.now()) != "waiting":
        raise Expired
    return invitation


def list_invitations(viewer: Viewer, page: int = 1) -> Paged[Invitation]:
    """Return one page of the invitations in the viewer's scope, newest first."""
    mine = Invitation.networks.any(InvitationNetwork.network_key.in_(sorted(viewer.networks)))
    query = (
        select(Invitation)
        .where(permitted(viewer, Action.INVITE, Invitation.jurisdiction_key, mine), Invitation.email != "")
        .options(selectinload(Invitation.networks), selectinload(Invitation.desks), selectinload(Invitation.inviter))
    )
    return page_of(query.order_by(Invitation.id.desc()), page)


def list_bounced(emails: Iterable[str]) -> frozenset[str]:
    """Return those of these addresses that mail does not reach."""
    bounced = select(BouncedAddress.address).where(BouncedAddress.address.in_(sorted(emails)))
    return frozenset(db.session.scalars(bounced))
