"""Decides whether a viewer may give a person a role, a scope, an authority and desks."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.policy import ADMISSION, may, may_admit, may_everywhere
from directory.access.viewer import Viewer
from directory.accounts.offices import require_not_ended, require_of_state
from directory.errors import InvalidInput, NotPermitted
from directory.models import Account, Invitation, Place
from directory.people.queries.accounts import place_of
from directory.people.queries.offices import networks_taking, places_of_authorities, places_of_desks
from directory.vocabulary import Role


@dataclass(frozen=True)
class Grant:
    """The rights that a person has or is to get. `place` is the person's State and networks."""

    role: Role
    place: Place
    authority: str = ""
    desks: frozenset[str] = frozenset()


def grant_of(held: Account | Invitation) -> Grant:
    """Return the rights that an account has, or that an invitation gives."""
    place = place_of(held) if isinstance(held, Account) else held.place()
    desks = frozenset(one.focal_point_key for one in held.desks)
    return Grant(Role(held.role), place, held.authority_key or "", desks)


def require_may_give(viewer: Viewer, grant: Grant) -> None:
    """Raise NotPermitted unless the viewer may give all rights of a grant (role, State and networks, authority, desks).

    Raise InvalidInput if the authority is unknown, or if an office is of another State than the person.
    """
    if not may_give(viewer, grant):
        raise NotPermitted
    require_of_state(grant.place.jurisdiction, grant.authority, grant.desks)


def may_give(viewer: Viewer, grant: Grant) -> bool:
    """Return whether the viewer may give all rights of a grant: role, place, authority and desks."""
    return may_give_each(viewer, [grant])[0]


def holds_together(grant: Grant) -> bool:
    """Return whether the authority and all desks of a grant are of the person's State and have not ended."""
    try:
        require_of_state(grant.place.jurisdiction, grant.authority, grant.desks)
        require_not_ended(grant.authority, grant.desks)
    except InvalidInput:
        return False
    return True


def may_give_each(viewer: Viewer, grants: Sequence[Grant]) -> list[bool]:
    """Return for each grant whether the viewer may give all of its rights, in the order of `grants`.

    The viewer needs the right to admit people of this role at the places (State and networks) of the person, the
    authority and each desk. If the person has a State, people of this State must also belong in each network of the
    grant. This second condition does not apply to a viewer who has the right everywhere.
    """
    offices = places_of_authorities(grant.authority for grant in grants if grant.authority)
    desks = places_of_desks(key for grant in grants for key in grant.desks)
    states = {grant.place.jurisdiction for grant in grants} - {""}
    taking = networks_taking(states, (key for grant in grants for key in grant.place.networks))

    def is_given(grant: Grant) -> bool:
        action = ADMISSION.get(grant.role)
        if action is None or not may_admit(viewer, grant.role, grant.place) or not grant.desks <= desks.keys():
            return False
        state, networks = grant.place.jurisdiction, grant.place.networks
        if state and not may_everywhere(viewer, action) and not networks <= taking[state]:
            return False
        own_office = [offices[grant.authority]] if grant.authority in offices else []
        return all(may(viewer, action, place) for place in [*own_office, *(desks[key] for key in grant.desks)])

    return [is_given(grant) for grant in grants]
