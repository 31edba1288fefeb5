"""Asks an office for missing facts, by a letter and the reminders of a campaign."""

from collections.abc import Callable
from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.clock import as_utc
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.gaps.messages import NOBODY_REACHED
from directory.models import Authority, Campaign, CampaignEntry
from directory.verification.queries.campaigns import list_asks_for_gaps
from directory.verification.queries.candidates import CampaignScope, narrowed
from directory.verification.queries.recipients import Recipients
from directory.verification.service import campaigns
from directory.verification.service.campaign_letters import CampaignLetters
from directory.vocabulary import HOME_NETWORK

ASK_AGAIN_DAYS = 30
ASKED_LATELY = _l(
    "This office was asked for what is missing already. It is asked once in %(days)s days.", days=ASK_AGAIN_DAYS
)


def was_asked_lately(asked: CampaignEntry) -> bool:
    """Return whether the campaign that asked an office for missing facts began less than ASK_AGAIN_DAYS ago."""
    return as_utc(asked.campaign.started_at) > clock.now() - timedelta(days=ASK_AGAIN_DAYS)


def _network(viewer: Viewer, authority: Authority) -> str:
    own = viewer.networks & authority.place().networks
    return HOME_NETWORK if HOME_NETWORK in own else min(own, default="")


def ask(viewer: Viewer, authority: Authority, gaps_in: Callable[[str], str]) -> Campaign:
    """Start a campaign that asks an authority for missing facts, and queue its first letter. Call this inside
    `committing`.

    `gaps_in` takes a language and returns the lines of the letter.

    Raises these errors:

    - NotPermitted: the authority is out of the viewer's scope.
    - Conflict: the authority was asked less than ASK_AGAIN_DAYS ago.
    - InvalidInput: the authority has ended, no person of the authority can get mail, or the viewer must choose a
      network (see `narrowed`).
    """
    require(viewer, Action.VERIFY, authority.place())
    if any(was_asked_lately(asked) for asked, _ in list_asks_for_gaps(viewer, [authority.key])):
        raise Conflict(ASKED_LATELY)
    if authority.has_ended or not Recipients(viewer).of(authority):
        raise InvalidInput(NOBODY_REACHED)
    own = CampaignScope(authority.jurisdiction_key or "", _network(viewer, authority), authority.KIND)
    scope = narrowed(viewer, own)
    campaign = campaigns.add_campaign(viewer, scope, campaigns.ReminderSchedule(), asks_for_gaps=True)
    asked = campaigns.entry_to_ask(campaign, authority)
    db.session.add(asked)
    db.session.flush()
    path = f"verification/confirm/{asked.token}/correct"
    CampaignLetters(campaign).take_step(asked, "verification_gaps", path, gaps=gaps_in)
    campaigns.move_on(asked, clock.now())
    record(viewer.account_id, "start_campaign", ("campaign", campaign.public_id), "", None, 1)
    return campaign
