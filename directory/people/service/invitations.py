"""Invitations, each for one address, one role and one scope. People can offer only rights that they may give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from directory import clock
from directory.access.policy import ADMISSION, Action, may
from directory.access.viewer import Viewer
from directory.accounts.offices import require_not_ended, require_scope
from directory.accounts.queries import normalized_address
from directory.audit.chain import record
from directory.errors import Conflict, NotPermitted
from directory.extensions import db
from directory.models import Account, Invitation, InvitationDesk, InvitationNetwork, Place
from directory.models.invitation import OPEN_STATES
from directory.people.queries.agreements import ASKED_FOR
from directory.people.queries.invitations import is_into_office
from directory.people.service.agreements import VALID, agreement_to, ask_or_send, renew_link, require_may_ask
from directory.people.service.granting import Grant, grant_of, require_may_give
from directory.tokens import public_id
from directory.vocabulary import OfficeAgreement, Role


@dataclass(frozen=True)
class InvitationTerms:
    """The invited person, and the rights that the invitation gives. `desks` maps a desk key to the role at the desk."""

    email: str
    role: Role
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    language: str = "en"

    @property
    def place(self) -> Place:
        """The State and networks of the invitation."""
        return Place(self.jurisdiction, self.networks)

    @property
    def grant(self) -> Grant:
        """The rights that the invitation gives."""
        return Grant(self.role, self.place, self.authority, frozenset(self.desks))


def invite(viewer: Viewer, offer: InvitationTerms) -> Invitation:
    """Send an invitation. If the address has an account already, the letter has no link with which to accept. An
    invitation into an office of another State than the viewer's waits until somebody of this State agrees.

    The inviter cannot see whether the address has an account. Raises NotPermitted if the viewer may not give a right of
    the offer. Raises InvalidInput if State and networks are missing, or if an office is of another State or has ended.
    Raises the errors of `require_may_ask`.
    """
    _check(viewer, offer)
    require_may_ask(viewer, normalized_address(offer.email), offer.grant)
    invitation = _row(viewer, offer)
    token = renew_link(invitation)
    db.session.add(invitation)
    db.session.flush()
    invitation.agreement = agreement_to(invitation)
    if invitation.agreement == OfficeAgreement.ASKED:
        token = renew_link(invitation)
    record(viewer.account_id, "invited", invitation.entry_key, after=values_of(invitation))
    ask_or_send(invitation, token)
    return invitation


def resend(viewer: Viewer, invitation: Invitation) -> None:
    """Send a new link for an invitation, valid for 48 hours, or ask the State again. The viewer becomes the inviter.

    The former link ends. Raises the errors of `invite`, and Conflict if the invitation was accepted or withdrawn.
    """
    require_may_give(viewer, grant_of(invitation))
    _require_open(invitation)
    require_not_ended(invitation.authority_key, [one.focal_point_key for one in invitation.desks])
    require_may_ask(viewer, invitation.email, grant_of(invitation))
    invitation.inviter = db.session.get_one(Account, viewer.account_id)
    invitation.agreement = agreement_to(invitation)
    invitation.sendings += 1
    record(viewer.account_id, "invited_again", invitation.entry_key)
    ask_or_send(invitation, renew_link(invitation))


def withdraw(viewer: Viewer, invitation: Invitation) -> None:
    """Withdraw an invitation, so that its link ends.

    Raises NotPermitted unless the viewer has the right to withdraw the invitation (`may_withdraw`). Raises Conflict if
    the invitation was accepted or withdrawn already.
    """
    if not may_withdraw(viewer, invitation):
        raise NotPermitted
    _require_open(invitation)
    invitation.withdrawn_at = clock.now()
    record(viewer.account_id, "invitation_withdrawn", invitation.entry_key)


def end_postdated_invitations(at: datetime) -> None:
    """End open invitations that would stay valid for too long, because the clock was fast when their expiry was set.

    Call this inside `committing`.
    """
    waiting = Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    is_asked = Invitation.agreement == OfficeAgreement.ASKED
    ends = Invitation.expires_at
    too_late = or_(
        and_(~is_asked, clock.is_ahead(ends, at, VALID)), and_(is_asked, clock.is_ahead(ends, at, ASKED_FOR))
    )
    for invitation in db.session.scalars(select(Invitation).where(*waiting, too_late)):
        invitation.expires_at = at


def may_withdraw(viewer: Viewer, invitation: Invitation) -> bool:
    """Return whether the viewer has the right to withdraw an invitation. The state of the invitation does not matter.

    The viewer needs the right to admit people with the role and place (State and networks) of the invitation. If a
    practitioner is invited, the right to end accounts of the practitioner's office is enough.
    """
    action = ADMISSION[Role(invitation.role)]
    if may(viewer, action, invitation.place()):
        return True
    return action is Action.INVITE and is_into_office(viewer, invitation)


def values_of(invitation: Invitation) -> dict[str, object]:
    """Return the address of an invitation and the rights that it gives, as values for the audit chain."""
    return {
        "email": invitation.email,
        "role": invitation.role,
        "jurisdiction": invitation.jurisdiction_key,
        "authority": invitation.authority_key,
        "networks": sorted(one.network_key for one in invitation.networks),
        "desks": {one.focal_point_key: one.desk_role for one in invitation.desks},
    }


def _row(viewer: Viewer, offer: InvitationTerms) -> Invitation:
    return Invitation(
        public_id=public_id(),
        email=normalized_address(offer.email),
        name=offer.name,
        role=offer.role,
        jurisdiction_key=offer.jurisdiction or None,
        authority_key=offer.authority or None,
        language=offer.language,
        inviter_id=viewer.account_id,
        sendings=1,
        networks=[InvitationNetwork(network_key=key) for key in sorted(offer.networks)],
        desks=[InvitationDesk(focal_point_key=key, desk_role=role) for key, role in offer.desks.items()],
    )


def _check(viewer: Viewer, offer: InvitationTerms) -> None:
    require_may_give(viewer, offer.grant)
    require_scope(offer.role, offer.jurisdiction, offer.networks)
    require_not_ended(offer.authority, offer.desks)


def _require_open(invitation: Invitation) -> None:
    if invitation.state(clock.now()) not in OPEN_STATES:
        raise Conflict(_l("This invitation was accepted or withdrawn meanwhile."))
