"""Counts the details of entries by their verification day and due day, and reads when entries were confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.focal_points.queries import is_not_ended as desks_stand
from directory.focal_points.state_authorities import is_not_ended as authorities_stand
from directory.models import (
    Authority,
    Competence,
    ContactDetail,
    Designation,
    FocalPoint,
    NetworkMember,
    Provenance,
    RequirementSheet,
    Rule,
    Verification,
)
from directory.statistics.queries.demonstration import counts_in_figures

# Entries that are confirmed as a whole with their parts: kinds of `verification.queries.entries.CONFIRMED`.
ENTRIES = (Authority.KIND, FocalPoint.KIND, RequirementSheet.KIND)


class DetailCount(NamedTuple):
    """The number of details that have the same `verified_on`, `due_on` and `is_dead`.

    The details belong to entries of one kind (`kind`), or to one kind of part of these entries. `is_dead` is true if an
    office has found that nobody answers at the contact any more.
    """

    kind: str
    verified_on: date | None
    due_on: date | None
    is_dead: bool
    details: int


class Confirmation(NamedTuple):
    """The confirmation of an entry at an instant."""

    kind: str
    key: str
    at: datetime


@dataclass(frozen=True)
class FreshnessScope:
    """The States whose entries are counted: if `is_scope` is true, the States in the viewer's scope, otherwise the
    other States of the viewer's networks.

    If `network` is given, only members of this network are counted.
    """

    viewer: Viewer
    is_scope: bool
    network: str = ""

    def condition(self, state: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Return the SQL condition that the State of a row is in this scope."""
        in_networks = state.in_(_members(NetworkMember.network_key.in_(sorted(self.viewer.networks))))
        own = permitted(self.viewer, Action.VERIFY, state, in_networks)
        whole = permitted(self.viewer, Action.READ_FIGURES, state, in_networks)
        reached = own if self.is_scope else and_(whole, not_(own))
        return (
            and_(reached, state.in_(_members(NetworkMember.network_key == self.network))) if self.network else reached
        )


def list_dated(reach: FreshnessScope) -> Sequence[DetailCount]:
    """Return the numbers of details in the scope `reach`, by kind of entry or part, verification day, due day and
    `is_dead`. A text and its translations count as one detail.
    """
    dates = (Provenance.verified_on, Provenance.due_on, Provenance.is_dead)
    found = []
    for kind, part, keys in _parts(reach):
        own = (Provenance.kind == part, Provenance.key.in_(keys), Provenance.detail.not_like("%.%"))
        rows = db.session.execute(select(*dates, func.count()).where(*own).group_by(*dates))
        found += [DetailCount(kind, *row) for row in rows]
    return found


def count_entries(reach: FreshnessScope) -> dict[str, int]:
    """Return a mapping from kind to the number of entries in the scope `reach`, without entries that have ended."""
    wholes = [(kind, keys) for kind, part, keys in _parts(reach) if kind == part]
    return {kind: db.session.scalar(select(func.count()).select_from(keys.subquery())) or 0 for kind, keys in wholes}


def list_confirmations(reach: FreshnessScope, since: datetime) -> Sequence[Confirmation]:
    """Return the confirmations of entries in the scope `reach` after the instant `since`, grouped by kind of entry."""
    found = []
    for kind, part, keys in _parts(reach):
        if kind == part:
            own = (Verification.kind == kind, Verification.key.in_(keys), Verification.verified_at > since)
            rows = db.session.execute(select(Verification.key, Verification.verified_at).where(*own))
            found += [Confirmation(kind, key, as_utc(at)) for key, at in rows]
    return found


def _parts(reach: FreshnessScope) -> Iterator[tuple[str, str, Select[Any]]]:
    """Yield (kind of entry, kind of part, query for the keys of these parts in scope). An entry counts as a part of
    itself: for the entries, kind of entry and kind of part are equal."""
    of_authority = (reach.condition(Authority.jurisdiction_key), counts_in_figures(Authority), authorities_stand())
    of_desk = (reach.condition(Authority.jurisdiction_key), counts_in_figures(FocalPoint), desks_stand())
    of_sheet = reach.condition(RequirementSheet.jurisdiction_key)
    yield Authority.KIND, Authority.KIND, select(Authority.key).where(*of_authority)
    for part in (Competence, Designation, ContactDetail):
        joined = select(part.key).join(Authority, Authority.key == part.authority_key)
        yield Authority.KIND, part.KIND, joined.where(*of_authority)
    yield FocalPoint.KIND, FocalPoint.KIND, select(FocalPoint.key).join(FocalPoint.authority).where(*of_desk)
    yield RequirementSheet.KIND, RequirementSheet.KIND, select(RequirementSheet.key).where(of_sheet)
    yield RequirementSheet.KIND, Rule.KIND, select(Rule.key).join(Rule.sheet).where(of_sheet)


def _members(condition: ColumnElement[bool]) -> Select[Any]:
    return select(NetworkMember.jurisdiction_key).where(condition)
