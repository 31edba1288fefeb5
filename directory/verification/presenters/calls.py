"""Presents the call list of a campaign: silent offices with their phone numbers, as a page and as rows of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from directory import clock, i18n
from directory.access.facts import Link, Text, fact
from directory.access.gate import read, read_values
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.focal_points.contacts import PHONE, ContactLine, contact_lines
from directory.focal_points.presenters import Clock, clock_of
from directory.models import Authority, Campaign, CampaignEntry, Entry, FocalPoint, Verification
from directory.models.details import EntryKey
from directory.verification.presenters.campaigns import CampaignLine, line
from directory.verification.presenters.entries import entry_link
from directory.verification.queries.campaign_letters import LettersOfEntry, letters_by_entry, list_silent
from directory.verification.queries.entries import entries_by_key, last_verifications
from directory.vocabulary import KINDS


@dataclass(frozen=True)
class CallLine:
    """A silent office. `clock` is the local time of the office, or None if no time zone is known. `last_office` and
    `last_on` say who confirmed the entry last and when."""

    link: Link
    kind_label: str
    state_name: str
    phones: list[ContactLine]
    languages: tuple[Text, ...]
    clock: Clock | None
    silent_days: int
    reminders: int
    last_office: str
    last_on: date | None

    @property
    def is_desk(self) -> bool:
        """Whether a test call can be logged for the entry."""
        return self.link.kind == FocalPoint.KIND


@dataclass(frozen=True)
class CallsPage:
    """The call list of a campaign, longest silent first."""

    line: CampaignLine
    calls: list[CallLine]


def page(viewer: Viewer, campaign: Campaign, language: str) -> CallsPage:
    """Return the call list of a campaign. Restricted numbers that the viewer may read are noted as disclosures. The
    caller checks that the campaign is in scope."""
    silent, letters = list_silent(campaign), letters_by_entry(campaign)
    keys = [one.entry_key for one in silent]
    entries, verified = entries_by_key(keys), last_verifications(keys)
    calls = [
        _line(viewer, entry, letters[asked.id], verified, language)
        for asked in silent
        if (entry := _standing(entries, asked)) is not None
    ]
    return CallsPage(line(campaign, language), calls)


def rows(found: CallsPage) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file with the same offices as the page, the headings first."""
    yield (
        _("Office"),
        _("State or territory"),
        _("Phone"),
        _("Languages"),
        _("Time zone"),
        _("Days without an answer"),
        _("Reminders"),
        _("Confirmed last"),
        _("By"),
    )
    for one in found.calls:
        yield (
            one.link.text.text,
            one.state_name,
            "; ".join(phone.value for phone in one.phones),
            ", ".join(text.text for text in one.languages),
            one.clock.zone if one.clock else "",
            str(one.silent_days),
            str(one.reminders),
            one.last_on.isoformat() if one.last_on else "",
            one.last_office,
        )


def _standing(entries: dict[EntryKey, Entry], asked: CampaignEntry) -> Entry | None:
    entry = entries.get(asked.entry_key)
    return None if entry is None or entry.has_ended else entry


def _line(
    viewer: Viewer, entry: Entry, letters: LettersOfEntry, verified: dict[EntryKey, Verification], language: str
) -> CallLine:
    office = entry.authority if isinstance(entry, FocalPoint) else entry
    networks = (None, entry.network_key) if isinstance(entry, FocalPoint) else (None,)
    contacts = office.contacts if isinstance(office, Authority) else ()
    own = [one for one in contacts if one.means == PHONE and one.network_key in networks]
    spoken = fact(read(viewer, office), "languages_spoken", language) if isinstance(office, Authority) else None
    state, last = entry.place().jurisdiction, verified.get(entry.entry_key)
    return CallLine(
        link=entry_link(entry, language),
        kind_label=str(KINDS.label(entry.KIND)),
        state_name=i18n.territory_name(state, language) if state else "",
        phones=[one for one in contact_lines(viewer, own, language) if not one.is_gone],
        languages=spoken.texts if spoken else (),
        clock=_clock(viewer, office, language),
        silent_days=(clock.now() - letters.sent_at[0]).days,
        reminders=len(letters.sent_at) - 1,
        last_office=last.office if last else "",
        last_on=as_utc(last.verified_at).date() if last else None,
    )


def _clock(viewer: Viewer, office: Entry, language: str) -> Clock | None:
    states = [office.jurisdiction] if isinstance(office, Authority) and office.jurisdiction else []
    zones = [zone for state in read_values(viewer, states) for zone in state.value("time_zones", ())]
    return clock_of(zones[0], language) if zones else None
