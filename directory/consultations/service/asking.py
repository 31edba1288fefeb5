"""Asks a desk; closes and reopens consultations."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.consultations.encryption import REFERENCE, SUBJECT, cipher_of, new_cipher
from directory.consultations.outline import OutlineContent, OutlineItem
from directory.consultations.queries.earlier import list_earlier
from directory.consultations.queries.people import desk_of
from directory.consultations.queries.rules import deadlines
from directory.consultations.service.entries import WrittenText, append_entry, is_duplicate, tell_others
from directory.consultations.service.escalation import plan_next, tell_desk
from directory.consultations.service.outlines import append_outline
from directory.consultations.service.sides import require_side
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.queries import get
from directory.models import Consultation, ConsultationSeat, FocalPoint, Place
from directory.tokens import public_id
from directory.vocabulary import ENDED_STATUSES, ConsultationAct, ConsultationSide, ConsultationState

NO_STATE = _l("Your account names no State that you ask for. Ask whoever looks after your account to set it.")
NOT_ASKED = _l("This desk cannot be asked: it has ended, it belongs to no State, or you staff it yourself.")
SHREDDED = _l("What was written here is gone, because the time to keep it is over. Ask the desk anew.")
DESK_ENDED = _l("The desk has ended, so it cannot be asked again. Ask its successor, or another desk.")
NOT_EARLIER = _l("Choose one of your consultations with this desk.")
EXERCISE_CLOSED = _l("A consultation of an exercise is not reopened.")
EXERCISE_OPEN = _l("A question of an exercise can be closed once it is answered. Else it is closed with the exercise.")
NOT_CLOSED = _l("This consultation is open: write a message instead.")


@dataclass(frozen=True)
class DeskQuestion:
    """A question to a desk, with codes and keys. `formal_request_on`, `reference` and `sent_channel` describe a formal
    request that was already sent. `earlier` is the public id of an earlier consultation about the same request.
    `outline` are the codes of REQUEST_ITEMS that the request will have, or empty if no outline is shared.
    `exercise_id` is the exercise to which the question belongs."""

    desk: str
    measure: str
    offence: str
    urgency: str
    subject: str
    words: WrittenText
    stage: str = ""
    treaty: str = ""
    formal_request_on: date | None = None
    reference: str = ""
    sent_channel: str = ""
    earlier: str = ""
    outline: tuple[str, ...] = ()
    exercise_id: int | None = None


def ask(viewer: Viewer, question: DeskQuestion) -> Consultation:
    """Open a consultation, notify the desk, and return the consultation. If the viewer repeats a question within two
    minutes, only return the consultation that was opened first.

    Raises NotPermitted unless the viewer may ask desks, and NotFound for an unknown desk. Raises InvalidInput if the
    desk cannot be asked, the viewer has no State, or `earlier` is not in `list_earlier`.
    """
    require(viewer, Action.CONSULT, Place())
    desk = get(question.desk)
    state = desk.authority.jurisdiction_key
    if not viewer.jurisdiction:
        raise InvalidInput(NO_STATE)
    if state is None or not can_be_asked(viewer, desk):
        raise InvalidInput(NOT_ASKED)
    twin = find_same_question(viewer, question)
    if twin is not None:
        return twin
    consultation = _opened(viewer, question, desk, state)
    append_entry(viewer, consultation, ConsultationAct.ASKED, ConsultationSide.ASKING, question.words)
    if question.outline:
        append_outline(viewer, consultation, _outline(question), WrittenText("", question.words.language))
    tell_desk(consultation, consultation.opened_at)
    return consultation


def can_be_asked(viewer: Viewer, desk: FocalPoint) -> bool:
    """Return whether a desk has a State, has not ended, and does not have the viewer as a member. Callers check
    Action.CONSULT and the viewer's State."""
    return (
        desk.status not in ENDED_STATUSES
        and desk.authority.jurisdiction_key is not None
        and desk.key not in viewer.desks
    )


