"""Reads the letters of campaigns: which letters were about an entry, and whether they were sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from directory.clock import as_utc, now
from directory.extensions import db
from directory.models import Campaign, CampaignEntry, CampaignQuestion, CampaignRecipient, Entry, Mail
from directory.outbox.queries import UNREACHED, normalized_address
from directory.verification.queries.entries import entries_by_key
from directory.verification.queries.recipients import Recipients

# The time that must pass between two letters of campaigns to a recipient before a coordinator can send a reminder.
PAUSE = timedelta(days=1)
LETTERS_TO_OFFICES = (
    "verification_ask",
    "verification_gaps",
    "verification_reminder",
    "verification_second_reminder",
)


@dataclass(frozen=True)
class LettersOfEntry:
    """The letters about an entry. `sent_at` are the times at which letters were sent, earliest first. If several people
    got letters, these are the times of the person with the most letters. `is_unreached` is true if all letters to all
    recipients were given up or bounced."""

    sent_at: tuple[datetime, ...]
    is_unreached: bool


def letters_by_entry(campaign: Campaign) -> dict[int, LettersOfEntry]:
    """Return the letters of a campaign, keyed by the id of the CampaignEntry. Entries about which nobody was asked are
    left out."""
    letters: dict[int, list[Mail]] = {}
    for mail in db.session.scalars(select(Mail).where(Mail.key.startswith(f"{mail_key(campaign.id)}:"))):
        letters.setdefault(int(mail.key.split(":")[2]), []).append(mail)
    own: dict[int, list[list[Mail]]] = {}
    query = select(CampaignQuestion).join(CampaignQuestion.recipient)
    for question in db.session.scalars(query.where(CampaignRecipient.campaign_id == campaign.id)):
        told = letters.get(question.recipient_id, [])
        own.setdefault(question.entry_id, []).append(
            [one for one in told if as_utc(one.queued_at) >= question.asked_at]
        )
    return {entry: _of_entry(recipients) for entry, recipients in own.items()}


def list_silent(campaign: Campaign, letters: Mapping[int, LettersOfEntry]) -> list[CampaignEntry]:
    """Return the entries about which a letter was sent and that have no answer, longest silent first. Removed and ended
    entries are left out.

    `letters` are those of `letters_by_entry`.
    """
    query = select(CampaignEntry).where(CampaignEntry.campaign_id == campaign.id, CampaignEntry.answer == "")
    asked = [one for one in db.session.scalars(query.order_by(CampaignEntry.id)) if is_asked(letters.get(one.id))]
    return sorted(_standing(asked), key=lambda one: letters[one.id].sent_at[0])


def list_overdue(
    campaign: Campaign, silent: Iterable[CampaignEntry], letters: Mapping[int, LettersOfEntry]
) -> list[CampaignEntry]:
    """Return the entries of `silent` for which a reminder is due, in the same order. A reminder is due if the first
    letter was sent `reminder_days` days ago or earlier. The campaign sets `reminder_days`."""
    before = now() - timedelta(days=campaign.reminder_days)
    return [one for one in silent if letters[one.id].sent_at[0] <= before]


def list_unreached(
    campaign: Campaign, letters: Mapping[int, LettersOfEntry], recipients: Recipients
) -> list[CampaignEntry]:
    """Return the entries that have no answer and that no letter can reach, sorted by id: all letters were given up or
    bounced, or none was queued and there is nobody to write to. Removed and ended entries are left out."""
    query = select(CampaignEntry).where(CampaignEntry.campaign_id == campaign.id, CampaignEntry.answer == "")
    asked = [one for one in db.session.scalars(query.order_by(CampaignEntry.id)) if not is_asked(letters.get(one.id))]
    return [
        one
        for one, entry in _standing(asked).items()
        if (letters[one.id].is_unreached if one.id in letters else not recipients.of(entry))
    ]


def _standing(asked: list[CampaignEntry]) -> dict[CampaignEntry, Entry]:
    """Return a mapping from CampaignEntry to its entry, in the order given. CampaignEntry rows whose entry was removed,
    closed or replaced are left out."""
    entries = entries_by_key(one.entry_key for one in asked)
    found = {one: entries[one.entry_key] for one in asked if one.entry_key in entries}
    return {one: entry for one, entry in found.items() if not entry.has_ended}


def is_asked(letters: LettersOfEntry | None) -> bool:
    """Return whether a letter about an entry was sent."""
    return letters is not None and bool(letters.sent_at)


def _of_entry(recipients: list[list[Mail]]) -> LettersOfEntry:
    sent = [tuple(sorted(as_utc(one.sent_at) for one in own if one.sent_at)) for own in recipients]
    states = {one.state for own in recipients for one in own}
    return LettersOfEntry(max(sent, key=len), states <= {*UNREACHED})


def list_written_lately(at: datetime) -> set[str]:
    """Return the normalized addresses to which campaigns have written within PAUSE before `at`. Mail that did not
    arrive does not count."""
    arrives = (Mail.letter.in_(LETTERS_TO_OFFICES), Mail.state.not_in(UNREACHED))
    query = select(Mail.address).where(Mail.queued_at > at - PAUSE, *arrives).distinct()
    return {normalized_address(address) for address in db.session.scalars(query)}


def mail_key(*parts: object) -> str:
    """Return the key of a letter. `parts` are the id of the campaign, the id of the CampaignRecipient, the step, and
    the id of the CampaignEntry that led to the letter. With fewer `parts`, return the beginning of such keys."""
    return ":".join(("campaign", *map(str, parts)))
