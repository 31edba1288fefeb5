"""A State stays master of its offices: an invitation into one of them by somebody outside of the State waits until
somebody of the State agrees."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.policy import Action, may_everywhere
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput
from directory.models import Account, Invitation
from directory.people.queries.agreements import list_to_ask
from directory.people.service.granting import Grant
from directory.people.service.invitation_letters import send_link
from directory.people.service.letters import tell
from directory.tokens import new_token
from directory.vocabulary import OfficeAgreement

VALID = timedelta(hours=48)
# How long an invitation waits for the agreement of a State.
ASKED_FOR = timedelta(days=14)
PAGE = "people/agreements"
MASTERS = _l("This office has people of its own State, who decide whom it takes in. Ask them, or an administrator.")


def agreement_to(viewer: Viewer, invitation: Invitation) -> str:
    """Return which agreement an invitation of the viewer needs: ASKED or NOBODY of OfficeAgreement, or an empty text if
    it is into no office, or if the viewer is of the State of the office."""
    desks = {one.focal_point_key for one in invitation.desks}
    state = invitation.jurisdiction_key or ""
    if viewer.jurisdiction == state or not (invitation.authority_key or desks):
        return ""
    is_anyone = list_to_ask(state, invitation.authority_key or "", desks)
    return OfficeAgreement.ASKED if is_anyone else OfficeAgreement.NOBODY


def renew_link(invitation: Invitation) -> str:
    """Give an invitation a new link and its time, and return the secret of the link. A former link ends."""
    token, invitation.digest = new_token()
    is_asked = invitation.agreement == OfficeAgreement.ASKED
    invitation.expires_at = clock.now() + (ASKED_FOR if is_asked else VALID)
    return token


def ask_or_send(invitation: Invitation, token: str) -> None:
    """Mail the invited person the link or, if the agreement of the State is missing, ask its people instead."""
    if invitation.agreement != OfficeAgreement.ASKED:
        send_link(invitation, token)
        return
    desks = {one.focal_point_key for one in invitation.desks}
    for person in list_to_ask(invitation.jurisdiction_key or "", invitation.authority_key or "", desks):
        tell(person, "invitation_to_agree", f"invitation:{invitation.public_id}:{invitation.sendings}", PAGE)


def agree(viewer: Viewer, invitation: Invitation) -> None:
    """Agree for the State, and mail the invited person the link. If the person was let in already, note that this is
    right. Does nothing if somebody has agreed. The caller checks that the viewer may agree.

    Raises Conflict if the invitation was refused, withdrawn or has expired.
    """
    if invitation.agreement == OfficeAgreement.GIVEN:
        return
    is_new = invitation.account_id is None
    if is_new:
        _require_asked(invitation)
    _decide(viewer, invitation, OfficeAgreement.GIVEN)
    record(viewer.account_id, "invitation_agreed_to", invitation.entry_key)
    if is_new:
        invitation.sendings += 1
        ask_or_send(invitation, renew_link(invitation))


def refuse(viewer: Viewer, invitation: Invitation) -> None:
    """Refuse for the State, and mail the inviter. Does nothing if somebody has refused. The caller checks that the
    viewer may refuse.

    Raises Conflict if somebody has agreed, or if the invitation was withdrawn or has expired.
    """
    if invitation.agreement == OfficeAgreement.REFUSED:
        return
    _require_asked(invitation)
    _decide(viewer, invitation, OfficeAgreement.REFUSED)
    invitation.withdrawn_at = invitation.decided_at
    record(viewer.account_id, "invitation_refused", invitation.entry_key)
    tell(invitation.inviter, "invitation_refused", f"invitation:{invitation.public_id}:refused", "people/invitations")


def require_of_state(viewer: Viewer, grant: Grant, leaver: Account | None = None) -> None:
    """Raise InvalidInput if the viewer may not let a person into the offices of a grant at once: offices of another
    State that has somebody to ask. `leaver` is not asked. Administrators, who set the rights of people, may.
    """
    state = grant.place.jurisdiction
    if viewer.jurisdiction == state or not (grant.authority or grant.desks):
        return
    asked = [one for one in list_to_ask(state, grant.authority, grant.desks) if one is not leaver]
    if asked and not may_everywhere(viewer, Action.INVITE):
        raise InvalidInput(MASTERS)


def _decide(viewer: Viewer, invitation: Invitation, decision: OfficeAgreement) -> None:
    invitation.agreement, invitation.decider_id, invitation.decided_at = decision, viewer.account_id, clock.now()


def _require_asked(invitation: Invitation) -> None:
    if invitation.state(clock.now()) != "asked":
        raise Conflict(_l("This invitation waits for nobody's agreement any more."))
