"""Presents the call list of a campaign: silent offices with their phone numbers, as a page and as rows of a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from directory import clock, i18n
from directory.access.facts import Link, Text, fact
from directory.access.gate import read_all, read_values
from directory.access.viewer import Viewer
from directory.focal_points.contacts import PHONE, ContactLine, contact_lines
from directory.focal_points.presenters import Clock, clock_of
from directory.models import Authority, Campaign, CampaignEntry, ContactDetail, Entry, FocalPoint, RequirementSheet
from directory.paging import paginate_rows
from directory.verification.presenters.campaigns import CampaignLine, line
from directory.verification.presenters.entries import entry_links
from directory.verification.presenters.last_confirmations import LastConfirmations
from directory.verification.queries.campaign_letters import (
    LettersOfEntry,
    is_asked,
    letters_by_entry,
    list_overdue,
    list_silent,
    list_unreached,
)
from directory.verification.queries.entries import entries_by_key
from directory.verification.queries.recipients import Recipients
from directory.verification.service.campaign_letters import asker_of
from directory.vocabulary import KINDS


@dataclass(frozen=True)
class CallLine:
    """An office to call. `clock` is the local time of the office, or None if no time zone is known. `silent_days` is
    the number of days since the first letter was sent, or None if no letter reached the office. `last_office` is the
    name of the office that last confirmed the entry, and `last_on` is the day. They are empty and None if nobody has
    confirmed the entry."""

    link: Link
    kind_label: str
    state_name: str
    phones: list[ContactLine]
    languages: tuple[Text, ...]
    clock: Clock | None
    silent_days: int | None
    reminders: int
    last_office: str
    last_on: date | None

    @property
    def is_of_state(self) -> bool:
        """Whether the coordinators of the State answer for the entry. There is then no office with a phone number to
        call."""
        return self.link.kind == RequirementSheet.KIND

    @property
    def is_desk(self) -> bool:
        """Whether a test call can be logged for the entry."""
        return self.link.kind == FocalPoint.KIND


@dataclass(frozen=True)
class CallsPage:
    """One page of the call list of a campaign: first the offices that no letter reaches, then the longest silent.

    `still_in_time` counts the offices that were asked less than `days_to_answer` days ago: they are not called yet.
    """

    line: CampaignLine
    calls: list[CallLine]
    still_in_time: int
    days_to_answer: int
    page: int
    pages: int


def page(viewer: Viewer, campaign: Campaign, number: int, language: str) -> CallsPage:
    """Return page `number` of the call list of a campaign: offices that no letter reaches, then offices that did not
    answer before the first reminder. Restricted numbers that the viewer may read are noted as disclosures. The caller
    checks that the campaign is in scope."""
    letters = letters_by_entry(campaign)
    silent = list_silent(campaign, letters)
    due = list_overdue(campaign, silent, letters)
    shown = paginate_rows([*_unreached(campaign, letters), *due], number)
    return CallsPage(
        line=line(campaign, language),
        calls=call_lines(viewer, shown.rows, letters, language),
        still_in_time=len(silent) - len(due),
        days_to_answer=campaign.reminder_days,
        page=shown.page,
        pages=shown.pages,
    )


def rows(viewer: Viewer, campaign: Campaign, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file: first the headings, then the offices of all pages of the call list."""
    letters = letters_by_entry(campaign)
    silent = list_overdue(campaign, list_silent(campaign, letters), letters)
    due = [*_unreached(campaign, letters), *silent]
    yield (
        _("Office"),
        _("State or territory"),
        _("Phone"),
        _("Languages"),
        _("Time zone"),
        _("Days without an answer"),
        _("Reminders"),
        _("Confirmed last"),
        _("Last confirmed by"),
    )
    for one in call_lines(viewer, due, letters, language):
        yield (
            one.link.text.text,
            one.state_name,
            "; ".join(phone.value for phone in one.phones),
            ", ".join(text.text for text in one.languages),
            one.clock.zone if one.clock else "",
            "" if one.silent_days is None else str(one.silent_days),
            str(one.reminders),
            one.last_on.isoformat() if one.last_on else "",
            one.last_office,
        )


def call_lines(
    viewer: Viewer, asked: Sequence[CampaignEntry], letters: Mapping[int, LettersOfEntry], language: str
) -> list[CallLine]:
    """Return a line for each of these entries, in their order. Entries that were removed, closed or replaced are left
    out. The number of SQL statements does not depend on the number of entries."""
    found = entries_by_key(one.entry_key for one in asked)
    standing = [one for one in asked if one.entry_key in found and not found[one.entry_key].has_ended]
    entries = [found[one.entry_key] for one in standing]
    offices = {office.key: office for entry in entries if (office := _office(entry)) is not None}
    spoken = dict(zip(offices, read_all(viewer, offices.values()), strict=True))
    numbers = {contact.key: contact for entry in entries for contact in _numbers(entry)}
    phones = [one for one in contact_lines(viewer, numbers.values(), language) if not one.is_gone]
    clocks = _clocks(viewer, offices.values(), language)
    links = entry_links(entries, language)
    confirmed = LastConfirmations(links, language)
    lines = []
    for one, entry in zip(standing, entries, strict=True):
        office, own = _office(entry), {row.key for row in _numbers(entry)}
        sent_at = letters[one.id].sent_at if is_asked(letters.get(one.id)) else ()
        languages = fact(spoken[office.key], "languages_spoken", language) if office is not None else None
        last_office, last_on = confirmed.of(entry.entry_key, office)
        lines.append(
            CallLine(
                link=links[entry.entry_key],
                kind_label=str(KINDS.label(entry.KIND)),
                state_name=i18n.territory_name(one.jurisdiction_key, language) if one.jurisdiction_key else "",
                phones=[phone for phone in phones if phone.key in own],
                languages=languages.texts if languages else (),
                clock=clocks.get(office.jurisdiction_key or "") if office is not None else None,
                silent_days=(clock.now() - sent_at[0]).days if sent_at else None,
                reminders=max(0, len(sent_at) - 1),
                last_office=last_office,
                last_on=last_on,
            )
        )
    return lines


def _unreached(campaign: Campaign, letters: Mapping[int, LettersOfEntry]) -> list[CampaignEntry]:
    return list_unreached(campaign, letters, Recipients(asker_of(campaign)))


def _office(entry: Entry) -> Authority | None:
    office = entry.authority if isinstance(entry, FocalPoint) else entry
    return office if isinstance(office, Authority) else None


def _numbers(entry: Entry) -> list[ContactDetail]:
    office, networks = _office(entry), (None, entry.network_key) if isinstance(entry, FocalPoint) else (None,)
    contacts = office.contacts if office is not None else ()
    return [one for one in contacts if one.means == PHONE and one.network_key in networks]


def _clocks(viewer: Viewer, offices: Iterable[Authority], language: str) -> dict[str, Clock]:
    states = {office.jurisdiction.key: office.jurisdiction for office in offices if office.jurisdiction}
    zones = {reading.key: reading.value("time_zones", ()) for reading in read_values(viewer, states.values())}
    return {key: clock_of(own[0], language) for key, own in zones.items() if own}
