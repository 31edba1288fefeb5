"""The declarations of the operations of consultations. The OpenAPI document is made from them."""

from typing import Any

from directory.api.document.operations import DAY, NAME, PAGE, Operation, Parameter, Schema, key, list_of, ref
from directory.consultations.forms.actions import AFTER, BEFORE
from directory.consultations.forms.text_fields import LONGEST_LINE_CHARACTERS, LONGEST_TEXT_CHARACTERS
from directory.phrasebook.slots import LONGEST_VALUE_CHARACTERS, SLOTS
from directory.phrasebook.spoken import MOST_SENTENCES
from directory.vocabulary import CHANNELS, CONSULTATION_OUTCOMES, MEASURES, OFFENCES, REQUEST_ITEMS, STAGES, URGENCIES

LONGEST_CODE_CHARACTERS = 35
LINE: Schema = {"type": "string", "maxLength": LONGEST_LINE_CHARACTERS}
LONG: Schema = {"type": "string", "maxLength": LONGEST_TEXT_CHARACTERS}
PHRASES: Schema = {
    "type": "array",
    "maxItems": MOST_SENTENCES,
    "items": {
        "type": "object",
        "properties": {
            "id": NAME | {"description": "The id of a sentence of `phrases`."},
            "slots": {
                "type": "object",
                "maxProperties": len(SLOTS),
                "propertyNames": {"enum": list(SLOTS)},
                "additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE_CHARACTERS},
                "description": "The value of each slot by its name, in the form of its kind.",
            },
        },
        "required": ["id"],
        "additionalProperties": False,
    },
    "description": "Sentences of the phrasebook, which each reader reads in their own language.",
}
WORDS: dict[str, Schema] = {
    "text": LONG,
    "written_in": {
        "type": "string",
        "maxLength": LONGEST_CODE_CHARACTERS,
        "description": "Code of its language: one of the asked State, or of this site. Left out, that of the answer.",
    },
    "as_it_is": {
        "type": "boolean",
        "default": False,
        "description": "You have looked: it names no suspect, victim or witness, whatever it looks like.",
    },
}


SAID: dict[str, Schema] = {
    "text": LONG | {"description": "May be left out beside `phrases`."},
    "phrases": PHRASES,
}


def _body(required: list[str], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": WORDS | properties,
        "required": required,
        "additionalProperties": False,
    }


