"""Confirms an act to the person who has just done it: what happened, which people are told, and what comes next."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.consultations.presenters.seats import seat_name
from directory.consultations.presenters.times import LocalTime, zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.people import list_members, list_seats_to_notify
from directory.history.actors import Actors
from directory.models import Consultation, ConsultationEntry
from directory.people.presenters.words import ActConfirmation
from directory.sentences import labelled
from directory.vocabulary import ConsultationAct, ConsultationSide, ConsultationState

HAPPENED: Mapping[str, Any] = {
    ConsultationAct.ASKED: _l("Your question has been sent."),
    ConsultationAct.ACKNOWLEDGED: _l("You have acknowledged the question."),
    ConsultationAct.MESSAGE: _l("Your message has been sent."),
    ConsultationAct.COMMENTED: _l("Your comments have been sent."),
    ConsultationAct.ANSWERED: _l("Your answer has been sent."),
    ConsultationAct.SENT: _l("It is written down that the request has been sent."),
    ConsultationAct.COWORKER_ADDED: _l("Your colleague can now read this consultation and write in it."),
    ConsultationAct.COWORKER_REMOVED: _l("Your colleague can no longer read this consultation."),
    ConsultationAct.TAKEN_OVER: _l("You have taken over this consultation."),
    ConsultationAct.BROUGHT_IN: _l("The authority can now read this consultation and write in it."),
    ConsultationAct.HANDED_OVER: _l("The question has been handed over. Your desk reads no further."),
    ConsultationAct.NAMING_AGREED: _l("Your desk may now be named to other States that agree too."),
    ConsultationAct.NAMING_ENDED: _l("Your desk is no longer named to other States."),
    ConsultationAct.CLOSED: _l("The consultation is closed."),
    ConsultationAct.REOPENED: _l("Your question has been sent, and the consultation is open again."),
}
NOTE_KEPT = _l("Your note has been kept. The other State does not see it.")


def confirmation(viewer: Viewer, consultation: Consultation, act: str, language: str) -> ActConfirmation | None:
    """Return the confirmation of an act in a thread, or None if the viewer's latest act there is another one. The
    caller checks that the viewer has a seat."""
    entry = threads.find_newest_own(viewer, consultation)
    if entry is None or entry.act != act or act not in HAPPENED:
        return None
    told = list_seats_to_notify(consultation, entry)
    actors = Actors(viewer, {seat.account_id for seat in told}, language, is_owner=True)
    return ActConfirmation(
        str(NOTE_KEPT if entry.only_side else HAPPENED[act]),
        tuple(seat_name(seat, actors, language) for seat in told),
        _next_step(viewer, consultation, entry, language),
    )


def handed_over(viewer: Viewer) -> ActConfirmation | None:
    """Return the confirmation of a handover, or None if the viewer's latest act in all consultations is another one."""
    entry = threads.find_newest_own(viewer)
    is_latest = entry is not None and entry.act == ConsultationAct.HANDED_OVER
    return ActConfirmation(str(HAPPENED[ConsultationAct.HANDED_OVER])) if is_latest else None


def _next_step(viewer: Viewer, consultation: Consultation, entry: ConsultationEntry, language: str) -> str:
    sides = threads.sides_of(viewer, consultation)
    zones, asks = zones_of(consultation, sides, language), ConsultationSide.ASKING in sides
    match consultation.state:
        case _ if entry.act == ConsultationAct.SENT:
            return str(_("If you hear nothing, ask here where the request is."))
        case ConsultationState.OPEN | ConsultationState.REOPENED if not list_members(consultation.focal_point_key):
            return str(_("Nobody of this desk has an account here yet: do not wait for an answer, call."))
        case ConsultationState.OPEN | ConsultationState.REOPENED:
            return labelled(_("The desk acknowledges by"), _moment(zones.own(consultation.acknowledge_by)))
        case ConsultationState.ACKNOWLEDGED:
            return labelled(_("Answer by"), _moment(zones.own(consultation.answer_by)))
        case ConsultationState.ANSWERED if not consultation.is_exercise:
            return str(
                _("Ask again if something is open, or close the consultation.")
                if asks
                else _("The asking State can ask again. Otherwise nothing more is needed.")
            )
        case _:
            can_reopen = not consultation.is_exercise
            return str(_("The asking State can reopen it as long as it is kept.")) if can_reopen else ""


def _moment(at: LocalTime) -> str:
    return f"{at.text} ({at.zone}), {at.relative}"
