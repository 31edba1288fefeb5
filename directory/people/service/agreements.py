"""A State stays master of its offices: nobody outside of it lets a person into one of them alone.

An invitation from outside waits until somebody of the State agrees or, where it has nobody, an administrator. This is
asked again when the invitation is sent again, and when its link is used. Every other way into an office (a handover to
a colleague, a restored account) is closed from outside, except to administrators.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.policy import Action, may_everywhere
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.clock import as_utc
from directory.errors import Conflict, InvalidInput
from directory.models import Invitation
from directory.people.queries.agreements import ASKED_FOR, count_sent, list_of_state, was_refused
from directory.people.queries.handovers import list_of_invitation
from directory.people.service.granting import Grant, grant_of
from directory.people.service.invitation_letters import send_link
from directory.people.service.letters import list_administrators, tell
from directory.people.service.moves import stop_handover
from directory.tokens import new_token
from directory.vocabulary import OfficeAgreement

VALID = timedelta(hours=48)
PAGE = "people/agreements"
# Each invitation is a letter to all people of an office.
MOST_SENT = 30
REFUSED_LATELY = _l(
    "This State refused this person within the last 30 days. Speak to its office or coordinators first."
)
TOO_MANY = _l("You sent many invitations into offices of this State. Wait until it decides on them, or for a week.")
MASTERS = _l("This office has people of its own State, who decide whom it takes in. Ask them, or an administrator.")


def is_from_outside(viewer: Viewer, grant: Grant) -> bool:
    """Return whether a grant of the viewer lets a person into an office of a State that is not the viewer's."""
    return viewer.jurisdiction != grant.place.jurisdiction and bool(grant.authority or grant.desks)


def agreement_to(invitation: Invitation) -> str:
    """Return the agreement that an invitation needs or has now: an OfficeAgreement, or an empty text if it is into no
    office, or if the inviter is of the State of the office. An agreement holds for ASKED_FOR."""
    inviter, is_decided = viewer_of(invitation.inviter), _is_decided(invitation)
    if invitation.agreement == OfficeAgreement.GIVEN and is_decided:
        return OfficeAgreement.GIVEN
    if not is_from_outside(inviter, grant_of(invitation)):
        return ""
    is_let_in = may_everywhere(inviter, Action.INVITE) or (
        invitation.agreement == OfficeAgreement.NOBODY and is_decided
    )
    return OfficeAgreement.NOBODY if is_let_in and not list_of_state(invitation) else OfficeAgreement.ASKED


def is_agreed(invitation: Invitation) -> bool:
    """Return whether the person may come into the offices of an invitation now. Where an administrator let them in,
    the State may have somebody to ask meanwhile."""
    return invitation.agreement == OfficeAgreement.GIVEN or agreement_to(invitation) != OfficeAgreement.ASKED


def renew_link(invitation: Invitation) -> str:
    """Give an invitation a new link and its time, and return the secret of the link. A former link ends."""
    token, invitation.digest = new_token()
    is_asked = invitation.agreement == OfficeAgreement.ASKED
    invitation.expires_at = clock.now() + (ASKED_FOR if is_asked else VALID)
    return token


def ask_or_send(invitation: Invitation, token: str) -> None:
    """Mail the invited person the link or, if the agreement of the State is missing, ask its people instead. Where it
    has nobody who decides, the administrators are asked."""
    if invitation.agreement != OfficeAgreement.ASKED:
        send_link(invitation, token)
        return
    others = [one for one in list_administrators() if one.id != invitation.inviter_id]
    for person in list_of_state(invitation) or others:
        tell(person, "invitation_to_agree", f"invitation:{invitation.public_id}:{invitation.sendings}", PAGE)


def agree(viewer: Viewer, invitation: Invitation) -> None:
    """Agree for the State, or as an administrator where the State has nobody, and mail the invited person the link. If
    the person was let in already, note that this is right. Does nothing if somebody has agreed. The caller checks that
    the viewer may agree.

    Raises Conflict if the invitation was refused, withdrawn or has expired.
    """
    is_of_state = viewer.jurisdiction == invitation.jurisdiction_key
    decision = OfficeAgreement.GIVEN if is_of_state else OfficeAgreement.NOBODY
    if invitation.agreement in (decision, OfficeAgreement.GIVEN):
        return
    is_new = invitation.account_id is None
    if is_new:
        _require_open(invitation)
    _decide(viewer, invitation, decision)
    record(viewer.account_id, "invitation_agreed_to", invitation.entry_key)
    if is_new:
        invitation.sendings += 1
        ask_or_send(invitation, renew_link(invitation))


def refuse(viewer: Viewer, invitation: Invitation) -> None:
    """Refuse, mail the inviter, and stop the handover to the person, if any: the leaver stays. Does nothing if
    somebody has refused. The caller checks that the viewer may refuse.

    Raises Conflict if somebody has agreed, or if the invitation was withdrawn or has expired.
    """
    if invitation.agreement == OfficeAgreement.REFUSED:
        return
    _require_open(invitation)
    _decide(viewer, invitation, OfficeAgreement.REFUSED)
    invitation.withdrawn_at = invitation.decided_at
    record(viewer.account_id, "invitation_refused", invitation.entry_key)
    for handover in list_of_invitation(invitation):
        stop_handover(viewer, handover)
    tell(invitation.inviter, "invitation_refused", f"invitation:{invitation.public_id}:refused", "people/invitations")


def require_may_ask(viewer: Viewer, email: str, grant: Grant) -> None:
    """Raise InvalidInput if the viewer may not invite a person into offices of another State now: if this State refused
    the person lately, or has to decide on MOST_SENT letters of the viewer already."""
    if not is_from_outside(viewer, grant):
        return
    if was_refused(email, grant.place.jurisdiction):
        raise InvalidInput(REFUSED_LATELY)
    if count_sent(viewer, grant.place.jurisdiction) >= MOST_SENT:
        raise InvalidInput(TOO_MANY)


def require_of_state(viewer: Viewer, grant: Grant) -> None:
    """Raise InvalidInput if the viewer may not let a person into the offices of a grant at once, since they are of
    another State. Administrators, who set the rights of people, may."""
    if is_from_outside(viewer, grant) and not may_everywhere(viewer, Action.INVITE):
        raise InvalidInput(MASTERS)


def _is_decided(invitation: Invitation) -> bool:
    return invitation.decided_at is not None and as_utc(invitation.decided_at) > clock.now() - ASKED_FOR


def _decide(viewer: Viewer, invitation: Invitation, decision: OfficeAgreement) -> None:
    invitation.agreement, invitation.decider_id, invitation.decided_at = decision, viewer.account_id, clock.now()


def _require_open(invitation: Invitation) -> None:
    if invitation.state(clock.now()) not in ("asked", "waiting"):
        raise Conflict(_l("This invitation waits for nobody's agreement any more."))
