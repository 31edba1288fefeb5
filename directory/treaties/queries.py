"""Reads treaties, the acts of States on them (such as ratification), and the territories to which they apply. Callers
check with `access.gate` what a viewer may read."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from directory.access.gate import if_open
from directory.errors import NotFound
from directory.extensions import db
from directory.models import NetworkMember, Treaty, TreatyParty, TreatyStatus, TreatyTerritory
from directory.models.treaty_status import has_acts
from directory.vocabulary import HOME_NETWORK, NOT_TAKING_PART


def get(key: str) -> Treaty:
    """Return a treaty by its key. Raises NotFound for an unknown key."""
    treaty = db.session.get(Treaty, key)
    if treaty is None:
        raise NotFound
    return treaty


def list_treaties(level: str = "", jurisdiction: str = "") -> list[Treaty]:
    """Return treaties, sorted by key. `level` limits them to one level.

    `jurisdiction` limits them to treaties that name the State as a party, or on which the State has done an act
    (signature, ratification, accession, declaration, notification).
    """
    query = select(Treaty).options(selectinload(Treaty.parties)).order_by(Treaty.key)
    if level:
        query = query.where(if_open(Treaty.level == level))
    if jurisdiction:
        query = query.where(if_open(_concerns(jurisdiction)))
    return list(db.session.scalars(query))


def list_statuses(treaty: str = "", jurisdictions: tuple[str, ...] = ()) -> list[TreatyStatus]:
    """Return acts of States on treaties (signature, ratification, accession ...), sorted by treaty, State and date.
    Among the acts of a State on a treaty, acts without a date come first."""
    undated_first = TreatyStatus.acted_on.nulls_first()
    query = select(TreatyStatus).order_by(
        TreatyStatus.treaty_key, TreatyStatus.jurisdiction_key, undated_first, TreatyStatus.key
    )
    if treaty:
        query = query.where(if_open(TreatyStatus.treaty_key == treaty))
    if jurisdictions:
        query = query.where(if_open(TreatyStatus.jurisdiction_key.in_(jurisdictions)))
    return list(db.session.scalars(query))


def list_territories(
    treaty: str = "", jurisdictions: Collection[str] = (), territories: Collection[str] = ()
) -> list[TreatyTerritory]:
    """Return statements on the territories to which treaties apply, sorted by State, treaty and key.

    If `jurisdictions` is given, only statements of these States and statements on `territories` are returned. If
    `jurisdictions` is empty, all statements are returned, and `territories` has no effect. A statement on a territory
    that has itself done acts on treaties (such as ratification) is left out.
    """
    is_of_territory = TreatyTerritory.territory_key.is_(None) | ~has_acts(TreatyTerritory.territory_key)
    query = select(TreatyTerritory).where(if_open(is_of_territory))
    query = query.order_by(TreatyTerritory.jurisdiction_key, TreatyTerritory.treaty_key, TreatyTerritory.key)
    if treaty:
        query = query.where(if_open(TreatyTerritory.treaty_key == treaty))
    if jurisdictions:
        of_states = TreatyTerritory.jurisdiction_key.in_(jurisdictions)
        query = query.where(if_open(of_states | TreatyTerritory.territory_key.in_(territories)))
    return list(db.session.scalars(query))


def list_treaties_of(keys: Collection[str]) -> list[Treaty]:
    """Return the treaties with these keys, sorted by key."""
    return list(db.session.scalars(select(Treaty).where(Treaty.key.in_(keys)).order_by(Treaty.key))) if keys else []


def list_bilateral(jurisdiction: str) -> list[Treaty]:
    """Return the treaties that name a State as a party (bilateral treaties), sorted by key."""
    own = select(TreatyParty.treaty_key).where(TreatyParty.jurisdiction_key == jurisdiction)
    query = select(Treaty).options(selectinload(Treaty.parties)).where(if_open(Treaty.key.in_(own)))
    return list(db.session.scalars(query.order_by(Treaty.key)))


def list_shared(states: Collection[str]) -> list[Treaty]:
    """Return the treaties in which all these States take part, with their parties loaded, sorted by key.

    A State takes part if a bilateral treaty names it as a party, or if one of its acts on the treaty is not in
    NOT_TAKING_PART.
    """
    query = select(Treaty).options(selectinload(Treaty.parties)).order_by(Treaty.key)
    for state in sorted(states):
        party = select(TreatyParty.treaty_key).where(TreatyParty.jurisdiction_key == state)
        acts = TreatyStatus.jurisdiction_key == state, TreatyStatus.action.not_in(NOT_TAKING_PART)
        query = query.where(
            if_open(Treaty.key.in_(party) | Treaty.key.in_(select(TreatyStatus.treaty_key).where(*acts)))
        )
    return list(db.session.scalars(query))


def list_home_states() -> list[str]:
    """Return the codes of the States of the home network (HOME_NETWORK), sorted."""
    members = (NetworkMember.network_key == HOME_NETWORK) & NetworkMember.jurisdiction_key.is_not(None)
    query = select(NetworkMember.jurisdiction_key).where(if_open(members))
    return list(db.session.scalars(query.order_by(NetworkMember.jurisdiction_key)))


def count_states_by_treaty() -> dict[str, int]:
    """Return a mapping from treaty key to the number of States that take part in the treaty.

    A State takes part if one of its acts is not in NOT_TAKING_PART. A treaty in which no State takes part is missing.
    """
    states = func.count(func.distinct(TreatyStatus.jurisdiction_key))
    taking_part = if_open(
        TreatyStatus.action.not_in(NOT_TAKING_PART)
        & TreatyStatus.jurisdiction_key.is_not(None)
        & TreatyStatus.treaty_key.is_not(None)
    )
    rows = db.session.execute(
        select(TreatyStatus.treaty_key, states).where(taking_part).group_by(TreatyStatus.treaty_key)
    )
    return dict(rows.all())


def _concerns(jurisdiction: str) -> ColumnElement[bool]:
    party = select(TreatyParty.treaty_key).where(TreatyParty.jurisdiction_key == jurisdiction)
    acted = select(TreatyStatus.treaty_key).where(TreatyStatus.jurisdiction_key == jurisdiction)
    return Treaty.key.in_(party) | Treaty.key.in_(acted)
