"""Lets the other State take part in an entry: the office that sent the request invites the office that got it, which
joins with an entry of its own list or declines."""

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.queries.people import list_people_of_authority
from directory.errors import InvalidInput
from directory.models import DocketEntry
from directory.outbox.service import queue
from directory.requests.queries.entries import list_that_match
from directory.requests.service.dates import append_act, refresh, require_open, touch
from directory.requests.service.entering import NewRequest, RequestFacts, enter
from directory.requests.statements import Statement, is_closed
from directory.vocabulary import DocketStep, RequestDirection, RequestEvent

NOT_TO_INVITE = _l("Name the office of the other State first. Only an office that has sent a request invites.")
NO_SUCH_ENTRY = _l("Choose an entry of your own list that came from this State.")
# Each invitation is a letter to all people of an office.
MOST_INVITATIONS, WITHIN = 3, timedelta(days=7)
TOO_OFTEN = _l(
    "This office was invited to this entry three times within a week. Wait a week before you invite it again."
)


def may_invite(entry: DocketEntry) -> bool:
    """Return whether the office that holds an entry may invite the other State now."""
    is_free = entry.partner_id is None and entry.invited_at is None and entry.other_authority_key is not None
    return is_free and entry.direction == RequestDirection.OUTGOING and not is_closed(entry)


def invite(viewer: Viewer, entry: DocketEntry, seen: int) -> None:
    """Invite the named office of the other State to take part, and tell its people by letter. Does nothing if it is
    invited or takes part already. The caller checks that the viewer's office holds the entry.

    Raises InvalidInput if the entry was changed since, is closed or was not sent by the viewer's State, if no office is
    named, or if the office was invited to this entry MOST_INVITATIONS times lately.
    """
    if entry.invited_at is not None or entry.partner_id is not None:
        return
    require_open(entry, seen)
    if not may_invite(entry):
        raise InvalidInput(NOT_TO_INVITE)
    if _times_invited(entry, clock.now() - WITHIN) >= MOST_INVITATIONS:
        raise InvalidInput(TOO_OFTEN)
    entry.invited_at = clock.now()
    append_act(viewer, entry, DocketStep.INVITED, subject=entry.other_authority_key or "")
    touch(entry)
    record(viewer.account_id, "invite_to_request", entry.entry_key)
    for one in list_people_of_authority(entry.other_authority_key):
        key = f"docket:{entry.public_id}:invited:{entry.version}:{one.id}"
        queue("request_invitation", one.email, one.language, key=key, path=f"requests/invitations/{entry.public_id}")


def take_back(viewer: Viewer, entry: DocketEntry) -> None:
    """Take an invitation back. Does nothing if there is none. The caller checks that the viewer's office holds the
    entry."""
    if entry.invited_at is None:
        return
    entry.invited_at = None
    append_act(viewer, entry, DocketStep.NOT_INVITED)
    touch(entry)
    record(viewer.account_id, "take_back_invitation_to_request", entry.entry_key)


def join(viewer: Viewer, invitation: DocketEntry, own: str, received_on: date | None) -> DocketEntry:
    """Take part in the request of an invitation, with the entry whose public id is `own` or, if that is empty, with a
    new one that was received on `received_on`. Return the own entry. The caller checks that the viewer is invited.

    Raises InvalidInput if there is no such entry, or if the date is missing or cannot be true.
    """
    if own:
        entry = next((one for one in list_that_match(viewer, invitation) if one.public_id == own), None)
        if entry is None:
            raise InvalidInput(NO_SUCH_ENTRY)
    else:
        dates = {RequestEvent.RECEIVED: Statement(received_on)} if received_on else {}
        entry = enter(viewer, NewRequest(RequestDirection.INCOMING, _facts_of(invitation), dates))
    entry.other_authority_key = invitation.authority_key
    entry.partner_id, invitation.partner_id, invitation.invited_at = invitation.id, entry.id, None
    for one, who in ((entry, viewer), (invitation, None)):
        append_act(who, one, DocketStep.JOINED)
        touch(one)
    refresh(entry)
    record(viewer.account_id, "join_request", entry.entry_key)
    return entry


def decline(viewer: Viewer, invitation: DocketEntry) -> None:
    """Decline to take part. The other State sees that, and may invite again. The caller checks that the viewer is
    invited."""
    invitation.invited_at = None
    append_act(None, invitation, DocketStep.DECLINED)
    touch(invitation)
    record(viewer.account_id, "decline_request", invitation.entry_key)


def _times_invited(entry: DocketEntry, since: datetime) -> int:
    """Return how often the office that an entry names was invited to it since a time."""
    own = (one for one in entry.acts if one.act == DocketStep.INVITED and one.at > since)
    return sum(one.subject_key == entry.other_authority_key for one in own)


def _facts_of(invitation: DocketEntry) -> RequestFacts:
    return RequestFacts(
        other_state=invitation.jurisdiction_key,
        measure=invitation.measure,
        offence=invitation.offence,
        treaty=invitation.treaty_key or "",
        channel=invitation.channel,
        language=invitation.language,
        other_authority=invitation.authority_key,
    )
