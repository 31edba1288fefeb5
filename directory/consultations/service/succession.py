"""Handles consultations whose asker has left: notes the vacancy, sends letters, and lets a person take over."""

from datetime import datetime
from functools import partial

from directory import clock
from directory.access.policy import Action, roles_for
from directory.access.viewer import Viewer
from directory.consultations.queries import threads
from directory.consultations.queries.people import list_people_to_notify
from directory.consultations.queries.succession import (
    find_vacant,
    list_colleagues,
    list_held_again,
    list_newly_vacant,
    list_successors,
)
from directory.consultations.service.entries import EntrySubject, append_entry, queue_letter, tell_others
from directory.consultations.service.seats import seat
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, Consultation, ConsultationSeat, Place
from directory.people.queries.accounts import list_coordinators
from directory.vocabulary import ConsultationAct, ConsultationSide


def take_over(viewer: Viewer, public_id: str) -> None:
    """Make the viewer the asker of a consultation whose asker has left, and tell the other people by letter. Vacant
    seats of the asking side end.

    If the viewer may not take over but has a seat, nothing changes. Raises NotFound if the viewer may not take over and
    has no seat.
    """
    consultation = find_vacant(viewer, public_id)
    if consultation is None:
        threads.get(viewer, public_id)
        return
    left, is_seated = consultation.asker_id, ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    present = {one.id for one in list_people_to_notify(consultation, clock.now(), ConsultationSide.ASKING)}
    for held in consultation.seats:
        if held.side == ConsultationSide.ASKING and held.ended_at is None and held.account_id not in present:
            held.ended_at = clock.now()
    if not is_seated:
        seat(
            consultation, ConsultationSide.ASKING, account_id=viewer.account_id, authority_key=viewer.authority or None
        )
    consultation.asker_id = viewer.account_id or left
    subject = EntrySubject("account", str(left))
    tell_others(
        consultation,
        append_entry(viewer, consultation, ConsultationAct.TAKEN_OVER, ConsultationSide.ASKING, subject=subject),
    )


def note_vacancies(now: datetime, run: BatchRun = STRICT) -> int:
    """Note that seats of the asking side are vacant: their holders have lost access. Clear the notes of seats whose
    holders have access again. Up to BATCH_SIZE seats of each kind are handled.

    The participants of both sides get a letter about each vacancy. If the asking side has no participant left, letters
    also go to the people who may take over, or to the coordinators if nobody may.

    Return how many seats were handled, including those that failed. Call this inside `committing`.
    """
    again, new = list_held_again(), list_newly_vacant(run.failed)
    for held in again:
        held.vacant_since = None
    for left in new:
        run.attempt(left.id, partial(_note, left, now))
    return len(again) + len(new)


def _note(left: ConsultationSeat, now: datetime) -> None:
    left.vacant_since = now
    consultation = left.consultation
    entry = append_entry(
        None, consultation, ConsultationAct.VACATED, subject=EntrySubject("account", str(left.account_id))
    )
    tell_others(consultation, entry)
    if list_people_to_notify(consultation, now, ConsultationSide.ASKING):
        return
    colleagues = [one for one in list_colleagues(consultation) if one.role in roles_for(Action.SUCCEED)]
    heirs = list_successors(consultation) or colleagues
    for one in heirs:
        queue_letter("consultation_left", consultation, one, entry.public_id)
    for one in [] if heirs else _coordinators(consultation):
        queue_letter("consultation_nobody", consultation, one, entry.public_id)


def _coordinators(consultation: Consultation) -> list[Account]:
    return list_coordinators(Place(consultation.from_jurisdiction_key, frozenset({consultation.network_key})))
