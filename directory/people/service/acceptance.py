"""Creates the account of an invited person when the person accepts the invitation."""

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.accounts.queries import get_by_address, normalized_address, viewer_of
from directory.accounts.service import set_password
from directory.audit.chain import record
from directory.errors import Expired, InvalidInput
from directory.extensions import db
from directory.models import Account, AccountNetwork, DeskMember, Invitation
from directory.people.queries import handovers, invitations
from directory.people.service.agreements import is_agreed
from directory.people.service.granting import grant_of, holds_together, may_give
from directory.people.service.handover_letters import tell_received
from directory.people.service.invitations import values_of
from directory.people.service.letter_values import person_in_letter
from directory.people.service.letters import named_in, tell


def accept(token: str, email: str, name: str, password: str) -> Account:
    """Create the account of an invited person, with the invitation's role and scope, and set its password. Person and
    inviter each get a letter. If handovers wait for the person, the person gets one more letter for each of them.

    Raises Expired if the invitation cannot be accepted now, and InvalidInput if `email` is not the invited address.
    """
    invitation = invitations.of_link(token)
    require_invited(invitation, email)
    return admit(invitation, name, password)


def require_invited(invitation: Invitation, email: str) -> None:
    """Raise Expired if an invitation cannot be accepted now, and InvalidInput if `email` is not the invited address."""
    if not _stands(invitation):
        raise Expired
    if normalized_address(email) != invitation.email:
        raise InvalidInput(_l("This invitation was sent to another mail address. Write that one."))
    if get_by_address(invitation.email) is not None:
        raise Expired


def admit(invitation: Invitation, name: str, password: str = "") -> Account:
    """Create and return the account of an invited person, and send the letters of `accept`. Without a password the
    account has no way to sign in yet. Call `require_invited` first."""
    account = _account_of(invitation, name)
    db.session.add(account)
    db.session.flush()
    if password:
        set_password(account, password)
    _settle(invitation, account)
    return account


def _stands(invitation: Invitation) -> bool:
    inviter, grant = invitation.inviter, grant_of(invitation)
    return inviter.active and may_give(viewer_of(inviter), grant) and holds_together(grant) and is_agreed(invitation)


def _account_of(invitation: Invitation, name: str) -> Account:
    return Account(
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


def _settle(invitation: Invitation, account: Account) -> None:
    invitation.accepted_at, invitation.account_id = clock.now(), account.id
    for handover in handovers.list_of_invitation(invitation):
        handover.successor = account
        tell_received(handover, account)
    record(account.id, "invitation_accepted", invitation.entry_key)
    values = {"name": account.name, "email": account.email} | values_of(invitation)
    record(account.id, "account_made", ("account", str(account.id)), after=values)
    tell(account, "account_made", f"account:{account.id}:made", "account")
    path, named = f"people/{account.id}", {"person": person_in_letter(account, invitation.inviter.language)}
    tell(invitation.inviter, "invitation_accepted", f"{named_in(account)}accepted", path, **named)
