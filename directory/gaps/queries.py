"""Reads the facts about a State. From these facts the rules find gaps. Only details that the viewer may read are used.
The number of SQL statements does not grow with the number of entries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory import clock
from directory.access.entries_in_scope import keys_in_scope
from directory.access.gate import ReadDetail, Reading, if_open, read_all
from directory.access.policy import Action, may
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import Viewer
from directory.atlas.answer import states_language
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.institutions import receiving
from directory.atlas.question import AtlasQuestion, Offence
from directory.extensions import db
from directory.focal_points.queries import ROUND_THE_CLOCK, is_not_ended
from directory.gaps.facts import ChangeFacts, DeskFacts, EntryFacts, OfficeFacts, StateFacts
from directory.gaps.partners import list_partners
from directory.models import (
    Authority,
    ContactDetail,
    Entry,
    FocalPoint,
    Jurisdiction,
    NetworkMember,
    Place,
    RequirementSheet,
    SourceChange,
)
from directory.models.details import EntryKey
from directory.requirements.queries import list_sheets
from directory.sources.queries import list_open_of_state
from directory.treaties.standing import standing
from directory.verification.queries.entries import rows_by_entry
from directory.verification_age import freshness
from directory.vocabulary import FREQUENT_MEASURES, MEASURES, Freshness, SourceWhat

# A contact of one of these means is a line to call or write to.
LINES = ("phone", "email", "address")
PAST = (Freshness.OVERDUE, Freshness.DEAD)
GONE = (SourceWhat.GONE, SourceWhat.SILENT)
# The offence of the atlas questions that look for stated languages: trafficking in persons.
OFFENCE = Offence("tip")
PARTY = "party"
Rows = Mapping[EntryKey, Sequence[Entry]]


def list_states_in_scope(viewer: Viewer) -> list[str]:
    """Return the codes of the States in the viewer's scope, sorted."""
    return sorted(db.session.scalars(keys_in_scope(viewer, Action.VERIFY, Jurisdiction)))


def read_state(viewer: Viewer, state: str, language: str) -> StateFacts:
    """Return the facts that the viewer knows of a State. The caller checks that the State is in the viewer's scope."""
    partners = list_partners(state)
    data = load_answer_data(viewer, {state, *partners}, language)
    institutions = data.institutions.get(state, ())
    receivers = {code: tuple(one.link.key for one in receiving(institutions, code)) for code in MEASURES}
    order = _order_of_use(receivers)
    offices = sorted(institutions, key=lambda one: (order.get(one.link.key, len(order)), one.link.key))
    places = {one.link.key: place for place, one in enumerate(offices)}
    authorities, desks, sheets = _list_authorities(places), _list_desks(viewer, places), list_sheets((state,))
    rows = rows_by_entry([*authorities, *desks, *sheets])
    contacts = {authority.key: authority.contacts for authority in authorities}
    readings = _read(viewer, chain(*rows.values(), *contacts.values()))
    return StateFacts(
        offices=tuple(OfficeFacts(one, _has_line(contacts.get(one.link.key, ()), readings)) for one in offices),
        desks=tuple(_desk(desk, readings) for desk in desks),
        receivers=receivers,
        networks=tuple(_networks(viewer, state, data)),
        sheets={readings[sheet.entry_key].value("measure", ""): sheet.key for sheet in sheets},
        unstated=_unstated(state, partners, data),
        entries=tuple(
            _entry(
                entry, readings[entry.entry_key], [readings[row.entry_key] for row in _own(viewer, state, entry, rows)]
            )
            for entry in (*authorities, *desks, *_by_use(sheets))
        ),
        changes=tuple(_changes(list_open_of_state(viewer, state), rows)),
    )


