"""Rounds as JSON, for the asking side only: what was asked, and not what the States write, which is read in their
consultations."""

from collections.abc import Sequence
from typing import Any

from directory.access.viewer import Viewer
from directory.api.consultations.answers import serialize_phrases
from directory.api.document.common_schemas import OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import OPTIONAL_TEXT, TEXT, array, closed_object
from directory.consultations.presenters.entries import SaidPhrase
from directory.models import QuestionRound, RoundMember
from directory.phrasebook.spoken import rendered
from directory.rounds.presenters.page import own_text
from directory.rounds.queries import list_members, list_questions, members_of
from directory.rounds.service.asking import question_of
from directory.rounds.service.keeping import is_told
from directory.vocabulary import (
    CONSULTATION_OUTCOMES,
    CONSULTATION_STATES,
    MEASURES,
    OFFENCES,
    REQUEST_ITEMS,
    STAGES,
    URGENCIES,
)


def round_schemas() -> dict[str, Schema]:
    """Return the schemas of rounds, by name."""
    facts = {
        "id": TEXT,
        "measure": TEXT | {"enum": list(MEASURES)},
        "offence": TEXT | {"enum": list(OFFENCES)},
        "stage": {"enum": [*STAGES, None]},
        "treaty": OPTIONAL_TEXT,
        "urgency": TEXT | {"enum": list(URGENCIES)},
        "language": TEXT,
        "outline": {"type": "array", "items": {"enum": list(REQUEST_ITEMS)}},
        "opened_at": INSTANT,
        "is_shredded": FLAG,
    }
    asked = {
        "subject": TEXT,
        "text": TEXT,
        "phrases": array("SaidPhrase") | {"description": "The sentences of the phrasebook beside the text."},
    }
    state = {
        "state": TEXT,
        "desk": TEXT,
        "consultation": TEXT | {"description": "The id of its consultation."},
        "consultation_state": TEXT | {"enum": list(CONSULTATION_STATES)},
        "outcome": {"enum": [*CONSULTATION_OUTCOMES, None]},
        "acknowledge_by": INSTANT,
        "answer_by": INSTANT,
        "answered_at": OPTIONAL_INSTANT,
        "agrees_to_naming": FLAG,
        "is_told": FLAG | {"description": "It was told of the other States that agree."},
        "let_go_at": OPTIONAL_INSTANT,
    }
    line = {"line": TEXT | {"description": "What this State alone was asked."}}
    return {
        "RoundInList": closed_object(facts | {"states": array("RoundStateInList")}),
        "Round": closed_object(facts | asked | {"states": array("RoundState")}),
        "RoundStateInList": closed_object(state),
        "RoundState": closed_object(state | line),
    }


def serialize_list(viewer: Viewer, found: Sequence[QuestionRound]) -> list[dict[str, Any]]:
    """Return rounds as JSON for a list, in the order of `found`, without their texts, with the States whose
    consultations the viewer may read. The caller checks that the viewer may read the rounds."""
    members = list_members(viewer, found)
    return [_facts(one) | {"states": [_state(member) for member in members[one.id]]} for one in found]


def serialize_round(viewer: Viewer, asked: QuestionRound) -> dict[str, Any]:
    """Return a whole round as JSON (the schema `Round`), with the States whose consultations the viewer may read. The
    texts are empty once they were shredded. The caller checks that the viewer may read the round, and must record that
    the questions were shown."""
    members = members_of(viewer, asked)
    questions = list_questions(members)
    common = question_of(asked) if asked.wrapped_key is not None else None
    said = [SaidPhrase(one, rendered(one)) for one in common.words.phrases] if common else []
    return {
        **_facts(asked),
        "subject": common.subject if common else "",
        "text": common.words.text if common else "",
        "phrases": serialize_phrases(said),
        "states": [
            _state(one) | {"line": own_text(one.consultation, questions[one.consultation_id], common)}
            for one in members
        ],
    }


def _facts(asked: QuestionRound) -> dict[str, Any]:
    return {
        "id": asked.public_id,
        "measure": asked.measure,
        "offence": asked.offence,
        "stage": asked.stage or None,
        "treaty": asked.treaty_key,
        "urgency": asked.urgency,
        "language": asked.language,
        "outline": list(asked.outline_items),
        "opened_at": asked.opened_at.isoformat(),
        "is_shredded": asked.wrapped_key is None,
    }


def _state(member: RoundMember) -> dict[str, Any]:
    one = member.consultation
    return {
        "state": one.to_jurisdiction_key,
        "desk": one.focal_point_key,
        "consultation": one.public_id,
        "consultation_state": one.state,
        "outcome": one.outcome or None,
        "acknowledge_by": one.acknowledge_by.isoformat(),
        "answer_by": one.answer_by.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "agrees_to_naming": one.naming_agreed_at is not None,
        "is_told": is_told(member),
        "let_go_at": member.let_go_at.isoformat() if member.let_go_at else None,
    }
