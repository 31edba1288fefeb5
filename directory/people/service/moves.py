"""Ends links and handovers of a person who no longer acts for an office, and counts a person as confirmed whom somebody
gave another office."""

from dataclasses import dataclass

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.office_links import HeldOffices, end_links_of_former_offices, held_offices
from directory.audit.chain import record
from directory.models import Account, Handover, Place
from directory.people.queries.accounts import list_coordinators, place_of
from directory.people.queries.handovers import running_of
from directory.people.service.letters import tell


@dataclass(frozen=True)
class FormerOffices:
    """The place and the offices of a person before a move."""

    place: Place
    held: HeldOffices


def offices_before(account: Account) -> FormerOffices:
    """Return the present place (State and networks) and offices of a person. Pass the result to `settle_move` after the
    change."""
    return FormerOffices(place_of(account), held_offices(account))


def settle_move(viewer: Viewer, account: Account, before: FormerOffices) -> None:
    """End the links that were mailed to a person for former offices.

    If the person's State or authority has changed, count the person as confirmed: the new office may have been asked
    long ago, and would take the account without a warning. If a handover of the person is running, stop it. The person
    and the coordinators of the former place get letters.
    """
    end_links_of_former_offices(account, before.held)
    if (before.place.jurisdiction, before.held.authority) == (account.jurisdiction_key or "", account.authority_key):
        return
    account.confirmed_at, account.narrowed_at = clock.now(), None
    handover = running_of(account)
    if handover is None:
        return
    stop_handover(viewer, handover)
    for person in list_coordinators(before.place):
        tell(person, "handover_of_moved", f"handover:{handover.public_id}:moved", "people/handovers")


def stop_handover(viewer: Viewer, handover: Handover) -> None:
    """Stop a running handover, and mail the person who was to leave."""
    handover.stopped_at = clock.now()
    record(viewer.account_id, "handover_stopped", handover.entry_key)
    tell(handover.leaver, "handover_stopped", f"handover:{handover.public_id}:stopped", "account")
