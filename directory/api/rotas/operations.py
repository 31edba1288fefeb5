"""The declarations of the operations of a rota, from which the OpenAPI document is made."""

from directory.api.document.operations import DAY, Operation, Parameter, Schema, key, ref
from directory.focal_points.rotas.forms import MOST_WEEKS
from directory.vocabulary import ROTA_CHANGE_KINDS, RotaChangeKind

MEMBER: Schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999, "description": "The number of a member."}
CLOCK: Schema = {
    "type": "string",
    "pattern": r"^([01]\d|2[0-3]):[0-5]\d$",
    "maxLength": 5,
    "description": "In the desk's own time.",
}
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$",
    "maxLength": 16,
    "description": "In the desk's own time, without a zone.",
}
PATTERN: Schema = {
    "type": "object",
    "properties": {
        "member": MEMBER,
        "weekdays": {
            "type": "array",
            "items": {"type": "integer", "minimum": 0, "maximum": 6},
            "minItems": 1,
            "maxItems": 7,
            "uniqueItems": True,
            "description": "Monday is 0.",
        },
        "starts": CLOCK,
        "ends": CLOCK | {"description": "In the desk's own time; not after `starts` it is one of the next day."},
        "every_weeks": {"type": "integer", "minimum": 1, "maximum": MOST_WEEKS, "default": 1},
        "valid_from": DAY,
        "valid_until": DAY | {"type": ["string", "null"]},
        "on_holidays": {"type": "boolean", "default": True},
    },
    "required": ["member", "weekdays", "starts", "ends", "valid_from"],
    "additionalProperties": False,
}
CHANGE: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": [kind for kind in ROTA_CHANGE_KINDS if kind != RotaChangeKind.SWAP]},
        "member": MEMBER | {"description": "The number of a member; none where nobody is on duty."},
        "starts": MOMENT,
        "ends": MOMENT,
    },
    "required": ["kind", "starts", "ends"],
    "additionalProperties": False,
}
SWAP: Schema = {
    "type": "object",
    "properties": {
        "shift": {"type": "integer", "minimum": 1, "maximum": 999_999_999, "description": "The number of your shift."},
        "colleague": MEMBER,
    },
    "required": ["shift", "colleague"],
    "additionalProperties": False,
}
ZONE: Schema = {
    "type": "object",
    "properties": {"zone": {"type": "string", "maxLength": 64, "description": "An IANA zone of the desk's State."}},
    "required": ["zone"],
    "additionalProperties": False,
}
KEY = key("The id of a desk.", "ge-budapest-24-7")
NUMBER = Parameter(
    "number", "Its number in the rota.", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, "path", 1
)


def _decision(path: str, name: str, summary: str, method: str, body: Schema | None = None) -> Operation:
    numbered = (NUMBER,) if "{number}" in path else ()
    answers = (Parameter("answer", "What you say.", {"enum": ["agree", "decline", "withdraw"]}, "path", "agree"),)
    return Operation(
        f"/focal-points/{{key}}/rota/{path}",
        name,
        f"{summary} It is answered with the rota as it is then.",
        ref("Rota"),
        (KEY, *numbered, *(answers if "{answer}" in path else ())),
        is_entry=True,
        is_personal=True,
        method=method,
        body=body,
        matches="the rota as you read it",
    )


OPERATIONS = (
    Operation(
        "/focal-points/{key}/rota",
        "getRota",
        "The rota of a desk, for its network and for who keeps it: members, patterns, changes, and the shifts that "
        "are not over.",
        ref("Rota"),
        (KEY,),
        (404,),
        is_entry=True,
        is_personal=True,
    ),
    _decision("zone", "setZone", "Begin a rota in a time zone, or set the zone of one.", "put", ZONE),
    _decision("patterns", "addPattern", "Add a weekly pattern.", "post", PATTERN),
    _decision("patterns/{number}", "setPattern", "Set a weekly pattern.", "put", PATTERN),
    _decision("patterns/{number}", "removePattern", "Take a weekly pattern away.", "delete"),
    _decision("changes", "addChange", "Add an absence, an extra shift, somebody else, or nobody.", "post", CHANGE),
    _decision("changes/{number}", "removeChange", "Take a change away: the patterns hold again.", "delete"),
    _decision("swaps", "askToSwap", "Ask a colleague to take over a shift of your own.", "post", SWAP),
    _decision("swaps/{number}/{answer}", "answerSwap", "Answer a swap that you are asked for, or ask no more.", "post"),
)
