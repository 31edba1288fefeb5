"""What ends when a person no longer acts for an office: links that were mailed for it, and a handover of it."""

from dataclasses import dataclass

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.office_links import HeldOffices, end_links_of_former_offices, held_offices
from directory.audit.service import record
from directory.models import Account, Handover, Place
from directory.people.queries.accounts import list_coordinators, place_of
from directory.people.queries.handovers import running_of
from directory.people.service.letters import tell


@dataclass(frozen=True)
class FormerOffices:
    """The place of a person, and what the person answered for, before they were moved."""

    place: Place
    held: HeldOffices


def offices_before(account: Account) -> FormerOffices:
    """Return what a person answers for now, for `settle_move` once it has been changed."""
    return FormerOffices(place_of(account), held_offices(account))


def settle_move(viewer: Viewer, account: Account, before: FormerOffices) -> None:
    """End what a person held for offices that are no longer theirs.

    Links that were mailed to them for these offices end. If their State or authority is another now, a handover by
    which they were to leave is stopped: they and the coordinators of their former place are told.
    """
    end_links_of_former_offices(account, before.held)
    handover = running_of(account)
    former = before.place.jurisdiction, before.held.authority
    if handover is None or former == (account.jurisdiction_key or "", account.authority_key):
        return
    stop_handover(viewer, handover)
    for person in list_coordinators(before.place):
        tell(person, "handover_of_moved", f"handover:{handover.public_id}:moved", "people/handovers")


def stop_handover(viewer: Viewer, handover: Handover) -> None:
    """Stop a running handover, and tell the person who was to leave."""
    handover.stopped_at = clock.now()
    record(viewer.account_id, "handover_stopped", handover.entry_key)
    tell(handover.leaver, "handover_stopped", f"handover:{handover.public_id}:stopped", "account")
