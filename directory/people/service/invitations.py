"""Invites a person, and makes the account when the invitation is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.policy import ADMISSION, may, may_admit
from directory.access.viewer import Viewer
from directory.accounts.queries import get_by_address, plain_address, viewer_of
from directory.accounts.service import set_password
from directory.audit.service import record
from directory.errors import Conflict, Expired, InvalidInput, NotPermitted
from directory.extensions import db
from directory.models import (
    Account,
    AccountNetwork,
    Authority,
    DeskMember,
    FocalPoint,
    Invitation,
    InvitationDesk,
    InvitationNetwork,
    Place,
)
from directory.people.queries import handovers, invitations
from directory.people.service.letters import send, tell
from directory.tokens import new_token, public_id
from directory.vocabulary import Role

VALID = timedelta(hours=48)


@dataclass(frozen=True)
class Offer:
    """What a person is invited to: `desks` are keys of desks with what the person does there."""

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
        """The State and the networks offered."""
        return Place(self.jurisdiction, self.networks)


def invite(viewer: Viewer, offer: Offer) -> Invitation:
    """Send an invitation and return it.

    Raises NotPermitted if the viewer may not give all of this, InvalidInput if it does not hang
    together. An address that has an account gets another letter and a link that nobody holds, so
    that the inviter cannot tell.
    """
    _check(viewer, offer)
    token, digest = new_token()
    invitation = Invitation(
        public_id=public_id(),
        digest=digest,
        email=plain_address(offer.email),
        name=offer.name,
        role=offer.role,
        jurisdiction_key=offer.jurisdiction or None,
        authority_key=offer.authority or None,
        language=offer.language,
        inviter_id=viewer.account_id,
        expires_at=clock.now() + VALID,
        networks=[InvitationNetwork(network_key=key) for key in sorted(offer.networks)],
        desks=[InvitationDesk(focal_point_key=key, desk_role=role) for key, role in offer.desks.items()],
    )
    db.session.add(invitation)
    db.session.flush()
    record(viewer.account_id, "invited", invitation.entry_key, after=_values(invitation))
    _send(invitation, token)
    return invitation


def resend(viewer: Viewer, invitation: Invitation) -> None:
    """Send a new link, good for 48 hours; the one before is worth nothing. Raises Conflict once it is settled.

    From now on it is the viewer's invitation: it is worth what they may give.
    """
    _require_open(viewer, invitation)
    invitation.inviter = db.session.get_one(Account, viewer.account_id)
    token, invitation.digest = new_token()
    invitation.expires_at = clock.now() + VALID
    invitation.sendings += 1
    record(viewer.account_id, "invited_again", invitation.entry_key)
    _send(invitation, token)


def withdraw(viewer: Viewer, invitation: Invitation) -> None:
    """Make the link worthless. Raises Conflict once it is settled."""
    _require_open(viewer, invitation)
    invitation.withdrawn_at = clock.now()
    record(viewer.account_id, "invitation_withdrawn", invitation.entry_key)


def accept(token: str, email: str, name: str, password: str) -> Account:
    """Make the account of an invitation and return it; role and scope are the invitation's.

    Raises Expired for a link that is used, over or forged, or whose inviter could not give this any
    more; and InvalidInput unless `email` is the address that was invited: whoever a link was passed on
    to is not the person invited.
    """
    invitation = invitations.of_link(token)
    if not _stands(invitation):
        raise Expired
    if plain_address(email) != invitation.email:
        raise InvalidInput(_l("This invitation was sent to another mail address. Write that one."))
    if get_by_address(invitation.email) is not None:
        raise Expired
    account = Account(
        email=invitation.email,
        name=name,
        role=invitation.role,
        jurisdiction_key=invitation.jurisdiction_key,
        authority_key=invitation.authority_key,
        language=invitation.language,
        inviter_id=invitation.inviter_id,
        networks=[AccountNetwork(network_key=one.network_key) for one in invitation.networks],
        desks=[DeskMember(focal_point_key=one.focal_point_key, desk_role=one.desk_role) for one in invitation.desks],
    )
    db.session.add(account)
    db.session.flush()
    set_password(account, password)
    _settle(invitation, account)
    return account


def _stands(invitation: Invitation) -> bool:
    inviter = invitation.inviter
    return inviter.active and may_admit(viewer_of(inviter), Role(invitation.role), invitation.place())


def _settle(invitation: Invitation, account: Account) -> None:
    invitation.accepted_at, invitation.account_id = clock.now(), account.id
    for handover in handovers.list_of_invitation(invitation):
        handover.successor_id = account.id
    record(account.id, "invitation_accepted", invitation.entry_key)
    values = {"name": account.name, "email": account.email} | _values(invitation)
    record(account.id, "account_made", ("account", str(account.id)), after=values)
    tell(account, "account_made", f"account:{account.id}:made", "account")
    key = f"invitation:{invitation.id}:accepted"
    tell(invitation.inviter, "invitation_accepted", key, f"people/{account.id}")


def _check(viewer: Viewer, offer: Offer) -> None:
    if not may_admit(viewer, offer.role, offer.place):
        raise NotPermitted
    if offer.role is not Role.ADMINISTRATOR and not (offer.jurisdiction or offer.networks):
        raise InvalidInput(_l("Choose a State or a network: without one this person could see and do nothing."))
    check_authority(offer.jurisdiction, offer.authority)
    for key in offer.desks:
        check_desk(viewer, offer.role, offer.jurisdiction, key)


def check_authority(jurisdiction: str, key: str) -> None:
    """Raise InvalidInput for an authority of another State than the one chosen; none at all is right."""
    authority = db.session.get(Authority, key) if key else None
    if key and (authority is None or authority.jurisdiction_key != (jurisdiction or None)):
        raise InvalidInput(_l("This authority does not belong to the State chosen."))


def check_desk(viewer: Viewer, role: Role, jurisdiction: str, key: str) -> None:
    """Raise NotPermitted unless the viewer may have a person of this role and State staff the desk."""
    desk = db.session.get(FocalPoint, key)
    if desk is None or not may(viewer, ADMISSION[role], desk.place()):
        raise NotPermitted
    if desk.place().jurisdiction != jurisdiction:
        raise InvalidInput(_l("This desk does not belong to the State chosen."))


def _require_open(viewer: Viewer, invitation: Invitation) -> None:
    if not may_admit(viewer, Role(invitation.role), invitation.place()):
        raise NotPermitted
    if invitation.state(clock.now()) not in ("waiting", "expired"):
        raise Conflict(_l("This invitation was accepted or withdrawn meanwhile."))


def _send(invitation: Invitation, token: str) -> None:
    known = get_by_address(invitation.email) is not None
    letter, path = ("invitation_known", "account") if known else ("invitation", f"people/invitation/{token}")
    key = f"invitation:{invitation.public_id}:{invitation.sendings}"
    send(letter, invitation.email, invitation.language, key, path)


def _values(invitation: Invitation) -> dict[str, object]:
    return {
        "email": invitation.email,
        "role": invitation.role,
        "jurisdiction": invitation.jurisdiction_key,
        "authority": invitation.authority_key,
        "networks": sorted(one.network_key for one in invitation.networks),
        "desks": sorted(one.focal_point_key for one in invitation.desks),
    }
