"""Presents the reminders that a coordinator can send now."""

from dataclasses import dataclass

from flask_babel import gettext

from directory import clock
from directory.access.facts import Link
from directory.models import Campaign
from directory.models.details import EntryKey
from directory.outbox.messages import LetterText, preview_text
from directory.verification.presenters.campaigns import CampaignLine, line
from directory.verification.presenters.entries import entry_links
from directory.verification.queries.campaign_letters import letters_by_entry, list_silent, list_written_lately
from directory.verification.service.campaign_letters import CampaignLetters, asker_of, last_day, named_in
from directory.verification.service.letter_values import values_about, values_of_asker


@dataclass(frozen=True)
class RemindPage:
    """What a coordinator sees before sending reminders.

    - `reminded`: the entries that a reminder would name now
    - `too_early`: the silent entries whose recipients all got a campaign's letter within the last day
    - `letter`: the first reminder, in the viewer's language; None if nobody can be reminded
    """

    line: CampaignLine
    reminded: list[Link]
    too_early: list[Link]
    letter: LetterText | None


def page(campaign: Campaign, only: EntryKey | None, language: str) -> RemindPage:
    """Return the reminders that would be sent now. If `only` is given, only recipients of this entry are considered.
    The caller checks that the campaign is in scope."""
    own = CampaignLetters(campaign)
    silent = [one for one in list_silent(campaign, letters_by_entry(campaign)) if only in (None, one.entry_key)]
    reminders = own.list_reminders(silent, list_written_lately(clock.now()))
    named = named_in(reminders)
    others = [own.entry_of(one) for one in silent if one not in named]
    too_early = [entry for entry in others if entry is not None and own.recipients.of(entry)]
    reminded = [entry for entry in map(own.entry_of, named) if entry is not None]
    letter = None
    if reminders:
        about = [entry for entry in map(own.entry_of, reminders[0].about) if entry is not None]
        values = values_of_asker(asker_of(campaign), campaign.network_key, language)
        values |= values_about(about, last_day(reminders[0].asked), language)
        letter = preview_text("verification_reminder", language, link=gettext("(the link of the recipient)"), **values)
    links = [list(entry_links(entries, language).values()) for entries in (reminded, too_early)]
    return RemindPage(line(campaign, language), links[0], links[1], letter)
