"""Starts and stops campaigns, and takes their steps: a first letter, two reminders, and a letter to coordinators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Campaign, CampaignEntry, Entry
from directory.models.details import EntryKey, Place
from directory.outbox.service import queue
from directory.verification.messages import CAMPAIGN_OVER, NOTHING_IN_SCOPE, REMINDED_LATELY
from directory.verification.queries.campaign_letters import letters_by_entry, list_silent, list_written_lately, mail_key
from directory.verification.queries.campaigns import is_open, list_due
from directory.verification.queries.candidates import CampaignScope, list_candidates, narrowed
from directory.verification.queries.recipients import Recipient
from directory.verification.service.campaign_letters import CampaignLetters, days_of, named_in
from directory.vocabulary import CAMPAIGN_STEPS

# Links work this long after the last step, for people who return from a journey.
LINK_DAYS = 30
STEPS_AT_ONCE = 200
ESCALATION = "escalation"


@dataclass(frozen=True)
class ReminderSchedule:
    """The days from each step of a campaign to the next."""

    reminder_days: int = 7
    second_reminder_days: int = 7
    escalation_days: int = 7

    @property
    def days_to_answer(self) -> int:
        """The number of days from the first letter until coordinators are told of the silent offices."""
        return self.reminder_days + self.second_reminder_days + self.escalation_days

    @property
    def days(self) -> int:
        """The number of days for which the links of a campaign work: all steps, and LINK_DAYS after the last."""
        return self.days_to_answer + LINK_DAYS


def start(viewer: Viewer, scope: CampaignScope, pace: ReminderSchedule) -> Campaign:
    """Start a campaign about the entries of `list_candidates`. The worker sends the letters. Records one audit event.

    Raises NotPermitted unless the viewer may verify in the scope. Raises InvalidInput if there are no such entries, or
    if a network must be chosen.
    """
    scope = narrowed(viewer, scope)
    require(viewer, Action.VERIFY, Place(scope.jurisdiction, frozenset({scope.network})))
    entries = list_candidates(viewer, scope)
    if not entries:
        raise InvalidInput(NOTHING_IN_SCOPE)
    campaign = add_campaign(viewer, scope, pace)
    db.session.add_all(entry_to_ask(campaign, entry) for entry in entries)
    record(viewer.account_id, "start_campaign", ("campaign", campaign.public_id), "", None, len(entries))
    return campaign


def add_campaign(
    viewer: Viewer, scope: CampaignScope, pace: ReminderSchedule, *, asks_for_gaps: bool = False
) -> Campaign:
    """Add a campaign that begins now and has no entries. The caller checks the viewer's rights and the scope."""
    now = clock.now()
    campaign = Campaign(
        author_id=viewer.account_id,
        jurisdiction_key=scope.jurisdiction or None,
        network_key=scope.network or None,
        kind=scope.kind,
        only_due=scope.only_due,
        asks_for_gaps=asks_for_gaps,
        reminder_days=pace.reminder_days,
        second_reminder_days=pace.second_reminder_days,
        escalation_days=pace.escalation_days,
        started_at=now,
        ends_at=now + timedelta(days=pace.days),
    )
    db.session.add(campaign)
    db.session.flush()
    return campaign


def entry_to_ask(campaign: Campaign, entry: Entry) -> CampaignEntry:
    """Return a new CampaignEntry with its own link, not added to the session. The first letter is due when the campaign
    begins."""
    asked = CampaignEntry(
        campaign_id=campaign.id,
        kind=entry.KIND,
        key=entry.key,
        jurisdiction_key=entry.place().jurisdiction,
        next_step=next(iter(CAMPAIGN_STEPS)),
        next_step_at=campaign.started_at,
    )
    asked.renew_link()
    return asked


def stop(viewer: Viewer, campaign: Campaign) -> None:
    """End a campaign: no more letters are sent, and its links stop working. Records one audit event.

    The caller checks that the campaign is in scope.
    """
    campaign.ends_at = clock.now()
    record(viewer.account_id, "stop_campaign", ("campaign", campaign.public_id))


def remind(viewer: Viewer, campaign: Campaign, only: EntryKey | None = None) -> int:
    """Queue one reminder to each recipient of the silent entries of a campaign. If `only` is given, only recipients of
    this entry get one. Each letter names all unanswered entries of its recipient. Return the number of letters.
    Records one audit event for each entry that a letter names.

    A recipient gets no reminder if a campaign has written to the address within a day. The dates of the automatic
    letters do not change. The caller checks that the campaign is in scope. Raises Conflict if the campaign has ended,
    and InvalidInput if nobody can be reminded now.
    """
    if not is_open(campaign):
        raise Conflict(CAMPAIGN_OVER)
    own, at = CampaignLetters(campaign), clock.now()
    silent = [one for one in list_silent(campaign, letters_by_entry(campaign)) if only in (None, one.entry_key)]
    reminders = own.list_reminders(silent, list_written_lately(at))
    if not reminders:
        raise InvalidInput(REMINDED_LATELY)
    for one in reminders:
        own.remind(one, at)
    for asked in named_in(reminders):
        record(viewer.account_id, "remind_office", ("campaign", campaign.public_id), "", None, asked.key)
    return len(reminders)


def send_due_steps(now: datetime, run: BatchRun = STRICT) -> int:
    """Take up to STEPS_AT_ONCE due steps of campaigns, and return the number of steps that were tried.

    A step is stored with all its letters, or not at all. A coordinator gets at most one letter a day about a campaign.
    """
    asked = list_due(now, STEPS_AT_ONCE, run.failed)
    letters: dict[int, CampaignLetters] = {}
    for one in asked:
        run.attempt(one.id, partial(_step, one, letters, now))
    return len(asked)


def _step(asked: CampaignEntry, letters: dict[int, CampaignLetters], now: datetime) -> None:
    own = letters.get(asked.campaign_id) or letters.setdefault(asked.campaign_id, CampaignLetters(asked.campaign))
    entry = own.entry_of(asked)
    if entry is None:
        asked.next_step = ""
        return
    if asked.next_step == ESCALATION:
        _tell_coordinators(asked.campaign, own.recipients.coordinators(entry.place()))
    else:
        own.take_step(asked)
    move_on(asked, now)


def _tell_coordinators(campaign: Campaign, coordinators: Iterable[Recipient]) -> None:
    """Mail the coordinators about a campaign, at most once a day."""
    for one in coordinators:
        key = mail_key(campaign.id, 0, f"{ESCALATION}-{clock.today()}", one.name)
        path = f"verification/campaigns/{campaign.public_id}"
        queue("verification_escalation", one.address, one.language, key=key, path=path)


def move_on(asked: CampaignEntry, now: datetime) -> None:
    """Record that the present step of a CampaignEntry was taken at `now`. Set the next step, if there is one."""
    campaign, steps = asked.campaign, list(CAMPAIGN_STEPS)
    place = steps.index(asked.next_step) + 1
    if place == len(steps):
        asked.next_step = ""
        return
    asked.next_step, asked.next_step_at = steps[place], now + timedelta(days=days_of(campaign)[place - 1])
