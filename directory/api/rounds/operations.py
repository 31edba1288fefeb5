"""The declarations of the operations of rounds. The OpenAPI document is made from them."""

from typing import Any

from directory.api.consultations.operations import ASK
from directory.api.document.operations import NAME, PAGE, Operation, Parameter, Schema, key, list_of, ref
from directory.rounds.forms import LONGEST_LINE_CHARACTERS
from directory.rounds.queries import LEAST_STATES, MOST_STATES

COMMON = ("measure", "offence", "stage", "urgency", "subject", "text", "phrases", "outline", "written_in", "as_it_is")
OWN_LINE: Schema = {
    "type": "string",
    "maxLength": LONGEST_LINE_CHARACTERS,
    "description": "A text that this State alone reads, after the question.",
}
STATE: Schema = {
    "type": "object",
    "properties": {"desk": NAME | {"description": "The id of the desk."}, "line": OWN_LINE},
    "required": ["desk"],
    "additionalProperties": False,
}
NAMES_STATES: Schema = {
    "type": "boolean",
    "default": False,
    "description": "You have looked: the asked States that a text names may stay in it.",
}
OPEN: Schema = {
    "type": "object",
    "properties": {name: ASK["properties"][name] for name in COMMON}
    | {
        "states": {
            "type": "array",
            "items": STATE,
            "minItems": LEAST_STATES,
            "maxItems": MOST_STATES,
            "description": "One desk of each State.",
        },
        "treaty": NAME
        | {"type": ["string", "null"], "description": "The id of a treaty in which all these States take part."},
        "names_states": NAMES_STATES,
    },
    "required": ["states", "measure", "offence", "urgency", "subject"],
    "additionalProperties": False,
}
ADD: Schema = STATE | {
    "properties": STATE["properties"] | {"as_it_is": ASK["properties"]["as_it_is"], "names_states": NAMES_STATES}
}
ID = key("The id of a round.", "Zb1TrD2Yc0Cq9l5m", "public_id")
OF_STATE = Parameter("state", "The code of a State of the round.", NAME, "path", "KG")
OWN: dict[str, Any] = {"is_entry": True, "is_personal": True}
MATCHES = "the round as you read it"

OPERATIONS = (
    Operation(
        "/rounds",
        "listRounds",
        "Your questions to several States, newest first; never what was written.",
        list_of("RoundInList"),
        (PAGE,),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/rounds",
        "askStates",
        "Ask the desks of several States the same: each in a consultation of its own, all or none. No State learns that"
        " others are asked. It counts as as many questions as it asks.",
        ref("Round"),
        method="post",
        body=OPEN,
        status=201,
        **OWN,
    ),
    Operation(
        "/rounds/{public_id}",
        "getRound",
        "A round with its States. What a State says is read in its consultation.",
        ref("Round"),
        (ID,),
        (404,),
        **OWN,
    ),
    Operation(
        "/rounds/{public_id}/states",
        "addState",
        "Ask a further State the question as it stands. It is answered with the round as it is then.",
        ref("Round"),
        (ID,),
        method="post",
        body=ADD,
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/rounds/{public_id}/states/{state}",
        "letStateGo",
        "Let a State go: its consultation is closed, and its desk is told of that alone.",
        None,
        (ID, OF_STATE),
        method="delete",
        matches=MATCHES,
        status=204,
        is_personal=True,
    ),
    Operation(
        "/rounds/{public_id}/tell",
        "tellStates",
        "Tell the States that agree of one another. It is answered with the round as it is then.",
        ref("Round"),
        (ID,),
        method="post",
        matches=MATCHES,
        **OWN,
    ),
)
