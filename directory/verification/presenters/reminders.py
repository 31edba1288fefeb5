"""Presents the reminders that a coordinator can send now."""

from dataclasses import dataclass

from flask_babel import gettext

from directory import clock
from directory.access.facts import Link
from directory.models import Campaign, Entry
from directory.models.details import EntryKey
from directory.outbox.messages import LetterText, preview_text
from directory.outbox.queries import normalized_address
from directory.verification.presenters.campaigns import CampaignLine, line
from directory.verification.presenters.entries import entry_links
from directory.verification.queries.campaign_letters import letters_by_entry, list_silent, list_written_lately
from directory.verification.queries.entries import entries_by_key
from directory.verification.queries.recipients import Recipients
from directory.verification.service.campaign_letters import asker_of, last_day
from directory.verification.service.letter_values import values_about, values_of_asker


@dataclass(frozen=True)
class RemindPage:
    """What a coordinator sees before sending reminders. `reminded` are the entries about which a reminder would go out
    now. `too_early` are the entries whose recipients all got a campaign's letter within the last day.

    `letter` is the letter about the first entry, in the viewer's language, or None if nobody can be reminded. `entry`
    is the kind and key of an entry if the reminder is about this entry alone, or None if it is about all entries.
    """

    line: CampaignLine
    entry: EntryKey | None
    reminded: list[Link]
    too_early: list[Link]
    letter: LetterText | None


def page(campaign: Campaign, only: EntryKey | None, language: str) -> RemindPage:
    """Return the entries about which a reminder would be sent now, and the letter. If `only` is given, only this entry
    is considered. The caller checks that the campaign is in scope."""
    found, lately = list_silent(campaign, letters_by_entry(campaign)), list_written_lately(clock.now())
    silent = [one for one in found if only in (None, one.entry_key)]
    entries, finder = entries_by_key(one.entry_key for one in silent), Recipients(asker_of(campaign))
    reminded: list[Entry] = []
    too_early: list[Entry] = []
    first = None
    for asked in silent:
        entry = entries.get(asked.entry_key)
        recipients = finder.of(entry) if entry is not None and not entry.has_ended else []
        if entry is None or not recipients:
            continue
        is_early = all(normalized_address(one.address) in lately for one in recipients)
        (too_early if is_early else reminded).append(entry)
        first = first or (None if is_early else asked)
    letter = None
    if first is not None:
        values = values_of_asker(asker_of(campaign), campaign.network_key, language)
        values |= values_about(reminded[:1], last_day(first), language)
        letter = preview_text("verification_reminder", language, link=gettext("(the link of the recipient)"), **values)
    links = [list(entry_links(own, language).values()) for own in (reminded, too_early)]
    return RemindPage(line(campaign, language), only, links[0], links[1], letter)
