"""Finds the entries about which a campaign would ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import selectinload

from directory.access.facts import source_note
from directory.access.policy import Action, may
from directory.access.provenance import known_of
from directory.access.viewer import ANONYMOUS, Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Authority, Entry, FocalPoint, NetworkMember, Place, RequirementSheet
from directory.verification.messages import NETWORK_MISSING
from directory.verification.queries.campaigns import list_waiting
from directory.verification.queries.entries import rows_by_entry, show_rows
from directory.vocabulary import Freshness

OPEN_STATUSES = ("", "active")


@dataclass(frozen=True)
class CampaignScope:
    """The limits that decide which entries a campaign covers. An empty value sets no limit.

    - `only_due`: leave out entries whose details are all verified and not due soon
    - `but_asked`: leave out entries about which a running campaign still waits for an answer
    """

    jurisdiction: str = ""
    network: str = ""
    kind: str = ""
    only_due: bool = False
    but_asked: bool = False


@dataclass(frozen=True)
class Candidates:
    """The entries in the scope of a campaign.

    - `asked`: the campaign asks about these
    - `asked_already`: left out, since a running campaign still waits for an answer about them
    - `closed`: left out, since they are closed or replaced
    """

    asked: list[Entry]
    asked_already: list[Entry]
    closed: list[Entry]


def narrowed(viewer: Viewer, scope: CampaignScope) -> CampaignScope:
    """Return the scope of a campaign, limited to the viewer's own scope.

    Raises InvalidInput if `scope` names no network and the viewer must choose one.
    """
    if may(viewer, Action.VERIFY, Place()):
        return scope
    if not scope.network and must_choose_network(viewer):
        raise InvalidInput(NETWORK_MISSING)
    network = scope.network or next(iter(viewer.networks), "")
    return replace(scope, jurisdiction=scope.jurisdiction or viewer.jurisdiction, network=network)


def must_choose_network(viewer: Viewer) -> bool:
    """Return whether the viewer has several networks and may not verify everywhere."""
    return len(viewer.networks) > 1 and not may(viewer, Action.VERIFY, Place())


def list_candidates(viewer: Viewer, scope: CampaignScope) -> list[Entry]:
    """Return the entries about which the viewer's campaign with this scope would ask, in the order of
    `find_candidates`."""
    return find_candidates(viewer, scope).asked


def find_candidates(viewer: Viewer, scope: CampaignScope) -> Candidates:
    """Find the entries in the scope of a campaign that the viewer may verify. In each list of the result, authorities
    come first, then desks, then requirement sheets, each sorted by key."""
    found = [
        entry
        for model, query in _queries(scope).items()
        if scope.kind in ("", model.KIND)
        for entry in db.session.scalars(query.order_by(model.key))
        if may(viewer, Action.VERIFY, entry.place())
    ]
    closed = [entry for entry in found if not _is_open(entry)]
    stand = [entry for entry in found if _is_open(entry)]
    wanted = _due(stand) if scope.only_due else stand
    waiting = list_waiting() if scope.but_asked else frozenset()
    asked_already = [entry for entry in wanted if entry.entry_key in waiting]
    return Candidates([entry for entry in wanted if entry.entry_key not in waiting], asked_already, closed)


def states_with_entries(viewer: Viewer) -> set[str]:
    """Return the keys of the States with entries about which a campaign of the viewer could ask.

    Desks need no query of their own: each has an authority of its State.
    """
    networks = [""] if may(viewer, Action.VERIFY, Place()) else sorted(viewer.networks)
    queries = [
        select(model.jurisdiction_key).where(*_conditions(CampaignScope(network=network))[model])
        for network in networks
        for model in (Authority, RequirementSheet)
    ]
    return {key for query in queries for key in db.session.scalars(query.distinct()) if key}


def _is_open(entry: Entry) -> bool:
    return not isinstance(entry, Authority | FocalPoint) or entry.status in OPEN_STATUSES


def _queries(scope: CampaignScope) -> dict[type[Any], Any]:
    parts = map(selectinload, (Authority.competences, Authority.designations, Authority.contacts))
    options: dict[type[Any], Any] = {
        Authority: parts,
        FocalPoint: [selectinload(FocalPoint.authority).selectinload(Authority.contacts)],
        RequirementSheet: [selectinload(RequirementSheet.rules)],
    }
    conditions = _conditions(scope)
    return {model: select(model).options(*loaded).where(*conditions[model]) for model, loaded in options.items()}


def _conditions(scope: CampaignScope) -> dict[type[Any], list[ColumnElement[bool]]]:
    members = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key == scope.network)
    desks = select(FocalPoint.authority_key).where(FocalPoint.network_key == scope.network)
    own = select(Authority.key).where(Authority.jurisdiction_key == scope.jurisdiction)
    in_network = or_(Authority.jurisdiction_key.in_(members), Authority.key.in_(desks))
    return {
        Authority: [
            _if(scope.jurisdiction, Authority.jurisdiction_key == scope.jurisdiction),
            _if(scope.network, in_network),
        ],
        FocalPoint: [
            _if(scope.jurisdiction, FocalPoint.authority_key.in_(own)),
            _if(scope.network, FocalPoint.network_key == scope.network),
        ],
        RequirementSheet: [
            _if(scope.jurisdiction, RequirementSheet.jurisdiction_key == scope.jurisdiction),
            _if(scope.network, RequirementSheet.jurisdiction_key.in_(members)),
        ],
    }


def _if(chosen: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return condition if chosen else true()


def _due(entries: list[Entry]) -> list[Entry]:
    """Return the entries with at least one detail whose freshness is not VERIFIED.

    Only details on the page to which a campaign's link leads count.
    """
    rows = rows_by_entry(entries)
    shown = show_rows(ANONYMOUS, [row for own in rows.values() for row in own], has_link=True)
    verified = {place for kind in {one.row.KIND for one in shown} for place in _verified(kind)}
    due = {one.row.entry_key for one in shown if any((*one.row.entry_key, name) not in verified for name in one.names)}
    return [entry for entry in entries if any(row.entry_key in due for row in rows[entry.entry_key])]


def _verified(kind: str) -> Iterator[tuple[str, str, str]]:
    for (_, key), detail, known in known_of(kind):
        if source_note(known).freshness is Freshness.VERIFIED:
            # One verified language is enough for a text.
            yield kind, key, detail.partition(".")[0]
