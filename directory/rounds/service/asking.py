"""Asks the desks of several States the same, by the service that asks one desk. All are asked, or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.encryption import cipher_of
from directory.consultations.queries.seats import list_coworkers
from directory.consultations.service.asking import DeskQuestion, ask, find_same_question
from directory.consultations.service.entries import DUPLICATE_WINDOW, WrittenText
from directory.consultations.service.seats import add_coworker
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.queries import get as get_desk
from directory.models import QuestionRound, RoundMember
from directory.phrasebook.spoken import from_json, to_json
from directory.rounds.encryption import PHRASES, ROUND_ENCRYPTION, SUBJECT, TEXT
from directory.rounds.queries import (
    LEAST_STATES,
    MOST_STATES,
    find_by_key,
    is_taken,
    list_own,
    list_present,
    list_questions,
)
from directory.tokens import PUBLIC_ID, public_id
from directory.treaties.queries import list_shared
from directory.vocabulary import ConsultationSide

TOO_FEW = _l("Choose at least two States. To ask a single desk, open it and choose “Ask this desk”.")
TOO_MANY = _l("A question goes to at most %(most)s States.", most=MOST_STATES)
TWICE = _l("Choose one desk for each State.")
OWN_STATE = _l("Choose desks of other States.")
ASKED_ALREADY = _l("This State is asked already.")
JUST_ASKED = _l("You asked one of these desks the same a moment ago. Open that consultation, or change the question.")
SHREDDED = _l("What was written here is gone, because the time to keep it is over. Ask the desk anew.")


@dataclass(frozen=True)
class RoundQuestion:
    """What is asked of each State. `treaty` is asked of the States that take part in it. `outline` are the codes of
    REQUEST_ITEMS that the request will have, or empty if no outline is shared."""

    measure: str
    offence: str
    urgency: str
    subject: str
    words: WrittenText
    stage: str = ""
    treaty: str = ""
    outline: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskedState:
    """The desk of a State, and a text that this State alone reads."""

    desk: str
    line: str = ""


def open_round(viewer: Viewer, question: RoundQuestion, asked: Sequence[AskedState], key: str = "") -> QuestionRound:
    """Ask each desk in a consultation of its own, and return the round. `key` is the public id that the form proposes:
    a form sent twice opens one round. The same question asked again within two minutes returns the round asked before.

    Raises NotPermitted and NotFound as `ask` does. Raises InvalidInput as `ask` does, for too few or too many States,
    for two desks of one State or a desk of the own State, and if one of the desks was just asked the same.
    """
    if key and (known := find_by_key(viewer, key)) is not None:
        return known
    _require_states(viewer, asked)
    if (known := _just_opened(viewer, question, asked)) is not None:
        return known
    made = QuestionRound(
        public_id=key if PUBLIC_ID.fullmatch(key) and not is_taken(key) else public_id(),
        measure=question.measure,
        offence=question.offence,
        stage=question.stage,
        treaty_key=question.treaty or None,
        urgency=question.urgency,
        language=question.words.language,
        outline_items=question.outline,
        opened_at=clock.now(),
    )
    cipher = ROUND_ENCRYPTION.new_cipher(made)
    made.sealed_subject = cipher.seal(SUBJECT, question.subject)
    made.sealed_text = cipher.seal(TEXT, question.words.text)
    made.sealed_phrases = cipher.seal(PHRASES, to_json(question.words.phrases))
    db.session.add(made)
    for one in asked:
        _ask(viewer, made, question, one)
    record(viewer.account_id, "open_round", made.entry_key)
    return made


def add_state(viewer: Viewer, asked: QuestionRound, state: AskedState) -> RoundMember:
    """Ask the desk of a further State the question as it stands. Colleagues who take part in all consultations of the
    round take part in the new one too, and are told by letter. A form sent twice asks it once.

    The caller checks that the viewer may read the round. Raises the errors of `ask`, and InvalidInput if the State is
    asked already or is the viewer's own, eight States are asked, the desk was just asked the same elsewhere, or the
    round was shredded. A State that was let go can be asked again.
    """
    question, code = question_of(asked), _state_of(viewer, state)
    present = list_present(asked)
    for one in present:
        if one.consultation.to_jurisdiction_key == code:
            is_same = (state.desk, _text(question, state)) in _texts_by_desk([one])
            if is_same and _is_recent(one.consultation.opened_at):
                return one
            raise InvalidInput(ASKED_ALREADY)
    if len(present) >= MOST_STATES:
        raise InvalidInput(TOO_MANY)
    made = _ask(viewer, asked, question, state)
    for account_id in _asking_in_all(present):
        if account_id in {one.id for one in list_coworkers(made.consultation)}:
            add_coworker(viewer, made.consultation, account_id)
    record(viewer.account_id, "add_to_round", asked.entry_key)
    return made


def question_of(asked: QuestionRound) -> RoundQuestion:
    """Return what a round asks of each State. Raises InvalidInput if the round was shredded."""
    if asked.wrapped_key is None:
        raise InvalidInput(SHREDDED)
    cipher = ROUND_ENCRYPTION.cipher_of(asked)
    phrases = from_json(cipher.open(PHRASES, asked.sealed_phrases))
    return RoundQuestion(
        measure=asked.measure,
        offence=asked.offence,
        urgency=asked.urgency,
        subject=cipher.open(SUBJECT, asked.sealed_subject),
        words=WrittenText(cipher.open(TEXT, asked.sealed_text), asked.language, phrases=phrases),
        stage=asked.stage,
        treaty=asked.treaty_key or "",
        outline=asked.outline_items,
    )


def _ask(viewer: Viewer, asked: QuestionRound, question: RoundQuestion, state: AskedState) -> RoundMember:
    desk_question = _desk_question(viewer, question, state)
    if find_same_question(viewer, desk_question) is not None:
        raise InvalidInput(JUST_ASKED)
    consultation = ask(viewer, desk_question)
    member = RoundMember(consultation=consultation)
    asked.members.append(member)
    db.session.flush()
    return member


def _asking_in_all(members: Sequence[RoundMember]) -> list[int]:
    """Return the ids of the accounts that have a seat of their own on the asking side of all these consultations."""
    seated = [
        {
            seat.account_id
            for seat in one.consultation.seats
            if seat.side == ConsultationSide.ASKING and seat.ended_at is None and seat.account_id is not None
        }
        for one in members
    ]
    return sorted(set.intersection(*seated)) if seated else []


def _desk_question(viewer: Viewer, question: RoundQuestion, state: AskedState) -> DeskQuestion:
    """Return the question to one desk. The own line of the State follows the common text, so that nobody sees where one
    ends and the other begins. A treaty is left out for a State that takes no part in it: it could tell of others."""
    code = get_desk(state.desk).authority.jurisdiction_key or ""
    shared = {one.key for one in list_shared({viewer.jurisdiction, code} - {""})} if question.treaty else set()
    return DeskQuestion(
        desk=state.desk,
        measure=question.measure,
        offence=question.offence,
        urgency=question.urgency,
        subject=question.subject,
        words=replace(question.words, text=_text(question, state)),
        stage=question.stage,
        treaty=question.treaty if question.treaty in shared else "",
        outline=question.outline,
    )


def _state_of(viewer: Viewer, state: AskedState) -> str:
    code = get_desk(state.desk).authority.jurisdiction_key or ""
    if code == viewer.jurisdiction:
        raise InvalidInput(OWN_STATE)
    return code


def _require_states(viewer: Viewer, asked: Sequence[AskedState]) -> None:
    if len(asked) < LEAST_STATES:
        raise InvalidInput(TOO_FEW)
    if len(asked) > MOST_STATES:
        raise InvalidInput(TOO_MANY)
    if len({_state_of(viewer, one) for one in asked}) < len(asked):
        raise InvalidInput(TWICE)


def _just_opened(viewer: Viewer, question: RoundQuestion, asked: Sequence[AskedState]) -> QuestionRound | None:
    """Return the newest round of the viewer if it asked the same of the same desks within DUPLICATE_WINDOW, each with
    the same text for its State alone."""
    for newest in list_own(viewer, 1).rows[:1]:
        is_same = newest.wrapped_key is not None and _is_recent(newest.opened_at) and question_of(newest) == question
        if is_same and {(one.desk, _text(question, one)) for one in asked} == set(_texts_by_desk(newest.members)):
            return newest
    return None


def _texts_by_desk(members: Sequence[RoundMember]) -> Iterator[tuple[str, str]]:
    """Yield (key of the desk, what it was asked) for each member."""
    questions = list_questions(members)
    for one in members:
        asked = questions[one.consultation_id]
        text = cipher_of(one.consultation).open(asked.public_id, asked.sealed_text)
        yield one.consultation.focal_point_key, text


def _text(question: RoundQuestion, state: AskedState) -> str:
    return "\n\n".join(filter(None, [question.words.text, state.line]))


def _is_recent(at: datetime) -> bool:
    return timedelta(0) <= clock.now() - at <= DUPLICATE_WINDOW
