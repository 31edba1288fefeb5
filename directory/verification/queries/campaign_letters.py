"""Reads the letters of campaigns: which of them told of an entry, and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory.clock import as_utc
from directory.extensions import db
from directory.models import Campaign, CampaignEntry, CampaignQuestion, CampaignRecipient, Mail
from directory.outbox.queries import UNREACHED, normalized_address

# A recipient gets a reminder that a coordinator asks for at most once in this time.
PAUSE = timedelta(days=1)
LETTERS_TO_OFFICES = (
    "verification_ask",
    "verification_gaps",
    "verification_reminder",
    "verification_second_reminder",
)


@dataclass(frozen=True)
class LettersOfEntry:
    """The letters about an entry. `sent_at` are the times at which letters were sent to the recipient who got the most
    letters, in order. `is_unreached` is true if all letters were given up or bounced."""

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


def list_silent(campaign: Campaign) -> list[CampaignEntry]:
    """Return the entries about which a letter was sent and that have no answer, longest silent first."""
    letters = letters_by_entry(campaign)
    query = select(CampaignEntry).where(CampaignEntry.campaign_id == campaign.id, CampaignEntry.answer == "")
    silent = [one for one in db.session.scalars(query.order_by(CampaignEntry.id)) if is_asked(letters.get(one.id))]
    return sorted(silent, key=lambda one: letters[one.id].sent_at[0])


def is_asked(letters: LettersOfEntry | None) -> bool:
    """Return whether a letter about an entry was sent."""
    return letters is not None and bool(letters.sent_at)


def _of_entry(recipients: list[list[Mail]]) -> LettersOfEntry:
    sent = [tuple(sorted(as_utc(one.sent_at) for one in own if one.sent_at)) for own in recipients]
    states = {one.state for own in recipients for one in own}
    return LettersOfEntry(max(sent, key=len), states <= {*UNREACHED})


def was_written_lately(address: str, at: datetime) -> bool:
    """Return whether a campaign has written to an address within PAUSE before `at`. Mail that did not arrive does not
    count."""
    own = (func.lower(Mail.address) == normalized_address(address), Mail.letter.in_(LETTERS_TO_OFFICES))
    arrives = Mail.state.not_in(UNREACHED)
    return db.session.scalar(select(Mail.id).where(*own, arrives, Mail.queued_at > at - PAUSE).limit(1)) is not None


def mail_key(*parts: object) -> str:
    """Return the key of a letter. `parts` are the id of the campaign, the id of the CampaignRecipient, the step, and
    the id of the CampaignEntry that led to the letter. With fewer `parts`, return the beginning of such keys."""
    return ":".join(("campaign", *map(str, parts)))
