"""Reads how far the directory covers the States, from public details alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.gate import if_open
from directory.access.policy import is_public
from directory.extensions import db
from directory.focal_points.published import list_published
from directory.focal_points.queries import is_not_ended
from directory.focal_points.standings.queries import list_desks_with
from directory.models import Authority, FocalPoint, Jurisdiction, NetworkMember, Provenance, RequirementSheet, Rule
from directory.models.details import details_of
from directory.statistics.queries.demonstration import counts_in_figures
from directory.vocabulary import Audience, StandingLevel

LANGUAGES = "languages"
Column = InstrumentedAttribute[Any]


class CountedDesk(NamedTuple):
    """A desk that has not ended. If `answers` is true, a public number of the desk is known to answer round the
    clock. `is_tested` is true for a tested or accredited desk."""

    state: str
    network: str
    answers: bool
    is_tested: bool


@dataclass(frozen=True)
class KnownCoverage:
    """The public knowledge about the States.

    - `states`: all States and territories, sorted.
    - `authorities`: States with an authority.
    - `sheets`: States with a requirement sheet that has rules.
    - `confirmed`: States with a verified rule that is not due again.
    - `languages`: States whose languages of requests are known.
    - `members`: from network to the codes of its members.
    """

    states: tuple[str, ...]
    desks: tuple[CountedDesk, ...]
    authorities: frozenset[str]
    sheets: frozenset[str]
    confirmed: frozenset[str]
    languages: frozenset[str]
    members: dict[str, frozenset[str]]


def get_known(today: date) -> KnownCoverage:
    """Return the public knowledge about the States. `today` decides which rules are due again."""
    return KnownCoverage(
        states=list_states(),
        desks=_desks(),
        authorities=_states(select(Authority.jurisdiction_key), Authority.jurisdiction_key),
        sheets=_states(_of_sheets(), RequirementSheet.jurisdiction_key),
        confirmed=_confirmed(today),
        languages=_states(_of_sheets().where(if_open(Rule.topic == LANGUAGES)), RequirementSheet.jurisdiction_key),
        members=_members(),
    )


def list_states() -> tuple[str, ...]:
    """Return the codes of all States and territories, sorted."""
    return tuple(db.session.scalars(select(Jurisdiction.key).order_by(Jurisdiction.key)))


def _desks() -> tuple[CountedDesk, ...]:
    columns, known = (Authority.jurisdiction_key, FocalPoint.network_key, FocalPoint.key), list_published()
    query = select(*columns).join(FocalPoint.authority).where(is_not_ended(), counts_in_figures())
    rows = db.session.execute(_if_known(query, *columns, FocalPoint.authority_key).order_by(FocalPoint.key))
    # A desk that was added after the published desks were listed is counted the next time.
    found, tested = [(*row, known[row.key]) for row in rows if row.key in known], list_desks_with(StandingLevel.TESTED)
    return tuple(
        CountedDesk(state, network, desk.is_reachable(desk.number_grade), key in tested)
        for state, network, key, desk in found
    )


def _of_sheets() -> Any:
    return select(RequirementSheet.jurisdiction_key).join(RequirementSheet.rules)


def _confirmed(today: date) -> frozenset[str]:
    open_details = [one.name for one in details_of(Rule) if _is_open(one.detail.audience)]
    verified = and_(
        Provenance.kind == Rule.KIND,
        Provenance.key == Rule.key,
        Provenance.detail.in_(open_details),
        Provenance.is_dead.is_(False),
        Provenance.verified_on.is_not(None),
        or_(Provenance.due_on.is_(None), Provenance.due_on >= today),
    )
    return _states(_of_sheets().join(Provenance, verified), RequirementSheet.jurisdiction_key)


def _is_open(audience: Audience | str) -> bool:
    return isinstance(audience, Audience) and is_public(audience)


def _members() -> dict[str, frozenset[str]]:
    columns = (NetworkMember.network_key, NetworkMember.jurisdiction_key)
    found: dict[str, set[str]] = {}
    for network, state in db.session.execute(_if_known(select(*columns), *columns)):
        found.setdefault(network, set()).add(state)
    return {network: frozenset(states) for network, states in found.items()}


def _states(query: Any, *columns: Column) -> frozenset[str]:
    return frozenset(db.session.scalars(_if_known(query, *columns).distinct()))


def _if_known(query: Any, *columns: Column) -> Any:
    """Return the query limited to rows in which none of `columns` is empty.
    If a column is not public, the query finds no rows.
    """
    return query.where(if_open(and_(*_filled(columns))))


def _filled(columns: Iterable[Column]) -> Iterable[Any]:
    return (column.is_not(None) for column in columns)
