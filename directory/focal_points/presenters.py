"""The details of desks in words, for the board and for the page of a desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from directory import clock, collation, dates, i18n
from directory.access.facts import (
    Fact,
    LabelledCode,
    Link,
    SourceNote,
    Text,
    VerificationSummary,
    fact,
    facts,
    labelled_code,
    name_of,
    original_name,
    source_of,
    state_link,
    verification_summary,
)
from directory.access.gate import Reading, read, read_all, read_values
from directory.access.viewer import Viewer
from directory.focal_points.contacts import LINES, ContactLine, contact_lines
from directory.focal_points.first_contacts import FirstContact, choose
from directory.focal_points.opening_hours import OpeningHours, OpeningState, read_hours, state_at
from directory.models import FocalPoint
from directory.vocabulary import ENDED_STATUSES, KINDS

WORKING_HOURS, ON_CALL = "working_hours", "on_call"


@dataclass(frozen=True)
class Clock:
    """The time now in one IANA zone, in the reader's format. `city` is the city in the name of the zone."""

    zone: str
    city: str
    time: str
    day: str
    offset: str
    # In ISO 8601 with offset.
    instant: str


@dataclass(frozen=True)
class DeskLine:
    """A desk on the board, without contacts and people."""

    link: Link
    state: Link | None
    # `authority` and `network` link to the desk itself if the viewer may not read the authority or the network.
    authority: Link
    network: Link
    cover: str
    cover_label: str
    clock: Clock | None
    # The source of the cover.
    source: SourceNote
    mark: LabelledCode | None
    # The short name of the network, or its name if no short name is known.
    short_network: str
    # The published hours: as published, as read, and what follows from them now. None if unknown.
    hours: Text | None = None
    opening: OpeningHours | None = None
    opening_state: OpeningState | None = None

    def now(self, language: str) -> "DeskLine":
        """Return the line with the present time at the desk, and whether the desk is open now."""
        if self.clock is None:
            return self
        local = datetime.fromisoformat(clock_of(self.clock.zone, language).instant)
        state = state_at(self.opening, local, language) if self.opening else None
        return replace(self, clock=clock_of(self.clock.zone, language), opening_state=state)


@dataclass(frozen=True)
class DeskPage:
    """The page of one desk."""

    line: DeskLine
    original: Text | None
    # The contact to try first. None if the desk has ended or no contact is usable.
    lead: FirstContact | None
    facts: list[Fact]
    own_contacts: list[ContactLine]
    # The general contact lines of the desk's institution.
    contacts: list[ContactLine]
    status: str
    status_label: str
    successor: Link | None
    stamp: VerificationSummary

    @property
    def has_own_line(self) -> bool:
        """Whether the desk has a phone number, fax number or mail address of its own, even if none can be used."""
        return any(one.means in LINES for one in self.own_contacts)


def clocks(zones: Iterable[str], language: str) -> list[Clock]:
    """Return the time now in each zone, in the order given.

    If several zones have the same time now, only the first of them is returned.
    """
    made: dict[str, Clock] = {}
    for zone in zones:
        found = clock_of(zone, language)
        made.setdefault(found.offset, found)
    return list(made.values())


def clock_of(zone: str, language: str) -> Clock:
    """Return the time now in one zone."""
    return _clock(zone, clock.now().replace(second=0, microsecond=0), language)


@lru_cache(maxsize=1000)
def _clock(zone: str, minute: datetime, language: str) -> Clock:
    local = minute.astimezone(ZoneInfo(zone))
    return Clock(
        zone=zone,
        city=dates.zone_name(zone, language),
        time=dates.clock_time(local),
        day=dates.weekday(local, language),
        offset=dates.offset(local),
        instant=local.isoformat(timespec="minutes"),
    )


