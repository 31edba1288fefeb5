"""The atlas's answer on a joint investigation as JSON, and its schemas."""

from collections.abc import Iterable
from typing import Any

from directory.api.atlas.answers import JSON, authority, desk, statements, treaty
from directory.api.atlas.schemas import DATE, PLACE, UNDER, YES_OR_NO, one_of
from directory.api.document.operations import Schema, ref
from directory.api.document.schemas import TEXT, array, closed_object
from directory.atlas.answer_data import AnswerData
from directory.atlas.institutions import Addressee
from directory.atlas.joint_answer import JointAnswer, JointParticipant, is_named
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion
from directory.treaties.citations import citation
from directory.vocabulary import JOINT_OUTCOMES, JOINT_POINTS, JOINT_WAYS, NEXT_WAYS


def body(found: JointAnswer, data: AnswerData, language: str) -> JSON:
    """Return the whole answer as JSON (the schema `JointInvestigation`), in words of `language`."""
    return {
        "with": list(found.question.states),
        "offence": found.question.offence.kind,
        "on": found.question.on.isoformat(),
        "outcome": found.outcome,
        "outcome_label": str(JOINT_OUTCOMES.label(found.outcome)),
        "treaties": _treaties(found.bases, found.question, data, language),
        "pairs": [
            {"with": list(pair.states), "treaties": _treaties(pair.bases, found.question, data, language)}
            for pair in found.pairs
        ],
        "states": [_state(one, data) for one in found.parts],
        "points": [
            {
                "code": one.code,
                "label": str(one.label),
                "question": str(one.question),
                "source": citation(one.source, data.titles) or None,
            }
            for one in found.points
        ],
        "next": [str(JOINT_WAYS.label(code)) for code in found.ways],
    }


def joint_schemas() -> dict[str, Schema]:
    """Return the schemas of the answer on a joint investigation, by name."""
    texts: Schema = {"type": "array", "items": TEXT}
    treaties, states = array("AtlasTreaty"), {"type": "array", "items": TEXT}
    parts: dict[str, dict[str, Schema]] = {
        "JointInvestigation": {
            "with": states,
            "offence": TEXT,
            "on": DATE,
            "outcome": one_of(JOINT_OUTCOMES),
            "outcome_label": TEXT,
            "treaties": treaties | {"description": "Those to use among all States, then those that may not be used."},
            "pairs": array("JointPair") | {"description": "Two of the States that more binds than all."},
            "states": array("JointState"),
            "points": array("JointPoint") | {"description": "What the agreement settles."},
            "next": texts | {"description": "What to do, in this order."},
        },
        "JointPair": {"with": states, "treaties": treaties},
        "JointState": {
            "state": TEXT,
            "signing": array("JointSigning"),
            "approvals": array("AtlasStatement") | {"description": "None: not known."},
            "without_treaty": array("AtlasStatement"),
            "consult": {"anyOf": [ref("AtlasDesk"), {"type": "null"}]},
            "next": texts | {"description": "The next best ways, the nearest first."},
        },
        "JointSigning": PLACE
        | {"named": YES_OR_NO | {"description": "Whether it is named for joint investigations, or for assistance."}}
        | UNDER,
        "JointPoint": {
            "code": one_of(JOINT_POINTS),
            "label": TEXT,
            "question": TEXT,
            "source": {"type": ["string", "null"], "description": "null: known from practice alone."},
        },
    }
    return {name: closed_object(members) for name, members in parts.items()}


def _treaties(bases: Iterable[LegalBasis], question: AtlasQuestion, data: AnswerData, language: str) -> list[JSON]:
    return [treaty(basis, question, (), data, language) for basis in bases]


def _state(part: JointParticipant, data: AnswerData) -> dict[str, Any]:
    return {
        "state": part.state,
        "signing": [_signing(one) for one in part.signing],
        "approvals": statements(part.approvals, data.titles),
        "without_treaty": statements(part.routes, data.titles),
        "consult": desk(part.desk),
        "next": [str(NEXT_WAYS.label(code)) for code in part.next_ways],
    }


def _signing(one: Addressee) -> JSON:
    place = authority(one)
    return {name: place[name] for name in ("kind", "id", "name", "url", "under")} | {"named": is_named(one)}
