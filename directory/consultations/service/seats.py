"""Adds participants to a consultation and removes them: gives and ends the seats of co-workers, authorities and
desks."""

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.queries.seats import list_authorities, list_coworkers, list_desks
from directory.consultations.service.asking import start_round
from directory.consultations.service.entries import EntrySubject, WrittenText, append_entry, queue_letter, tell_others
from directory.consultations.service.escalation import tell_desk
from directory.consultations.service.sides import require_desk, require_open, require_side
from directory.errors import InvalidInput
from directory.models import Consultation, ConsultationSeat, FocalPoint
from directory.vocabulary import ConsultationAct, ConsultationSide, ConsultationState

NOT_THERE = _l("Choose from the list; it may have changed meanwhile.")


def add_coworker(viewer: Viewer, consultation: Consultation, account_id: int) -> None:
    """Make one of the possible co-workers (`list_coworkers`) a participant, and tell this person by letter.

    Raises NotFound unless the viewer is on the asking side, and InvalidInput if the person is not in the list or the
    consultation is closed.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING)
    require_open(consultation)
    added = next((one for one in list_coworkers(consultation) if one.id == account_id), None)
    if added is None:
        raise InvalidInput(NOT_THERE)
    seat(consultation, side, account_id=added.id, authority_key=added.authority_key)
    subject = EntrySubject("account", str(added.id))
    entry = append_entry(viewer, consultation, ConsultationAct.COWORKER_ADDED, side, subject=subject)
    queue_letter("consultation_shared", consultation, added, entry.public_id)


def remove_coworker(viewer: Viewer, consultation: Consultation, account_id: int) -> None:
    """End the seat of a co-worker, who can then no longer read the thread. No letter is sent. A closed thread can still
    be read, so seats in it can be ended too.

    Raises NotFound unless the viewer is on the asking side, and InvalidInput for the asker or an account without seat.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING)
    seats = [one for one in consultation.seats if one.ended_at is None and one.account_id == account_id]
    if not seats or account_id == consultation.asker_id:
        raise InvalidInput(NOT_THERE)
    seats[0].ended_at = clock.now()
    append_entry(
        viewer, consultation, ConsultationAct.COWORKER_REMOVED, side, subject=EntrySubject("account", str(account_id))
    )


def bring_in(viewer: Viewer, consultation: Consultation, authority: str, words: WrittenText) -> None:
    """Give a seat to an authority of the desk's State, and tell the other people by letter. Raises NotFound unless the
    viewer is a member of the desk. Raises InvalidInput if the authority is not in `list_authorities` or the
    consultation is closed."""
    side = require_desk(viewer, consultation)
    require_open(consultation)
    if authority not in {one.key for one in list_authorities(consultation)}:
        raise InvalidInput(NOT_THERE)
    seat(consultation, side, authority_key=authority)
    subject = EntrySubject("authority", authority)
    tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.BROUGHT_IN, side, words, subject))


def hand_over(viewer: Viewer, consultation: Consultation, desk: str, words: WrittenText) -> None:
    """Pass the question to another desk of the same State, end the present desk's seat, and tell the other participants
    and the new desk by letter.

    A new round starts, with a new deadline to acknowledge. If this deadline is later than the old deadline to answer,
    it is also the new deadline to answer. Otherwise the deadline to answer stays.

    Raises NotFound unless the viewer is a member of the desk. Raises InvalidInput if the desk is not in `list_desks`,
    or the consultation is closed or answered.
    """
    side = require_desk(viewer, consultation)
    chosen = next((one for one in list_desks(consultation) if one.key == desk), None)
    if chosen is None or consultation.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED):
        raise InvalidInput(NOT_THERE)
    for held in consultation.seats:
        if held.ended_at is None and held.focal_point_key is not None:
            held.ended_at = clock.now()
    # The desk that takes over has not agreed to be named.
    consultation.naming_agreed_at = None
    _pass_to(consultation, chosen, side)
    subject = EntrySubject("focal_point", chosen.key)
    entry = append_entry(viewer, consultation, ConsultationAct.HANDED_OVER, side, words, subject)
    tell_others(consultation, entry, tell_desk(consultation, entry.at))


def _pass_to(consultation: Consultation, desk: FocalPoint, side: ConsultationSide) -> None:
    promised = consultation.answer_by
    seat(consultation, side, focal_point_key=desk.key)
    consultation.focal_point_key, consultation.network_key = desk.key, desk.network_key
    consultation.state = ConsultationState.OPEN
    start_round(consultation)
    consultation.answer_by = max(promised, consultation.acknowledge_by)


def seat(consultation: Consultation, side: ConsultationSide, **whom: object) -> None:
    """Add a seat that begins now. `whom` sets the columns that name the holder: `account_id`, `authority_key` or
    `focal_point_key`."""
    consultation.seats.append(ConsultationSeat(side=side, since=clock.now(), **whom))