def desk_lines(viewer: Viewer, desks: Sequence[FocalPoint], language: str) -> list[DeskLine]:
    """Return a board line for each desk: cover round the clock first, then by the name of the State."""
    states = {state.key: state for desk in desks if (state := desk.authority.jurisdiction)}
    zones = {reading.key: reading.value("time_zones", ()) for reading in read_values(viewer, states.values())}
    authorities = {reading.key: reading for reading in read_all(viewer, {desk.authority for desk in desks})}
    networks = {reading.key: reading for reading in read_all(viewer, {desk.network for desk in desks})}
    lines = [
        _desk_line(
            reading,
            authorities.get(reading.value("authority_key", "")),
            networks.get(reading.value("network_key", "")),
            zones,
            language,
        )
        for reading in read_all(viewer, desks)
    ]
    by_name = collation.sorted_by_name(lines, lambda line: line.state.text.text if line.state else "")
    return sorted(by_name, key=lambda line: line.cover != "round_the_clock")


def desk_name(authority: Reading | None, language: str) -> Text:
    """Return the name of a desk's authority, or the word for a desk if the viewer may not read the authority."""
    if authority is None:
        return Text(str(KINDS.label(FocalPoint.KIND)), i18n.label_language(language))
    return name_of(authority, language)


def page(viewer: Viewer, desk: FocalPoint, language: str) -> DeskPage:
    """Return the page of a desk, with the details and contact lines that the viewer may read."""
    reading = read(viewer, desk)
    authority = desk.authority if reading.get("authority_key") else None
    status = fact(reading, "status", language)
    own = facts(reading, ("cover", "hours", "note", "members_note"), language)
    lines = authority.contacts if authority else []
    own_contacts = contact_lines(viewer, [one for one in lines if one.network_key == desk.network_key], language)
    contacts = contact_lines(viewer, [one for one in lines if one.network_key is None], language)
    return DeskPage(
        line=desk_lines(viewer, [desk], language)[0],
        original=original_name(read(viewer, authority), language) if authority else None,
        lead=None if reading.value("status", "") in ENDED_STATUSES else _lead(own_contacts, contacts),
        facts=own,
        own_contacts=own_contacts,
        contacts=contacts,
        status=reading.value("status", ""),
        status_label=status.texts[0].text if status else "",
        successor=_successor(viewer, desk, reading, language),
        stamp=verification_summary([*(one.source for one in own), *(one.source for one in (*own_contacts, *contacts))]),
    )


def _lead(own: Sequence[ContactLine], institution: Sequence[ContactLine]) -> FirstContact | None:
    chosen = choose(own, institution)
    return FirstContact(*chosen) if chosen is not None else None


def _successor(viewer: Viewer, desk: FocalPoint, reading: Reading, language: str) -> Link | None:
    if desk.successor is None or not reading.get("successor_key"):
        return None
    shown = read(viewer, desk.successor).get("authority_key")
    authority = read(viewer, desk.successor.authority) if shown else None
    return Link(desk.KIND, desk.successor.key, desk_name(authority, language))


def _desk_line(
    desk: Reading,
    authority: Reading | None,
    network: Reading | None,
    zones: dict[str, tuple[str, ...]],
    language: str,
) -> DeskLine:
    code, cover = authority.value("jurisdiction_key") if authority else None, fact(desk, "cover", language)
    hours = fact(desk, "hours", language)
    zone = zones.get(code, ())[:1] if code else ()
    itself = Link(desk.kind, desk.key, desk_name(None, language))
    return DeskLine(
        link=replace(itself, text=desk_name(authority, language)),
        state=state_link(code, language) if code else None,
        authority=Link("authority", authority.key, name_of(authority, language)) if authority else itself,
        network=Link("network", network.key, name_of(network, language)) if network else itself,
        cover=desk.value("cover", "not_published"),
        cover_label=cover.texts[0].text if cover else "",
        clock=next(iter(clocks(zone, language)), None),
        source=source_of(desk, "cover", language),
        mark=labelled_code(desk, "mark"),
        short_network=(network.value("short_name") or name_of(network, language).text) if network else itself.text.text,
        hours=hours.texts[0] if hours else None,
        opening=_opening(desk),
    ).now(language)


def _opening(desk: Reading) -> OpeningHours | None:
    """Return the opening hours of a desk that answers in working hours, or is on call at other times. Return None for
    any other desk, and for hours that cannot be read."""
    hours, cover = desk.get("hours"), desk.value("cover")
    if cover not in (WORKING_HOURS, ON_CALL) or hours is None:
        return None
    return read_hours(hours.value.by_language.get(i18n.DEFAULT, ""), is_on_call=cover == ON_CALL)
