"""The approvals for a row that joins a State and a network, or two States.

The author of the proposal approves for one State or network. The person who publishes it approves for the other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, or_, select

from directory.access.policy import Action, may, may_for_networks
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Consultation,
    ConsultationSeat,
    ContactDetail,
    DeskMember,
    FocalPoint,
    Place,
    StateRelation,
)
from directory.models.details import EntryKey
from directory.proposals.change_set import JOINING, NETWORK, OWNER, ChangeSet, states_of_relation
from directory.proposals.editable_columns import Values
from directory.vocabulary import ENDED_STATUSES


@dataclass(frozen=True)
class Approval:
    """An approval that a row needs.

    A person who looks after the State of `place` gives the approval. If `of_network` is true, a person who looks after
    the network of `place` gives it instead.
    """

    place: Place
    of_network: bool = False

    def is_given_by(self, viewer: Viewer, action: Action) -> bool:
        """Return whether the viewer gives this approval by doing `action` (proposing, publishing or importing)."""
        return (may_for_networks if self.of_network else may)(viewer, action, self.place)


def approvals(changes: ChangeSet, key: EntryKey) -> list[Approval]:
    """Return the approvals that the edits of a row need."""
    before, after = changes.before[key], changes.after[key]
    return list(approvals_of(key[0], before, after, partial(changes.state, key), changes.place_of_state))


def networks_of(changes: ChangeSet) -> set[str]:
    """Return the networks in the places (State and networks) of the changed rows, in all versions, and the networks
    that must approve."""
    versions = ((key, values) for key in changes.after for values in changes.versions(key))
    rows = [place for key, values in versions for place in changes.places(key, values)]
    approved = [one.place for key in changes.joining for one in approvals(changes, key)]
    return {network for place in (*rows, *approved) for network in place.networks}


def approvals_of(
    kind: str, before: Values, after: Values, state_of: Callable[[Values], str], place_of: Callable[[str], Place]
) -> Iterator[Approval]:
    """Yield the approvals that a change of a row needs. `before` is empty for a new row, `after` for a removed row.

    - The State must approve a new membership, a new desk and a new contact for a network. The State must also approve
      if a desk becomes active again, or if a desk or contact comes under another authority.
    - The network must approve a new member, and a new desk in a State that is not a member.
    - Both States must approve a relation between them.
    - If a row moves, both States or both networks must approve.
    """
    versions = [values for values in (before, after) if values]
    if kind == StateRelation.KIND and after:
        yield from map(Approval, map(place_of, sorted({code for one in versions for code in states_of_relation(one)})))
    if kind not in JOINING or not after or not any(values.get(NETWORK) for values in versions):
        return
    if _is_begun(before, after) or before.get(OWNER) != after.get(OWNER):
        for state in sorted({state_of(values) for values in versions}):
            yield Approval(place_of(state))
    if before.get(NETWORK) == after.get(NETWORK):
        return
    for values in versions:
        state, network = state_of(values), str(values.get(NETWORK) or "")
        is_guest = kind != ContactDetail.KIND and network not in place_of(state).networks
        if network and (before.get(NETWORK) or is_guest):
            yield Approval(Place(state, frozenset({network})), of_network=True)


def _is_begun(before: Values, after: Values) -> bool:
    return not before or (before.get("status") in ENDED_STATUSES and after.get("status") not in ENDED_STATUSES)


def places_taken_along(changes: ChangeSet, entry_key: EntryKey) -> set[Place]:
    """Return the places (State and networks) of what moves to another State only because a row moves.

    An authority takes its desks, contacts, people and consultations along. A desk takes its people and consultations
    along. Other rows take nothing along.
    """
    kind, key = entry_key
    if kind not in (Authority.KIND, FocalPoint.KIND):
        return set()
    former, _ = states = [changes.state(entry_key, one[entry_key]) for one in (changes.before, changes.after)]
    desks = select(FocalPoint.key).where(_is_of(kind, key))
    networks = set(db.session.scalars(select(FocalPoint.network_key).where(_is_of(kind, key))))
    if kind == Authority.KIND:
        lines = select(ContactDetail.network_key).where(ContactDetail.authority_key == key)
        networks |= {network for network in db.session.scalars(lines) if network}
    found = {Place(state, frozenset({network})) for state in states for network in networks}
    members = select(DeskMember.account_id).where(DeskMember.focal_point_key.in_(desks))
    people = select(Account).where(or_(Account.authority_key == _authority(kind, key), Account.id.in_(members)))
    for account in db.session.scalars(people):
        found.add(Place(account.jurisdiction_key or "", frozenset(row.network_key for row in account.networks)))
    seats = or_(ConsultationSeat.authority_key == _authority(kind, key), ConsultationSeat.focal_point_key.in_(desks))
    threads = select(Consultation.network_key).join(Consultation.seats).where(seats).distinct()
    return found | {Place(former, frozenset({network})) for network in db.session.scalars(threads)}


def _is_of(kind: str, key: str) -> ColumnElement[bool]:
    return FocalPoint.key == key if kind == FocalPoint.KIND else FocalPoint.authority_key == key


def _authority(kind: str, key: str) -> str:
    return key if kind == Authority.KIND else ""