def _order_of_use(receivers: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {key: place for place, key in enumerate(dict.fromkeys(_receiving(receivers)))}


def _receiving(receivers: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for measure in (*FREQUENT_MEASURES, *receivers):
        yield from receivers[measure]


def _list_authorities(places: Mapping[str, int]) -> list[Authority]:
    parts = map(selectinload, (Authority.competences, Authority.designations, Authority.contacts))
    query = select(Authority).where(Authority.key.in_(list(places))).options(*parts)
    return sorted(db.session.scalars(query), key=lambda authority: places[authority.key])


def _list_desks(viewer: Viewer, places: Mapping[str, int]) -> list[FocalPoint]:
    own = if_open(FocalPoint.authority_key.in_(list(places)))
    query = select(FocalPoint).where(own, is_not_ended()).options(joinedload(FocalPoint.authority))
    desks = [desk for desk in db.session.scalars(query) if may(viewer, Action.VERIFY, desk.place())]
    return sorted(desks, key=lambda desk: (places[desk.authority_key], desk.key))


def _by_use(sheets: Iterable[RequirementSheet]) -> list[RequirementSheet]:
    measures = ["", *dict.fromkeys((*FREQUENT_MEASURES, *MEASURES))]
    return sorted(sheets, key=lambda sheet: measures.index(sheet.measure))


def _read(viewer: Viewer, rows: Iterable[Entry]) -> dict[EntryKey, Reading]:
    by_key = {row.entry_key: row for row in rows}
    return dict(zip(by_key, read_all(viewer, by_key.values()), strict=True))


def _has_line(contacts: Iterable[ContactDetail], readings: Mapping[EntryKey, Reading]) -> bool:
    values = (readings[contact.entry_key].get("value") for contact in contacts if contact.means in LINES)
    # No disclosure is logged, since the value is not shown.
    return any(_grade(value) is not Freshness.DEAD for value in values if value is not None)


def _desk(desk: FocalPoint, readings: Mapping[EntryKey, Reading]) -> DeskFacts:
    reading = readings[desk.entry_key]
    is_always = reading.value("cover") == ROUND_THE_CLOCK
    return DeskFacts(desk.key, desk.authority_key, reading.value("network_key", ""), is_always)


def _networks(viewer: Viewer, state: str, data: AnswerData) -> Iterator[str]:
    with_desks = set(db.session.scalars(select(FocalPoint.network_key).where(is_not_ended()).distinct()))
    own = if_open(NetworkMember.jurisdiction_key == state)
    joined = set(db.session.scalars(select(NetworkMember.network_key).where(own)))
    for key, network in sorted(data.record.networks.items()):
        acts = data.record.acts.get((network.treaty, state), ())
        is_party = bool(acts) and standing(acts, clock.today()).code == PARTY
        is_member = key in joined or is_party
        if is_member and key in with_desks and may(viewer, Action.VERIFY, Place(state, frozenset({key}))):
            yield key


def _unstated(state: str, partners: Iterable[str], data: AnswerData) -> dict[str, tuple[str, ...]]:
    # The terms of all treaties are read at once. Otherwise each question would read the terms of its own treaties.
    data.terms_of(sorted(data.record.treaties))
    return {
        measure: tuple(
            partner
            for partner in partners
            if not states_language(AtlasQuestion(partner, state, measure, OFFENCE), data)
        )
        for measure in FREQUENT_MEASURES
    }


def _own(viewer: Viewer, state: str, entry: Entry, rows: Rows) -> list[Entry]:
    """Return the parts of an entry, without contacts for networks outside the viewer's scope. The caller checks that
    the State is in scope."""

    def is_own(row: Entry) -> bool:
        network = row.network_key if isinstance(row, ContactDetail) else None
        return not network or may(viewer, Action.CONFIRM, Place(state, frozenset({network})))

    return [row for row in rows[entry.entry_key] if is_own(row)]


def _entry(entry: Entry, own: Reading, readings: Iterable[Reading]) -> EntryFacts:
    grades = Counter(_grade(value) for reading in readings for value in reading.details.values())
    return EntryFacts(
        entry=entry.entry_key,
        authority=_authority_of(entry),
        network=own.value("network_key", ""),
        measure=own.value("measure", ""),
        overdue=sum(grades[grade] for grade in PAST),
        unverified=grades[Freshness.NEVER],
    )


def _grade(value: ReadDetail) -> Freshness:
    known = value.provenance_of_whole or RecordedProvenance()
    return freshness(known.verified_on, known.due_on, clock.today(), is_dead=known.is_dead)


def _changes(changes: Iterable[SourceChange], rows: Rows) -> Iterator[ChangeFacts]:
    owners = {row.entry_key: entry_key for entry_key, own in rows.items() for row in own}
    authorities = {entry_key: _authority_of(own[0]) for entry_key, own in rows.items()}
    for change in changes:
        entry = owners.get(change.entry_key)
        authority = authorities[entry] if entry else ""
        yield ChangeFacts(change.what in GONE, change.kind, entry, authority)


def _authority_of(entry: Entry) -> str:
    if isinstance(entry, FocalPoint):
        return entry.authority_key
    return entry.key if isinstance(entry, Authority) else ""