ASK = _body(
    ["desk", "measure", "offence", "urgency", "subject"],
    **SAID,
    desk=NAME | {"description": "The id of the desk."},
    measure={"type": "string", "enum": list(MEASURES)},
    offence={"type": "string", "enum": list(OFFENCES)},
    stage={"type": ["string", "null"], "enum": [*STAGES, None], "description": "Of the proceedings."},
    treaty=NAME
    | {"type": ["string", "null"], "description": "The id of the treaty in mind, which may bind both States."},
    urgency={"type": "string", "enum": list(URGENCIES)},
    when={"type": "string", "enum": [BEFORE, AFTER], "default": BEFORE, "description": "The formal request is sent."},
    sent_on=DAY | {"type": ["string", "null"], "description": "When it was, if it was."},
    reference=LINE | {"description": "Of the formal request."},
    channel={"type": ["string", "null"], "enum": [*CHANNELS, None], "description": "By which it was sent."},
    earlier=NAME | {"type": ["string", "null"], "description": "The id of an earlier consultation about it."},
    subject=LINE | {"minLength": 1},
    outline={
        "type": "array",
        "items": {"type": "string", "enum": list(REQUEST_ITEMS)},
        "maxItems": len(REQUEST_ITEMS),
        "uniqueItems": True,
        "description": "What the request will have. The desk can comment on each item.",
    },
)
MESSAGE = _body([], **SAID, is_note={"type": "boolean", "default": False, "description": "For your own side alone."})
ANSWER = _body(
    ["outcome"],
    **SAID,
    outcome={
        "type": "string",
        "enum": list(CONSULTATION_OUTCOMES),
        "description": "The first four before the formal request is sent, the others and `not_possible` after it.",
    },
    passed_on_to=NAME | {"type": ["string", "null"], "description": "The id of the authority, if it was passed on."},
    missing={
        "type": "array",
        "items": {"type": "string", "enum": list(REQUEST_ITEMS)},
        "maxItems": len(REQUEST_ITEMS),
        "uniqueItems": True,
        "description": "What was found missing.",
    },
)
REOPEN = _body([], **SAID)
SENT: Schema = {
    "type": "object",
    "properties": {
        "sent_on": DAY,
        "channel": {"type": ["string", "null"], "enum": [*CHANNELS, None], "description": "By which it was sent."},
        "reference": LINE | {"description": "Of the formal request."},
    },
    "required": ["sent_on"],
    "additionalProperties": False,
}
PASS = _body(["to"], **SAID, to=NAME | {"description": "The id of the authority or desk."})
COWORKER: Schema = {
    "type": "object",
    "properties": {"account": {"type": "integer", "minimum": 1, "maximum": 999_999_999, "description": "Its number."}},
    "required": ["account"],
    "additionalProperties": False,
}
ID = key("The id of a consultation.", "Zb1TrD2Yc0Cq9l5m", "public_id")
ACCOUNT = Parameter(
    "account",
    "The number of the co-worker's account.",
    {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "path",
    1,
)
OWN: dict[str, Any] = {"is_entry": True, "is_personal": True}


MATCHES = "the consultation as you read it"


def _act(path: str, name: str, summary: str, body: Schema | None = None, *more: Parameter) -> Operation:
    return Operation(
        f"/consultations/{{public_id}}/{path}",
        name,
        f"{summary} It is answered with the consultation as it is then.",
        ref("Consultation"),
        (ID, *more),
        method="post",
        body=body,
        matches=MATCHES,
        **OWN,
    )


def _leaving(path: str, name: str, summary: str, method: str, body: Schema | None, *more: Parameter) -> Operation:
    """Return the declaration of a write that answers 204 without a body, because the caller may no longer have the
    right to read the thread."""
    return Operation(
        f"/consultations/{{public_id}}/{path}",
        name,
        summary,
        None,
        (ID, *more),
        method=method,
        body=body,
        matches=MATCHES,
        status=204,
        is_personal=True,
    )


OPERATIONS = (
    Operation(
        "/consultations",
        "listConsultations",
        "The consultations that you take part in, open ones first; never what was written.",
        list_of("ConsultationInList"),
        (PAGE,),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/consultations",
        "askDesk",
        "Ask a desk of another State, informally. Write nobody's name.",
        ref("Consultation"),
        method="post",
        body=ASK,
        status=201,
        **OWN,
    ),
    Operation(
        "/consultations/{public_id}",
        "getConsultation",
        "A whole consultation, for those who take part alone. That you read it is written down, and both sides see it.",
        ref("Consultation"),
        (ID,),
        (404,),
        **OWN,
    ),
    _act("messages", "sendMessage", "Write to both sides, or a note to your own.", MESSAGE),
    _act("answer", "answerConsultation", "Answer for the asked desk, with an outcome.", ANSWER),
    _act("sent", "noteRequestSent", "As the asking side, write down that the formal request was sent.", SENT),
    _act("reopen", "reopenConsultation", "Ask again in one that is answered or closed.", REOPEN),
    _act(
        "{step}",
        "moveConsultation",
        "Say that the desk has the question, or end the consultation.",
        None,
        Parameter("step", "What to do.", {"enum": ["acknowledge", "close"]}, "path", "acknowledge"),
    ),
    _act(
        "naming/{step}",
        "moveNaming",
        "As the asked desk, agree that the asking side names you to other States that it asks the same and that agree"
        " too, or take that back. Whether others are asked is not said before.",
        None,
        Parameter("step", "What to do.", {"enum": ["agree", "end"]}, "path", "agree"),
    ),
    Operation(
        "/consultations/{public_id}/choices",
        "getChoices",
        "Whom you may let in now: as the asking side co-workers, as the asked desk authorities and other desks.",
        ref("ConsultationChoices"),
        (ID,),
        (404,),
        **OWN,
    ),
    _act("co-workers", "addCoworker", "Let a colleague of the asker's authority read and write.", COWORKER),
    _leaving("co-workers/{account}", "removeCoworker", "Take a co-worker's seat.", "delete", None, ACCOUNT),
    _act("bring-in", "bringIn", "As the asked desk, let an authority of its State take part.", PASS),
    _leaving(
        "hand-over",
        "handOver",
        "As the asked desk, pass the question to another desk of its State. Yours reads nothing of it then.",
        "post",
        PASS,
    ),
)
