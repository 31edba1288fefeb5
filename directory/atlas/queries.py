"""Reads the facts to which the rules of the atlas apply, through the gate."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from directory.access.facts import source_of
from directory.access.gate import Reading, if_open, read_all, read_values
from directory.access.viewer import Viewer
from directory.atlas.declaration_queries import read_declarations
from directory.atlas.facts import (
    AtlasFacts,
    CoverageFacts,
    NetworkFacts,
    RelationFacts,
    StateRelationFacts,
    TreatyActFacts,
    TreatyFacts,
)
from directory.cache.store import cached_many
from directory.extensions import db
from directory.models import (
    ContactDetail,
    Network,
    NetworkMember,
    StateRelation,
    TreatyParty,
    TreatyStatus,
)
from directory.models import Treaty as TreatyEntry
from directory.treaties.citations import concluded_on


def list_contacts(authorities: Collection[str]) -> list[ContactDetail]:
    """Return the contacts of some authorities, sorted by authority and position. The caller reads the contacts through
    the gate."""
    query = select(ContactDetail).where(ContactDetail.authority_key.in_(authorities))
    return list(db.session.scalars(query.order_by(ContactDetail.authority_key, ContactDetail.position)))


def load(viewer: Viewer, states: Collection[str]) -> AtlasFacts:
    """Return the facts on some States that the viewer may read. Treaties are included if one of the States acted under
    them, or if they are bilateral treaties between two of the States."""
    statuses = _list_statuses(states)
    acts: dict[tuple[str, str], tuple[TreatyActFacts, ...]] = {}
    for reading in read_all(viewer, statuses):
        if reading.get("action"):
            place = reading.value("treaty_key", ""), reading.value("jurisdiction_key", "")
            acts[place] = (*acts.get(place, ()), _act(reading))
    acceptances, reservations = read_declarations(viewer, states)
    return AtlasFacts(
        _treaties(viewer, states),
        acts,
        acceptances,
        tuple(_state_relations(viewer, states)),
        _networks(viewer, states),
        reservations,
    )


def _networks(viewer: Viewer, states: Collection[str]) -> dict[str, NetworkFacts]:
    query = select(NetworkMember).where(if_open(NetworkMember.jurisdiction_key.in_(states)))
    members: dict[str, set[str]] = {}
    for reading in read_values(viewer, db.session.scalars(query)):
        members.setdefault(reading.value("network_key", ""), set()).add(reading.value("jurisdiction_key", ""))
    return {
        reading.key: NetworkFacts(
            reading.value("treaty_key", ""), frozenset(members.get(reading.key, ())), reading.value("measures", ())
        )
        for reading in read_values(viewer, db.session.scalars(select(Network)))
    }


def _treaties(viewer: Viewer, states: Collection[str]) -> dict[str, TreatyFacts]:
    keys = _list_treaty_keys(states)
    places = [("treaty facts", key, viewer.access_profile) for key in keys]
    found = cached_many(places, lambda missing: _facts(viewer, [place[1] for place in missing]), is_page=True)
    return dict(zip(keys, found, strict=True))


def _list_treaty_keys(states: Collection[str]) -> list[str]:
    acted = select(TreatyStatus.treaty_key).where(if_open(TreatyStatus.jurisdiction_key.in_(states)))
    party = select(TreatyParty.treaty_key).where(if_open(TreatyParty.jurisdiction_key.in_(states)))
    # A bilateral treaty with a party outside `states` cannot bind two of `states`.
    elsewhere = select(TreatyParty.treaty_key).where(if_open(TreatyParty.jurisdiction_key.not_in(states)))
    among = TreatyEntry.key.in_(party) & TreatyEntry.key.not_in(elsewhere)
    query = select(TreatyEntry.key).where(or_(TreatyEntry.key.in_(acted), among))
    return list(db.session.scalars(query.order_by(TreatyEntry.key)))


def _facts(viewer: Viewer, keys: Sequence[str]) -> list[TreatyFacts]:
    options = (
        selectinload(TreatyEntry.parties),
        selectinload(TreatyEntry.coverage),
        selectinload(TreatyEntry.relations),
    )
    entries = list(db.session.scalars(select(TreatyEntry).where(TreatyEntry.key.in_(keys)).options(*options)))
    made = _facts_of(viewer, entries)
    return [made[key] for key in keys]


def _list_statuses(states: Collection[str]) -> list[TreatyStatus]:
    query = select(TreatyStatus).where(if_open(TreatyStatus.jurisdiction_key.in_(states)))
    return list(db.session.scalars(query.order_by(TreatyStatus.key)))


def _facts_of(viewer: Viewer, entries: Sequence[TreatyEntry]) -> dict[str, TreatyFacts]:
    parties = read_values(viewer, (party for entry in entries for party in entry.parties))
    coverage = read_all(viewer, (row for entry in entries for row in entry.coverage))
    of_treaty: dict[str, list[str]] = {}
    for reading in parties:
        of_treaty.setdefault(reading.value("treaty_key", ""), []).append(reading.value("jurisdiction_key", ""))
    rows: dict[str, list[CoverageFacts]] = {}
    for reading in sorted(coverage, key=lambda one: one.value("position", 0)):
        rows.setdefault(reading.value("treaty_key", ""), []).append(_coverage(reading))
    clauses: dict[str, list[RelationFacts]] = {}
    for reading in read_all(viewer, (row for entry in entries for row in entry.relations)):
        if reading.get("effect"):
            clauses.setdefault(reading.value("treaty_key", ""), []).append(_relation(reading))
    return {
        reading.key: _treaty(
            reading, of_treaty.get(reading.key, ()), rows.get(reading.key, ()), clauses.get(reading.key, ())
        )
        for reading in read_all(viewer, entries)
    }


def _treaty(
    reading: Reading, parties: Iterable[str], coverage: Iterable[CoverageFacts], relations: Iterable[RelationFacts]
) -> TreatyFacts:
    return TreatyFacts(
        key=reading.key,
        level=reading.value("level", ""),
        instrument=reading.value("instrument", "treaty"),
        subject=reading.value("subject", ""),
        concluded_on=concluded_on(reading),
        force=reading.value("force", ""),
        in_force_from=reading.value("in_force_from"),
        in_force_year=reading.value("in_force_year"),
        entry_days=reading.value("entry_days"),
        entry_months=reading.value("entry_months"),
        listed_in=reading.value("listed_in"),
        is_supported=source_of(reading, "title", "").is_supported,
        parties=frozenset(parties),
        coverage=tuple(coverage),
        relations=tuple(relations),
    )


def _relation(reading: Reading) -> RelationFacts:
    return RelationFacts(
        effect=reading.value("effect"),
        other=reading.value("other_key", ""),
        levels=reading.value("levels", ()),
        measures=reading.value("measures", ()),
        article=reading.value("article", ""),
        paragraphs=reading.value("paragraphs", ""),
        is_supported=source_of(reading, "effect", "").is_supported,
    )


def _state_relations(viewer: Viewer, states: Collection[str]) -> Iterator[StateRelationFacts]:
    among = StateRelation.jurisdiction_key.in_(states) & StateRelation.other_key.in_(states)
    for reading in read_all(viewer, db.session.scalars(select(StateRelation).where(if_open(among)))):
        if reading.get("relation"):
            yield StateRelationFacts(
                relation=reading.value("relation"),
                states=frozenset((reading.value("jurisdiction_key", ""), reading.value("other_key", ""))),
                since=reading.value("since"),
                until=reading.value("until"),
                is_supported=source_of(reading, "relation", "").is_supported,
            )


def _coverage(reading: Reading) -> CoverageFacts:
    return CoverageFacts(
        measures=reading.value("measures", ()),
        offences=reading.value("offences", ()),
        through=reading.value("through_key", ""),
        conditions=reading.value("conditions", ()),
        article=reading.value("article", ""),
        is_supported=source_of(reading, "measures", "").is_supported,
    )


def _act(reading: Reading) -> TreatyActFacts:
    return TreatyActFacts(
        action=reading.value("action", ""),
        date_kind=reading.value("date_kind", ""),
        acted_on=reading.value("acted_on"),
        is_supported=source_of(reading, "action", "").is_supported,
        towards=reading.value("towards_key", ""),
    )