def close(viewer: Viewer, consultation: Consultation) -> None:
    """Close a consultation, and tell the other people by letter. Does nothing if the consultation is closed already.

    Raises NotFound for a viewer without a seat. Raises InvalidInput for an unanswered question if the viewer is only on
    the asked side, or if the question belongs to an exercise. Otherwise the desk of an exercise could lose its chance
    to answer.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING, ConsultationSide.ASKED)
    if consultation.state == ConsultationState.CLOSED:
        return
    if side is ConsultationSide.ASKED and consultation.state != ConsultationState.ANSWERED:
        raise InvalidInput(_l("Answer first, with an outcome; then it can be closed."))
    if consultation.is_exercise and consultation.state != ConsultationState.ANSWERED:
        raise InvalidInput(EXERCISE_OPEN)
    consultation.state, consultation.closed_at = ConsultationState.CLOSED, clock.now()
    plan_next(consultation)
    tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.CLOSED, side))


def end_with_exercise(consultation: Consultation) -> None:
    """Close a consultation because its exercise is over. Its alarms end. Nobody is told by letter: the caller does
    so."""
    if consultation.state != ConsultationState.CLOSED:
        consultation.state, consultation.closed_at = ConsultationState.CLOSED, clock.now()
        plan_next(consultation)
        append_entry(None, consultation, ConsultationAct.CLOSED)


def reopen(viewer: Viewer, consultation: Consultation, words: WrittenText) -> None:
    """Ask again in a closed or answered consultation, and tell the people by letter. A new round starts. A question
    sent twice is stored once.

    Raises NotFound unless the viewer is on the asking side. Raises InvalidInput if the consultation is neither closed
    nor answered, the thread is shredded, the desk has ended, or the consultation belongs to an exercise. In an
    exercise, the asking side must not undo an answer that the desk gave in time.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING)
    if consultation.state not in (ConsultationState.CLOSED, ConsultationState.ANSWERED):
        if is_duplicate(viewer, consultation, ConsultationAct.REOPENED, words):
            return
        raise InvalidInput(NOT_CLOSED)
    if consultation.is_exercise:
        raise InvalidInput(EXERCISE_CLOSED)
    if consultation.shredded_at is not None:
        raise InvalidInput(SHREDDED)
    if desk_of(consultation).status in ENDED_STATUSES:
        raise InvalidInput(DESK_ENDED)
    consultation.state, consultation.closed_at = ConsultationState.REOPENED, None
    start_round(consultation)
    entry = append_entry(viewer, consultation, ConsultationAct.REOPENED, side, words)
    tell_others(consultation, entry, tell_desk(consultation, entry.at))


def start_round(consultation: Consultation) -> None:
    """Start a new round of reminders, with new deadlines for the desk that has the question now."""
    now = clock.now()
    by = deadlines(desk_of(consultation), consultation.urgency, now)
    consultation.round, consultation.round_started_at = consultation.round + 1, now
    consultation.acknowledge_by, consultation.answer_by = by
    consultation.acknowledged_at = consultation.answered_at = None


def find_same_question(viewer: Viewer, question: DeskQuestion) -> Consultation | None:
    """Return the consultation in which the viewer asked a desk the same within the last two minutes, or None."""
    own = (Consultation.asker_id == viewer.account_id, Consultation.focal_point_key == question.desk)
    newest = select(Consultation).where(*own).order_by(Consultation.id.desc()).limit(1)
    found = db.session.scalar(newest)
    if found is None or not is_duplicate(viewer, found, ConsultationAct.ASKED, question.words):
        return None
    cipher = cipher_of(found)
    written = (cipher.open(SUBJECT, found.sealed_subject), cipher.open(REFERENCE, found.sealed_reference))
    about = (found.measure, found.offence, found.stage, found.urgency, found.treaty_key or "", found.formal_request_on)
    codes = (question.measure, question.offence, question.stage, question.urgency, question.treaty)
    asked = (*codes, question.formal_request_on)
    if found.exercise_id != question.exercise_id:
        return None
    return found if (written, about) == ((question.subject, question.reference), asked) else None


def _outline(question: DeskQuestion) -> OutlineContent:
    items = tuple(OutlineItem(code, is_there=True, is_mandatory=False) for code in question.outline)
    return OutlineContent((question.measure,), (question.treaty,) if question.treaty else (), items)


def _earlier_id(viewer: Viewer, question: DeskQuestion) -> int | None:
    if not question.earlier:
        return None
    offered = {one.public_id: one.id for one in list_earlier(viewer, question.desk)}
    if question.earlier not in offered:
        raise InvalidInput(NOT_EARLIER)
    return offered[question.earlier]


def _opened(viewer: Viewer, question: DeskQuestion, desk: FocalPoint, state: str) -> Consultation:
    now = clock.now()
    acknowledge_by, answer_by = deadlines(desk, question.urgency, now)
    made = Consultation(
        public_id=public_id(),
        asker_id=viewer.account_id,
        from_jurisdiction_key=viewer.jurisdiction,
        to_jurisdiction_key=state,
        focal_point_key=desk.key,
        network_key=desk.network_key,
        measure=question.measure,
        offence=question.offence,
        stage=question.stage,
        treaty_key=question.treaty or None,
        urgency=question.urgency,
        language=question.words.language,
        formal_request_on=question.formal_request_on,
        sent_channel=question.sent_channel,
        earlier_id=_earlier_id(viewer, question),
        exercise_id=question.exercise_id,
        state=ConsultationState.OPEN,
        round=1,
        opened_at=now,
        round_started_at=now,
        acknowledge_by=acknowledge_by,
        answer_by=answer_by,
        seats=[
            ConsultationSeat(
                side=ConsultationSide.ASKING,
                account_id=viewer.account_id,
                authority_key=viewer.authority or None,
                since=now,
            ),
            ConsultationSeat(side=ConsultationSide.ASKED, focal_point_key=desk.key, since=now),
        ],
    )
    cipher = new_cipher(made)
    made.sealed_subject = cipher.seal(SUBJECT, question.subject)
    made.sealed_reference = cipher.seal(REFERENCE, question.reference)
    db.session.add(made)
    db.session.flush()
    return made
