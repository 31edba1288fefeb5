"""Handovers: a person who leaves hands over to a successor. Both have access until the last day is over."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.offices import require_not_ended
from directory.accounts.service import end
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, Handover, Place
from directory.people.queries.accounts import list_coordinators, place_of
from directory.people.queries.handovers import list_due, running_of
from directory.people.queries.offices import places_of_authorities, places_of_desks
from directory.people.service.accounts import looks_after, require_looks_after, set_desks, set_networks, set_role
from directory.people.service.agreements import require_of_state
from directory.people.service.granting import Grant, grant_of, may_give, require_may_give
from directory.people.service.handover_letters import tell_received, tell_started, tell_to_sign_off
from directory.people.service.invitations import InvitationTerms, invite
from directory.people.service.letters import tell
from directory.people.service.moves import offices_before, settle_move, stop_handover
from directory.tokens import public_id
from directory.vocabulary import Role


@dataclass(frozen=True)
class HandoverTerms:
    """What passes to the successor (desks, networks, authority, role), and the leaver's last day.

    If `shifts` is true, the successor has the leaver's duty on the rotas of `desks` after the last day. Otherwise
    nobody has it.
    """

    ends_on: date
    desks: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    authority: bool = False
    role: bool = False
    shifts: bool = False
    note: str = ""


def hand_to_account(viewer: Viewer, leaver: Account, successor: Account, passing: HandoverTerms) -> Handover:
    """Start a handover: give the desks, networks and rights in `passing` to a colleague at once.

    The leaver keeps them until the last day is over.

    Raises NotPermitted unless the viewer looks after both people and may give what passes. The viewer must also be able
    to give the leaver's authority, even if it does not pass. Also raises NotPermitted if a desk or a network that
    passes is not the leaver's.

    Raises InvalidInput if the last day is past, if the successor is not another active person of the same State, or if
    an office has ended, or is new to the successor and of another State than the viewer (`require_of_state` of
    `agreements`).
    Also raises InvalidInput if the authority that passes would replace an
    authority that the viewer may not give. Raises Conflict if a handover of the leaver is running.
    """
    passing = _with_scope(leaver, passing)
    _check(viewer, leaver, passing)
    if successor.id == leaver.id or successor.jurisdiction_key != leaver.jurisdiction_key or not successor.active:
        raise InvalidInput(_l("The successor must be another active person of the same State."))
    require_looks_after(viewer, successor)
    before = offices_before(successor)
    if passing.authority and successor.authority_key != leaver.authority_key:
        _require_may_take(viewer, successor)
    authority = leaver.authority_key if passing.authority and successor.authority_key != leaver.authority_key else None
    new = Grant(Role(successor.role), place_of(successor), authority or "", passing.desks - grant_of(successor).desks)
    require_of_state(viewer, new)
    handover = _start(viewer, leaver, passing)
    handover.successor = successor
    roles = {one.focal_point_key: one.desk_role for one in leaver.desks if one.focal_point_key in passing.desks}
    set_desks(successor, {one.focal_point_key: one.desk_role for one in successor.desks} | roles)
    set_networks(successor, place_of(successor).networks | passing.networks)
    if passing.authority:
        successor.authority_key = leaver.authority_key
    if passing.role:
        set_role(successor, Role(leaver.role))
    settle_move(viewer, successor, before)
    tell_received(handover, successor)
    tell_started(handover)
    return handover


def hand_to_invited(viewer: Viewer, leaver: Account, email: str, language: str, passing: HandoverTerms) -> Handover:
    """Start a handover: invite a successor, who gets what passes once the successor accepts the invitation. While the
    invitation waits for the agreement of the State, the leaver stays.

    Raises the errors of `hand_to_account` about the leaver and what passes, and the errors of `invite`.
    """
    passing = _with_scope(leaver, passing)
    _check(viewer, leaver, passing)
    offer = InvitationTerms(
        email=email,
        role=Role(leaver.role) if passing.role else Role.PRACTITIONER,
        jurisdiction=leaver.jurisdiction_key or "",
        networks=passing.networks,
        authority=leaver.authority_key or "" if passing.authority else "",
        desks={one.focal_point_key: one.desk_role for one in leaver.desks if one.focal_point_key in passing.desks},
        language=language,
    )
    invitation = invite(viewer, offer)
    handover = _start(viewer, leaver, passing)
    handover.invitation = invitation
    tell_started(handover)
    return handover


def may_decide(viewer: Viewer, handover: Handover) -> bool:
    """Return whether the viewer has the right to stop a handover. The state of the handover does not matter.

    The viewer must look after the leaver, and must have the right to invite people to the desks that pass and to the
    leaver's authority, even if the authority does not pass. The same right is needed to sign the handover off, but the
    successor may not sign it off.
    """
    offices = places_of_authorities([handover.authority_key] if handover.authority_key else [])
    places = [*offices.values(), *places_of_desks(handover.desks).values()]
    return looks_after(viewer, handover.leaver) and all(may(viewer, Action.INVITE, place) for place in places)


def stop(viewer: Viewer, handover: Handover) -> None:
    """Stop a handover. The leaver stays and gets a letter. The successor retains what was given already.

    Raises NotPermitted unless the viewer may stop it (`may_decide`), and Conflict unless the handover is running.
    """
    _require_may_decide(viewer, handover)
    if handover.state != "running":
        raise Conflict(_l("This handover has ended meanwhile."))
    stop_handover(viewer, handover)


def sign_off(viewer: Viewer, handover: Handover) -> None:
    """Confirm that everything has passed to the successor.

    Raises NotPermitted if the viewer is the leaver or the successor, or has no right to decide (`may_decide`). Raises
    Conflict if the last day is not over, or if the handover was stopped or signed off already.
    """
    _require_may_decide(viewer, handover)
    if viewer.account_id == handover.successor_id:
        raise NotPermitted
    if handover.state != "ended":
        raise Conflict(_l("A handover is signed off after the last day, once."))
    handover.signed_off_at, handover.signer_id = clock.now(), viewer.account_id
    record(viewer.account_id, "handover_signed_off", handover.entry_key)


def end_access_after_last_day(at: datetime, run: BatchRun = STRICT) -> int:
    """End the access of leavers whose last day is over. Return the number of handovers that were due.

    Leavers, and the people who may sign off, get letters. If `run` is strict, the first error is raised. Otherwise an
    error is logged, and the next handover follows. Call this inside `committing`.
    """
    due = list_due(at.date())
    for handover in due:
        had_access = handover.leaver.active
        run.attempt(handover.public_id, partial(_end_overlap, handover, at))
        # Letters are sent afterwards: if a letter fails, the leaver's access has ended all the same.
        if handover.ended_at is not None:
            run.attempt(f"{handover.public_id}:letters", partial(_tell_of_end, handover, had_access))
    return len(due)


def _end_overlap(handover: Handover, at: datetime) -> None:
    leaver = handover.leaver
    handover.ended_at = at
    record(None, "handover_ended", handover.entry_key)
    if leaver.active:
        record(None, "account_ended", ("account", str(leaver.id)))
    end(leaver)
    set_desks(leaver, {})


def _tell_of_end(handover: Handover, had_access: bool) -> None:
    for person in list_coordinators(place_of(handover.leaver)):
        tell_to_sign_off(handover, person)
    if had_access:
        tell(handover.leaver, "account_ended", f"handover:{handover.public_id}:over", "account")


def _require_may_decide(viewer: Viewer, handover: Handover) -> None:
    if not may_decide(viewer, handover):
        raise NotPermitted


def _require_may_take(viewer: Viewer, successor: Account) -> None:
    place = place_of(successor)
    shared = Place(place.jurisdiction, place.networks & viewer.networks)
    if successor.authority_key and not may_give(viewer, Grant(Role(successor.role), shared, successor.authority_key)):
        raise InvalidInput(_l("The successor acts for an authority that is not yours to give: choose another person."))


def _start(viewer: Viewer, leaver: Account, passing: HandoverTerms) -> Handover:
    handover = Handover(
        public_id=public_id(),
        leaver_id=leaver.id,
        creator_id=viewer.account_id,
        authority_key=leaver.authority_key,
        desks=tuple(sorted(passing.desks)),
        networks=tuple(sorted(passing.networks)),
        passes_authority=passing.authority,
        passes_role=passing.role,
        passes_shifts=passing.shifts,
        note=passing.note,
        ends_on=passing.ends_on,
    )
    db.session.add(handover)
    db.session.flush()
    passed = {
        "desks": handover.desks,
        "networks": handover.networks,
        "shifts": handover.passes_shifts,
        "ends_on": handover.ends_on,
    }
    record(viewer.account_id, "handover_started", handover.entry_key, after=passed)
    return handover


def _with_scope(leaver: Account, passing: HandoverTerms) -> HandoverTerms:
    passing = replace(passing, authority=passing.authority and leaver.authority_key is not None)
    if not passing.role or leaver.role == Role.PRACTITIONER:
        return passing
    # Without networks, the scope of the role would be the whole State.
    return replace(passing, networks=place_of(leaver).networks)


def _check(viewer: Viewer, leaver: Account, passing: HandoverTerms) -> None:
    require_looks_after(viewer, leaver)
    if passing.ends_on < clock.today():
        raise InvalidInput(_l("The last day lies in the past."))
    if running_of(leaver) is not None:
        raise Conflict(_l("A handover of this person is running already."))
    networks = place_of(leaver).networks
    role = Role(leaver.role) if passing.role else Role.PRACTITIONER
    shared = Place(leaver.jurisdiction_key or "", passing.networks | (networks & viewer.networks))
    if not passing.networks <= networks or not passing.desks <= {one.focal_point_key for one in leaver.desks}:
        raise NotPermitted
    # A successor in the leaver's authority inherits the leaver's consultations for the authority, even if the authority
    # does not pass. The viewer must therefore have the right to give the authority.
    require_may_give(viewer, Grant(role, shared, leaver.authority_key or "", passing.desks))
    require_not_ended(leaver.authority_key if passing.authority else None, passing.desks)
