"""The declarations of the operations of the docket. The OpenAPI document is made from them."""

from typing import Any

from directory.api.document.operations import DAY, NAME, PAGE, Operation, Parameter, Schema, key, list_of, ref
from directory.requests.queries.entries import CLOSED, LATE, PENDING
from directory.requests.service.file_numbers import LONGEST_CHARACTERS
from directory.vocabulary import (
    CHANNELS,
    MEASURES,
    OFFENCES,
    REFUSAL_GROUNDS,
    REQUEST_DIRECTIONS,
    REQUEST_EVENTS,
    REQUEST_STATES,
)

FACTS: dict[str, Schema] = {
    "measure": {"type": "string", "enum": list(MEASURES)},
    "offence": {"type": "string", "enum": list(OFFENCES)},
    "treaty": NAME | {"type": ["string", "null"], "description": "The id of a treaty that may bind both States."},
    "channel": {"type": ["string", "null"], "enum": [*CHANNELS, None]},
    "language": NAME | {"type": ["string", "null"], "description": "One of this site."},
    "other_authority": NAME | {"type": ["string", "null"], "description": "The id of an office of that State."},
    "file_number": {
        "type": "string",
        "maxLength": LONGEST_CHARACTERS,
        "description": "Of your own office, which alone reads it, on its pages. It is encrypted. No names.",
    },
}
ENTER: Schema = {
    "type": "object",
    "properties": {
        "direction": {"type": "string", "enum": list(REQUEST_DIRECTIONS)},
        "other_jurisdiction": NAME | {"description": "The code of the other State."},
        "day": DAY | {"description": "When the request was sent, or when it was received."},
        **FACTS,
    },
    "required": ["direction", "other_jurisdiction", "day", "measure", "offence"],
    "additionalProperties": False,
}
CORRECT: Schema = {
    "type": "object",
    "properties": FACTS,
    "required": [one for one in FACTS if one != "file_number"],
    "additionalProperties": False,
}
HAND_OVER: Schema = {
    "type": "object",
    "properties": {"authority": NAME | {"description": "The id of another office of your State."}},
    "required": ["authority"],
    "additionalProperties": False,
}
STATE_DATE: Schema = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": list(REQUEST_EVENTS)},
        "day": DAY | {"type": ["string", "null"], "description": "null takes an earlier date back."},
        "ground": {"type": ["string", "null"], "enum": [*REFUSAL_GROUNDS, None], "description": "Of a refusal."},
    },
    "required": ["event", "day"],
    "additionalProperties": False,
}
PASS_ON: Schema = {
    "type": "object",
    "properties": {
        "step": NAME | {"description": "The `key` of a step of the request's `route`."},
        "day": DAY | {"description": "When it was passed there."},
    },
    "required": ["step", "day"],
    "additionalProperties": False,
}
JOIN: Schema = {
    "type": "object",
    "properties": {
        "request": NAME | {"type": ["string", "null"], "description": "Of your list, if it stands there already."},
        "received_on": DAY | {"type": ["string", "null"], "description": "For a new entry: when you received it."},
    },
    "additionalProperties": False,
}
ID = key("The id of a request in your list.", "Zb1TrD2Yc0Cq9l5m", "public_id")
INVITATION_ID = key("The id of an invitation.", "Zb1TrD2Yc0Cq9l5m", "public_id")
FILTERS = (
    Parameter("direction", "Sent or received.", {"type": "string", "enum": list(REQUEST_DIRECTIONS)}),
    Parameter("state", "How far they are.", {"type": "string", "enum": [PENDING, LATE, CLOSED, *REQUEST_STATES]}),
)
OWN: dict[str, Any] = {"is_entry": True, "is_personal": True}
MATCHES = "the request as you read it"

OPERATIONS = (
    Operation(
        "/requests",
        "listRequests",
        "The requests that your office holds, or that you oversee; pending ones first, the longest wait first.",
        list_of("RequestInList"),
        (*FILTERS, PAGE),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/requests",
        "enterRequest",
        "Write down that a request was sent or received outside this site. Nothing is sent.",
        ref("Request"),
        method="post",
        body=ENTER,
        status=201,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}",
        "getRequest",
        "One request, with what both States state of its dates.",
        ref("Request"),
        (ID,),
        (404,),
        **OWN,
    ),
    Operation(
        "/requests/{public_id}/dates",
        "stateDate",
        "State the date of an event. If the other State takes part, each states its own acts alone. It is answered"
        " with the request as it is then.",
        ref("Request"),
        (ID,),
        method="post",
        body=STATE_DATE,
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}",
        "correctRequest",
        "Correct what the list keeps of a request, but for its dates. The other State stays. Without `file_number` the"
        " file number stays too.",
        ref("Request"),
        (ID,),
        method="put",
        body=CORRECT,
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}/invite",
        "inviteToRequest",
        "Invite the named office of the other State to take part. Its people are told by mail.",
        ref("Request"),
        (ID,),
        method="post",
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}/take-back",
        "takeInvitationBack",
        "Take the invitation back.",
        ref("Request"),
        (ID,),
        method="post",
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}/pass-on",
        "passRequestOn",
        "Write down to which office a received request was passed within your State. It is answered with the request as"
        " it is then.",
        ref("Request"),
        (ID,),
        method="post",
        body=PASS_ON,
        matches=MATCHES,
        **OWN,
    ),
    Operation(
        "/requests/{public_id}/hand-over",
        "handRequestOver",
        "Hand an entry over to another office of your State. Its file number is erased.",
        None,
        (ID,),
        method="post",
        body=HAND_OVER,
        matches=MATCHES,
        is_personal=True,
        status=204,
    ),
    Operation(
        "/requests/invitations",
        "listRequestInvitations",
        "The requests of other States to which your office is invited, the oldest invitation first.",
        list_of("RequestInvitation"),
        (PAGE,),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/requests/invitations/{public_id}",
        "getRequestInvitation",
        "What another State says of a request to which your office is invited.",
        ref("RequestInvitation"),
        (INVITATION_ID,),
        (404,),
        **OWN,
    ),
    Operation(
        "/requests/invitations/{public_id}/join",
        "joinRequest",
        "Take part: each State then writes down its own acts, and both see the dates. It is answered with your entry.",
        ref("Request"),
        (INVITATION_ID,),
        method="post",
        body=JOIN,
        **OWN,
    ),
    Operation(
        "/requests/invitations/{public_id}/decline",
        "declineRequest",
        "Decline to take part. The other State sees that, and may invite again.",
        None,
        (INVITATION_ID,),
        method="post",
        is_personal=True,
        status=204,
    ),
)
