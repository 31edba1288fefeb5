"""Reads the places of offices (authorities and desks), and the offices whose accounts the viewer may end."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, FocalPoint, Jurisdiction, Network, NetworkMember, Place
from directory.vocabulary import ENDED_STATUSES


def places_of_authorities(keys: Iterable[str]) -> Mapping[str, Place]:
    """Return a mapping from authority key to place. People of the authority are admitted at this place.

    The place has the authority's State, the networks of the State, and the networks of the authority's desks that have
    not ended. Unknown keys are left out.
    """
    wanted = sorted(set(keys))
    states = select(Authority.key, Authority.jurisdiction_key).where(Authority.key.in_(wanted))
    networks: dict[str, set[str]] = {key: set() for key in wanted}
    of_state = select(Authority.key, NetworkMember.network_key).join(
        NetworkMember, NetworkMember.jurisdiction_key == Authority.jurisdiction_key
    )
    of_desk = select(FocalPoint.authority_key, FocalPoint.network_key).where(
        FocalPoint.authority_key.in_(wanted), FocalPoint.status.not_in(ENDED_STATUSES)
    )
    for query in (of_state.where(Authority.key.in_(wanted)), of_desk):
        for key, network in db.session.execute(query):
            networks[key].add(network)
    return {key: Place(state or "", frozenset(networks[key])) for key, state in db.session.execute(states)}


def takes_people_of(
    network: InstrumentedAttribute[str], state: InstrumentedAttribute[Any] | str
) -> ColumnElement[bool]:
    """Return the SQL condition that people of a State belong in a network.

    The condition holds if no members of the network are recorded, if the State is a member, or if a desk of the network
    that has not ended is in the State.
    """
    members = select(NetworkMember.key).where(NetworkMember.network_key == network)
    desks = select(FocalPoint.key).join(Authority, Authority.key == FocalPoint.authority_key)
    own = desks.where(
        FocalPoint.network_key == network,
        FocalPoint.status.not_in(ENDED_STATUSES),
        Authority.jurisdiction_key == state,
    )
    return or_(~members.exists(), members.where(NetworkMember.jurisdiction_key == state).exists(), own.exists())


def networks_taking(states: Iterable[str], networks: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return a mapping from State code to the networks in `networks` in which people of the State belong."""
    wanted: dict[str, set[str]] = {state: set() for state in states}
    query = select(Jurisdiction.key, Network.key).join(Network, takes_people_of(Network.key, Jurisdiction.key))
    query = query.where(Jurisdiction.key.in_(sorted(wanted)), Network.key.in_(sorted(set(networks))))
    for state, network in db.session.execute(query):
        wanted[state].add(network)
    return {state: frozenset(keys) for state, keys in wanted.items()}


def places_of_desks(keys: Iterable[str]) -> Mapping[str, Place]:
    """Return a mapping from desk key to the place of the desk: its State, its network and the desk itself."""
    query = select(FocalPoint).where(FocalPoint.key.in_(sorted(set(keys)))).options(joinedload(FocalPoint.authority))
    return {desk.key: desk.place() for desk in db.session.scalars(query)}


def is_of_own_office(viewer: Viewer, authority: str | None, desks: Collection[str]) -> bool:
    """Return whether the viewer may end accounts of the authority, or of one of the desks."""
    places = [*places_of_authorities([authority] if authority else []).values(), *places_of_desks(desks).values()]
    return any(may(viewer, Action.END_ACCOUNT, place) for place in places)


def of_own_office(
    viewer: Viewer, authority: InstrumentedAttribute[str | None], at_desks: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the SQL condition that an account or invitation is for an office whose accounts the viewer may end.

    The rule is that of `is_of_own_office`. `authority` is the column with the authority key of the account or
    invitation. `at_desks` is the condition that `own_desks` contains a desk of the account or invitation.
    """
    own = permitted(viewer, Action.END_ACCOUNT, Authority.jurisdiction_key, false())
    return or_(authority.in_(select(Authority.key).where(own)), at_desks)


def own_desks(viewer: Viewer) -> Select[str]:
    """Return a query for the keys of the desks whose accounts the viewer may end (rule: `is_of_own_office`)."""
    own = permitted(viewer, Action.END_ACCOUNT, Authority.jurisdiction_key, false())
    return select(FocalPoint.key).join(Authority, Authority.key == FocalPoint.authority_key).where(own)
