"""Rounds as JSON, for the asking side only, without what the States write: that is read in their consultations."""

from typing import Any

from directory.access.viewer import Viewer
from directory.api.document.common_schemas import OPTIONAL_INSTANT, OPTIONAL_TEXT
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import TEXT, array, closed_object
from directory.models import QuestionRound, RoundMember
from directory.rounds.queries import members_of
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
        "states": array("RoundState"),
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
    return {"RoundInList": closed_object(facts), "Round": closed_object(facts), "RoundState": closed_object(state)}


def serialize_round(viewer: Viewer, asked: QuestionRound) -> dict[str, Any]:
    """Return a round as JSON (the schema `Round`), with the States whose consultations the viewer may read. The caller
    checks that the viewer may read the round."""
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
        "states": [_state(one) for one in members_of(viewer, asked)],
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
