"""Starts and stops campaigns, and takes their steps: a first letter, two reminders, and a letter to coordinators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from flask_babel import force_locale

from directory import clock, i18n
from directory.access.current_viewer import require
from directory.access.policy import Action, may
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.dates import long_day
from directory.errors import InvalidInput
from directory.extensions import db
from directory.history.presenters import title
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Campaign, CampaignEntry, Entry
from directory.models.details import Place
from directory.outbox.service import queue
from directory.proposals.verifying_office import office_of
from directory.verification.messages import NOTHING_IN_SCOPE
from directory.verification.queries.campaigns import list_due, mail_key
from directory.verification.queries.candidates import CampaignScope, list_candidates, narrowed
from directory.verification.queries.entries import CONFIRMED
from directory.verification.queries.recipients import Recipient, Recipients
from directory.vocabulary import CAMPAIGN_STEPS, KINDS, Role

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
    def days(self) -> int:
        """The number of days for which the links of a campaign work: all steps, and LINK_DAYS after the last."""
        return self.reminder_days + self.second_reminder_days + self.escalation_days + LINK_DAYS


def start(viewer: Viewer, scope: CampaignScope, pace: ReminderSchedule) -> Campaign:
    """Start a campaign about the entries in a scope that the viewer may verify. The worker sends the letters. Records
    one audit event.

    Raises NotPermitted unless the viewer may verify in the scope. Raises InvalidInput without entries, or if a network
    must be chosen.
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


def send_due_steps(now: datetime, run: BatchRun = STRICT) -> int:
    """Take up to STEPS_AT_ONCE due steps of campaigns, and return the number of steps that were tried.

    A step is stored with all its letters, or not at all. A coordinator gets at most one letter a day about a campaign.
    """
    asked = list_due(now, STEPS_AT_ONCE, run.failed)
    finders: dict[int, Recipients] = {}
    for one in asked:
        run.attempt(one.id, partial(_step, one, finders, now))
    return len(asked)


def _step(asked: CampaignEntry, finders: dict[int, Recipients], now: datetime) -> None:
    campaign = asked.campaign
    finder = finders.setdefault(campaign.id, Recipients(_asker(campaign)))
    entry = db.session.get(CONFIRMED[asked.kind], asked.key)
    if entry is None or entry.has_ended:
        asked.next_step = ""
        return
    _take(asked, entry, finder)
    move_on(asked, now)


def _asker(campaign: Campaign) -> Viewer:
    """Return the author, or an unnamed coordinator if the author may no longer verify entries of this place."""
    author, networks = campaign.author, frozenset({campaign.network_key} if campaign.network_key else ())
    place = Place(campaign.jurisdiction_key or "", networks)
    if author.active and may(viewer_of(author), Action.VERIFY, place):
        return viewer_of(author)
    return Viewer(Role.COORDINATOR, jurisdiction=place.jurisdiction, networks=place.networks)


def _take(asked: CampaignEntry, entry: Entry, finder: Recipients) -> None:
    campaign, step = asked.campaign, asked.next_step
    if step == ESCALATION:
        _tell_coordinators(campaign, finder.coordinators(entry.place()))
        return
    for one in finder.of(entry):
        key, path = mail_key(campaign.id, asked.id, step, one.name), f"verification/confirm/{asked.token}"
        told = letter_values(asked, entry, one.language)
        queue(f"verification_{step}", one.address, one.language, key=key, path=path, **told)


def letter_values(asked: CampaignEntry, entry: Entry, language: str) -> dict[str, str]:
    """Return the public values of a letter about an entry: name, State, the office that asks, and the last day to
    answer."""
    campaign, steps = asked.campaign, list(CAMPAIGN_STEPS)
    days = _days(campaign)[steps.index(asked.next_step) :]
    until = (asked.next_step_at or clock.now()).date() + timedelta(days=sum(days))
    with force_locale(i18n.label_language(language)):
        kind, name = str(KINDS.label(entry.KIND)), title(ANONYMOUS, entry, language).text
    return {
        "entry": f"{kind}: {name}",
        "state_code": entry.place().jurisdiction,
        "asker": office_of(_asker(campaign), language),
        "until": long_day(until, language),
    }


def _days(campaign: Campaign) -> tuple[int, ...]:
    return campaign.reminder_days, campaign.second_reminder_days, campaign.escalation_days


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
    asked.next_step, asked.next_step_at = steps[place], now + timedelta(days=_days(campaign)[place - 1])
