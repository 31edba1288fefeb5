"""Presents a desk with its deadlines to a person who is about to ask it."""

from dataclasses import dataclass

from directory import clock
from directory.access.facts import Link, Text, state_link
from directory.access.viewer import Viewer
from directory.consultations.presenters.times import ConsultationZones, LocalTime
from directory.consultations.queries.people import list_members
from directory.consultations.queries.rules import deadlines, rule_of, zone_of_desk, zone_of_state
from directory.consultations.service.asking import can_be_asked
from directory.focal_points.first_contacts import OfficeCall, first_contact
from directory.focal_points.queries import list_focal_points
from directory.focal_points.state_contacts import first_calls
from directory.i18n import territory_name
from directory.models import ConsultationRule, FocalPoint
from directory.proposals.labels import entry_label
from directory.vocabulary import URGENCIES


@dataclass(frozen=True)
class ResponseDeadlines:
    """The deadlines for a question that is asked now. `urgency` is the label of its urgency. Each deadline is given in
    the time zones of both sides, or only once if both clocks agree."""

    urgency: str
    acknowledge: tuple[LocalTime, ...]
    answer: tuple[LocalTime, ...]


@dataclass(frozen=True)
class AskedDesk:
    """A desk that the viewer is about to ask. `is_open` is true if the viewer may ask, `has_state` if the viewer's
    account names a State. `promises` are the deadlines for each urgency, or empty if the viewer may not ask or nobody
    would read the question."""

    link: Link
    state: Link | None
    is_open: bool
    has_state: bool
    has_members: bool
    rule: ConsultationRule
    promises: tuple[ResponseDeadlines, ...]


def asked_desk(viewer: Viewer, desk: FocalPoint, language: str) -> AskedDesk:
    """Return a desk. If the viewer may ask the desk, its deadlines are included."""
    code = desk.authority.jurisdiction_key
    is_open = can_be_asked(viewer, desk) and bool(viewer.jurisdiction)
    has_members = bool(list_members(desk.key))
    return AskedDesk(
        link=_link(desk, language),
        state=state_link(code, language) if code else None,
        is_open=is_open,
        has_state=bool(viewer.jurisdiction),
        has_members=has_members,
        rule=rule_of(desk.network_key),
        promises=_promises(viewer, desk, language) if is_open and has_members else (),
    )


def desks_of(viewer: Viewer, authority: str, state: str, language: str) -> list[Link]:
    """Return links to the desks that belong to the authority and State and that the viewer may ask, sorted by key.
    An empty `authority` or `state` sets no limit. Return [] if both are empty."""
    found = list_focal_points(authority=authority, jurisdiction=state) if authority or state else []
    return [_link(desk, language) for desk in found if can_be_asked(viewer, desk)]


def contacts_instead(viewer: Viewer, desk: FocalPoint, language: str) -> tuple[OfficeCall, ...]:
    """Return the contacts to use if nobody would read a question to the desk: the contact of the desk. If there is no
    such contact, or if phones in other countries cannot dial it, first contacts of the desk's State (`first_calls`)
    follow. After a contact of the desk, only contacts follow that phones in other countries can dial.

    Each restricted contact is noted as disclosed."""
    own = first_contact(viewer, desk.entry_key, language)
    calls = (OfficeCall("", _link(desk, language), own),) if own else ()
    if own and own.rings_from_abroad:
        return calls
    state = desk.authority.jurisdiction_key or ""
    of_state = first_calls(viewer, [state], language).get(state, [])
    return (*calls, *(one for one in of_state if not own or one.first.rings_from_abroad))


def _promises(viewer: Viewer, desk: FocalPoint, language: str) -> tuple[ResponseDeadlines, ...]:
    code, now = desk.authority.jurisdiction_key or "", clock.now()
    own = (zone_of_state(viewer.jurisdiction), territory_name(viewer.jurisdiction, language))
    zones = ConsultationZones((own, (zone_of_desk(desk), territory_name(code, language))), language)
    made = []
    for urgency, term in URGENCIES.items():
        acknowledge, answer = deadlines(desk, urgency, now)
        made.append(ResponseDeadlines(str(term.label), zones.both(acknowledge), zones.both(answer)))
    return tuple(made)


def _link(desk: FocalPoint, language: str) -> Link:
    return Link("focal_point", desk.key, Text(entry_label("focal_point", desk.key, language)))
