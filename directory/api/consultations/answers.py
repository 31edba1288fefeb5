"""Consultations as JSON, for their participants only. All instants are in UTC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from directory.access.viewer import Viewer
from directory.api.consultations.outline_answers import serialize_item, serialize_outline
from directory.api.consultations.seat_answers import seat_schemas, serialize_seat
from directory.api.document.common_schemas import OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Schema, ref
from directory.api.document.schemas import OPTIONAL_DATE, OPTIONAL_TEXT, TEXT, array, closed_object
from directory.consultations.presenters.entries import ConsultationEntryLine, SaidPhrase
from directory.consultations.presenters.lines import lines_of
from directory.consultations.presenters.thread import ConsultationThread, ThreadPermissions
from directory.consultations.queries import threads
from directory.models import Consultation
from directory.vocabulary import (
    CHANNELS,
    CONSULTATION_ACTS,
    CONSULTATION_OUTCOMES,
    CONSULTATION_STATES,
    MEASURES,
    OFFENCES,
    REQUEST_ITEMS,
    STAGES,
    URGENCIES,
    ConsultationSide,
)

RIGHTS = ("acknowledge", "answer", "write", "pass_on", "close", "reopen", "note_sent")


OUTCOME: Schema = {"enum": [*CONSULTATION_OUTCOMES, None]}


def consultation_schemas() -> dict[str, Schema]:
    """Return the schemas of consultations, their acts and seats, by name."""
    facts = {
        "id": TEXT,
        "from_jurisdiction": TEXT,
        "to_jurisdiction": TEXT,
        "desk": TEXT,
        "network": TEXT,
        "measure": TEXT | {"enum": list(MEASURES)},
        "offence": TEXT | {"enum": list(OFFENCES)},
        "stage": {"enum": [*STAGES, None]},
        "treaty": OPTIONAL_TEXT,
        "urgency": TEXT | {"enum": list(URGENCIES)},
        "is_exercise": FLAG | {"description": "It belongs to an exercise: everything in it is invented."},
        "language": TEXT | {"description": "Of the question, and of the answer that is wished for."},
        "state": TEXT | {"enum": list(CONSULTATION_STATES)},
        "state_label": TEXT,
        "outcome": OUTCOME,
        "passed_on_to": OPTIONAL_TEXT | {"description": "The authority to which the request was passed on."},
        "missing": {"type": "array", "items": {"enum": list(REQUEST_ITEMS)}},
        "opened_at": INSTANT,
        "changed_at": INSTANT,
        "acknowledge_by": INSTANT,
        "acknowledged_at": OPTIONAL_INSTANT,
        "answer_by": INSTANT,
        "answered_at": OPTIONAL_INSTANT,
        "closed_at": OPTIONAL_INSTANT,
    }
    full = {
        "subject": TEXT,
        "reference": TEXT,
        "formal_request_on": OPTIONAL_DATE,
        "sent_channel": {"enum": [*CHANNELS, None]},
        "earlier": {"type": "array", "items": TEXT, "description": "The consultation that this one names."},
        "later": {"type": "array", "items": TEXT, "description": "Consultations that name this one."},
        "desk_has_ended": FLAG | {"description": "The desk that is asked was closed or replaced."},
        "desk_successor": OPTIONAL_TEXT | {"description": "The desk that took its place, if one did."},
        "naming_agreed_at": OPTIONAL_INSTANT
        | {"description": "Since when the asked desk may be named to other States that agree too."},
        "named_beside": {
            "type": "array",
            "items": TEXT,
            "description": "For the asked side, the other States of which it was told that they are asked too.",
        },
        "is_shredded": FLAG | {"description": "What was written is gone, because the time to keep it is over."},
        "acts": array("ConsultationAct"),
        "seats": array("ConsultationSeat"),
        "may": {"type": "array", "items": {"enum": list(RIGHTS)}, "description": "What you may do now."},
    }
    return {
        "ConsultationInList": closed_object(facts | {"is_unread": FLAG}),
        "Consultation": closed_object(facts | full),
        "ConsultationAct": _act(),
        **seat_schemas(),
    }


def serialize_list(viewer: Viewer, found: Sequence[Consultation], language: str) -> list[dict[str, Any]]:
    """Return consultations as JSON for a list, in the order of `found`, without their texts."""
    shown = zip(found, lines_of(viewer, found, language), strict=True)
    return [_facts(one, line.state_label) | {"is_unread": line.is_unread} for one, line in shown]


def serialize_thread(viewer: Viewer, consultation: Consultation, shown: ConsultationThread) -> dict[str, Any]:
    """Return a whole thread as JSON (the schema `Consultation`). The caller must record that the thread was shown."""
    is_asking = ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    on, ended = consultation.formal_request_on, shown.facts.ended
    return {
        **_facts(consultation, shown.facts.state_label),
        "subject": shown.subject,
        "reference": shown.reference,
        "formal_request_on": on.isoformat() if on else None,
        "sent_channel": consultation.sent_channel or None,
        "earlier": [one.id for one in shown.facts.earlier],
        "later": [one.id for one in shown.facts.later],
        "naming_agreed_at": _instant(consultation.naming_agreed_at),
        "named_beside": list(shown.naming.states),
        "is_shredded": shown.is_shredded,
        "desk_has_ended": ended is not None,
        "desk_successor": ended.successor.key if ended and ended.successor else None,
        "acts": [_write_act(line) for line in shown.lines],
        "seats": [serialize_seat(seat, is_asking=is_asking) for seat in shown.seats],
        "may": [right for right in RIGHTS if _may(shown.rights, right)],
    }


def serialize_phrases(said: Sequence[SaidPhrase]) -> list[dict[str, Any]]:
    """Return sentences of the phrasebook as JSON (the schema `SaidPhrase`)."""
    return [{"id": one.spoken.id, "slots": dict(one.spoken.slots), "text": one.text} for one in said]


def _facts(one: Consultation, state_label: str) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "from_jurisdiction": one.from_jurisdiction_key,
        "to_jurisdiction": one.to_jurisdiction_key,
        "desk": one.focal_point_key,
        "network": one.network_key,
        "measure": one.measure,
        "offence": one.offence,
        "stage": one.stage or None,
        "treaty": one.treaty_key,
        "urgency": one.urgency,
        "is_exercise": one.is_exercise,
        "language": one.language,
        "state": one.state,
        "state_label": state_label,
        "outcome": one.outcome or None,
        "passed_on_to": one.passed_on_to_key,
        "missing": list(one.missing_items),
        "opened_at": one.opened_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "acknowledge_by": one.acknowledge_by.isoformat(),
        "acknowledged_at": _instant(one.acknowledged_at),
        "answer_by": one.answer_by.isoformat(),
        "answered_at": _instant(one.answered_at),
        "closed_at": _instant(one.closed_at),
    }


def _act() -> Schema:
    who = closed_object({"office": TEXT, "state": TEXT, "person": TEXT})
    return closed_object(
        {
            "act": TEXT | {"enum": list(CONSULTATION_ACTS)},
            "label": TEXT,
            "who": who,
            "subject": TEXT | {"description": "Whom it is about."},
            "outcome": OUTCOME | {"description": "Of an answer; its `subject` is where the request was passed on."},
            "at": INSTANT,
            "text": TEXT,
            "language": TEXT,
            "phrases": array("SaidPhrase") | {"description": "The sentences of the phrasebook beside the text."},
            "is_note": FLAG | {"description": "It is for your own side alone."},
            "is_own": FLAG,
            "outline": {"anyOf": [ref("ConsultationOutline"), {"type": "null"}], "description": "What it shared."},
            "comments": array("OutlineItem") | {"description": "Items of an outline, with what it said of them."},
        }
    )


def _write_act(line: ConsultationEntryLine) -> dict[str, Any]:
    return {
        "act": line.act,
        "label": line.label,
        "who": {"office": line.who.office.text, "state": line.who.state, "person": line.who.person},
        "subject": line.subject,
        "outcome": line.outcome or None,
        "at": line.at.iso,
        "text": line.text,
        "language": line.language,
        "phrases": serialize_phrases(line.phrases),
        "is_note": line.is_note,
        "is_own": line.is_own,
        "outline": serialize_outline(line.outline) if line.outline else None,
        "comments": [serialize_item(one) for one in line.comments],
    }


def _may(rights: ThreadPermissions, right: str) -> bool:
    return bool(getattr(rights, right))


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
