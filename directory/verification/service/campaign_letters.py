"""Writes the letters of campaigns. A recipient gets one letter about all entries that the recipient is asked about."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Campaign, CampaignEntry, CampaignQuestion, CampaignRecipient, Entry
from directory.models.details import Place
from directory.outbox.queries import normalized_address
from directory.outbox.service import queue
from directory.tokens import digest_of
from directory.verification.queries.campaign_letters import mail_key
from directory.verification.queries.campaigns import list_to_ask
from directory.verification.queries.recipients import Recipient, Recipients
from directory.verification.service.letter_values import values_about, values_of_asker
from directory.vocabulary import CAMPAIGN_STEPS, Role

REMINDER = "verification_reminder"
# Texts of a letter by language.
InLanguage = Callable[[str], str]


@dataclass(frozen=True)
class CampaignReminder:
    """A reminder to one recipient. `asked` is the silent entry for which the reminder is sent. `about` are all entries
    that the letter names, `asked` among them."""

    to: Recipient
    asked: CampaignEntry
    about: Sequence[CampaignEntry]


class CampaignLetters:
    """The letters of one campaign at one moment. The recipients are the people and offices who answer for the entries
    at this moment."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._asker = asker_of(campaign)
        self.recipients = Recipients(self._asker)
        self._asker_values: dict[str, dict[str, str]] = {}
        self._entries = list_to_ask(campaign)
        self._own: dict[str, list[CampaignEntry]] = {}
        for asked, entry in self._entries.items():
            for one in self.recipients.of(entry):
                self._own.setdefault(normalized_address(one.address), []).append(asked)

    def entry_of(self, asked: CampaignEntry) -> Entry | None:
        """Return the entry that is asked about, or None if it was answered, removed, closed or replaced."""
        return self._entries.get(asked)

    def take_step(self, asked: CampaignEntry, letter: str = "", path: str = "", **own: InLanguage) -> None:
        """Queue the letter of an entry's present step to each recipient. A recipient who already got a letter about
        this entry in this step is skipped.

        `letter` and `path` replace the usual letter of the step and its path. `own` are further values of the letter:
        functions that return a text in a language.
        """
        step = asked.next_step
        for one in self.recipients.of(self._entries[asked]):
            row = self._row(one)
            if not any(question.entry is asked and question.step == step for question in row.questions):
                values = {name: text(one.language) for name, text in own.items()}
                name = letter or f"verification_{step}"
                self._write(one, row, asked, name, step, path, **values)
                _note(row, self._about(one), step)

    def list_reminders(self, silent: Iterable[CampaignEntry], lately: Collection[str]) -> list[CampaignReminder]:
        """Return one reminder for each recipient of the entries in `silent`, in the order of these entries. Recipients
        whose normalized address is in `lately` are left out, and so are entries without an `entry_of`."""
        found: dict[str, CampaignReminder] = {}
        for asked in silent:
            entry = self.entry_of(asked)
            for one in self.recipients.of(entry) if entry is not None else ():
                address = normalized_address(one.address)
                if address not in lately:
                    found.setdefault(address, CampaignReminder(one, asked, self._about(one)))
        return list(found.values())

    def remind(self, reminder: CampaignReminder, now: datetime) -> None:
        """Queue a reminder of `list_reminders`."""
        to = reminder.to
        self._write(to, self._row(to), reminder.asked, REMINDER, f"asked-{now:%Y%m%dT%H%M%S}")

    def _write(
        self,
        to: Recipient,
        row: CampaignRecipient,
        asked: CampaignEntry,
        letter: str,
        occasion: str,
        path: str = "",
        **own: str,
    ) -> None:
        at, about = clock.now(), self._about(to)
        entries = [self._entries[one] for one in about]
        values = self._of_asker(to.language) | values_about(entries, last_day(asked), to.language)
        key = mail_key(self._campaign.id, row.id, occasion, asked.id)
        queue(letter, to.address, to.language, key=key, path=path or _path(row, about), **values, **own)
        known = {question.entry_id for question in row.questions}
        row.questions += [CampaignQuestion(entry=one, step="", asked_at=at) for one in about if one.id not in known]

    def _of_asker(self, language: str) -> dict[str, str]:
        if language not in self._asker_values:
            self._asker_values[language] = values_of_asker(self._asker, self._campaign.network_key, language)
        return self._asker_values[language]

    def _about(self, to: Recipient) -> list[CampaignEntry]:
        return self._own[normalized_address(to.address)]

    def _row(self, to: Recipient) -> CampaignRecipient:
        own = {"campaign_id": self._campaign.id, "address_digest": _digest(to)}
        row = db.session.scalar(select(CampaignRecipient).filter_by(**own))
        if row is None:
            row = CampaignRecipient(**own)
            db.session.add(row)
            db.session.flush()
        return row


def named_in(reminders: Iterable[CampaignReminder]) -> list[CampaignEntry]:
    """Return the entries that these reminders name, each once, in the order of the reminders."""
    return list(dict.fromkeys(asked for one in reminders for asked in one.about))


def _path(row: CampaignRecipient, about: Collection[CampaignEntry]) -> str:
    """Return the path of the page that confirms the entry. If there are several entries, return the path of their
    list."""
    [first, *others] = about
    return f"verification/asked/{row.open_link()}" if others else f"verification/confirm/{first.token}"


def _note(row: CampaignRecipient, about: Collection[CampaignEntry], step: str) -> None:
    """Note that a letter of this `step` was written to a recipient. The note is made for each entry in `about` whose
    next step is `step`."""
    for question in row.questions:
        if question.entry in about and question.entry.next_step == step:
            question.step = step


def asks_now(to: CampaignRecipient) -> Callable[[Entry], bool]:
    """Return a function that says whether a letter about an entry would go to this recipient at present."""
    recipients = Recipients(asker_of(to.campaign))
    return lambda entry: any(_digest(one) == to.address_digest for one in recipients.of(entry))


def _digest(to: Recipient) -> str:
    return digest_of(normalized_address(to.address))


def asker_of(campaign: Campaign) -> Viewer:
    """Return the author of a campaign. If the author has left, or may no longer verify in the campaign's State and
    network, return an unnamed coordinator of this State and network."""
    author, networks = campaign.author, frozenset({campaign.network_key} if campaign.network_key else ())
    place = Place(campaign.jurisdiction_key or "", networks)
    if author.active and may(viewer_of(author), Action.VERIFY, place):
        return viewer_of(author)
    return Viewer(Role.COORDINATOR, jurisdiction=place.jurisdiction, networks=place.networks)


def days_of(campaign: Campaign) -> tuple[int, ...]:
    """Return the days from each step of a campaign to the next."""
    return campaign.reminder_days, campaign.second_reminder_days, campaign.escalation_days


def last_day(asked: CampaignEntry) -> date:
    """Return the last day for an office's answer, which is the day of the campaign's last step. If this day is not in
    the future, return the day that is `escalation_days` after today."""
    campaign, steps = asked.campaign, list(CAMPAIGN_STEPS)
    place = steps.index(asked.next_step) if asked.next_step else len(steps)
    day = asked.next_step_at.date() + timedelta(days=sum(days_of(campaign)[place:]))
    return day if day > clock.today() else clock.today() + timedelta(days=campaign.escalation_days)
