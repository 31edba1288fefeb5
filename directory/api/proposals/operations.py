"""The declarations of the operations of proposals, from which the OpenAPI document is made."""

from typing import Any

from directory.api.document.operations import NAME, PAGE, Operation, Parameter, Schema, key, list_of, ref
from directory.api.proposals.bodies import GIVEN, SUBMIT, VERIFIED
from directory.proposals.queries import LISTS
from directory.proposals.successions import CLOSED, LASTING, MERGED, REPLACED, RETIRED, RETIRING
from directory.proposals.validation import LONGEST_NOTE_CHARACTERS

STEPS = ("submit", "publish", "withdraw")
REASON: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NOTE_CHARACTERS}
SOURCE: Schema = {
    "type": "object",
    "properties": {name: GIVEN[name] for name in ("sources", "source_date", "confidence")},
    "required": ["sources", "confidence"],
    "additionalProperties": False,
}
REASONED: Schema = {
    "type": "object",
    "properties": {"reason": REASON},
    "required": ["reason"],
    "additionalProperties": False,
}
ENDING: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": [model.KIND for model in (*LASTING, *RETIRING)]},
        "id": NAME | {"minLength": 1, "description": "The id of the entry."},
        "how": {
            "type": "string",
            "enum": [CLOSED, REPLACED, MERGED, RETIRED],
            "description": "Authorities and desks are closed, replaced, or merged into another, which takes over desks "
            "and designations; what else there is can only leave the directory: `retired`.",
        },
        "successor": NAME | {"type": ["string", "null"], "description": "The id of what takes its place."},
        "source": {"type": "string", "minLength": 1, "maxLength": 500, "description": "An address, or who says so."},
        "source_date": {"type": "string", "maxLength": 60, "description": "As the source prints it."},
        "verified": VERIFIED,
        "note": {"type": "string", "maxLength": 2_000, "description": "To the person who decides."},
        "submit": SUBMIT,
    },
    "required": ["kind", "id", "how", "source"],
    "additionalProperties": False,
}
KEY = key("The id of a proposal.", "rD2Yc0Cq9l5mZb1T", "proposal_id")
OWN: dict[str, Any] = {"is_entry": True, "is_personal": True}
VERSION = "the proposal as you read it"
OPERATIONS = (
    Operation(
        "/proposals",
        "listProposals",
        "Proposals that wait for you, that you wrote, or that are decided, newest first; never what they say.",
        list_of("ProposalInList"),
        (
            Parameter("list", "Which of them.", {"enum": list(LISTS), "default": "waiting"}),
            PAGE,
        ),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/proposals",
        "createProposal",
        "Propose changes of an entry and its parts, or a new entry. It stays unfinished unless you submit it.",
        ref("Proposal"),
        method="post",
        body=ref("NewProposal"),
        matches="the entry as you read it; a new entry needs none",
        may_be_new=True,
        status=201,
        **OWN,
    ),
    Operation(
        "/endings",
        "proposeEnd",
        "Propose that an entry ends: it is closed, something takes its place, or it leaves the directory. It is a "
        "proposal like others, and stays unfinished unless you submit it.",
        ref("Proposal"),
        method="post",
        body=ENDING,
        matches="the entry as you read it",
        status=201,
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}",
        "getProposal",
        "One proposal as was and will be, as far as you may read it.",
        ref("Proposal"),
        (KEY,),
        (404,),
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}",
        "changeProposal",
        "Go on with an unfinished proposal of your own: what you send is added to it, or takes the place of what it "
        "said of the same details.",
        ref("Proposal"),
        (KEY,),
        method="patch",
        body=ref("ChangedProposal"),
        matches=VERSION,
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}/{step}",
        "moveProposal",
        "Submit or withdraw what you wrote, or publish what another person wrote.",
        ref("Proposal"),
        (KEY, Parameter("step", "What to do.", {"enum": list(STEPS)}, "path", "submit")),
        method="post",
        matches=VERSION,
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}/undo",
        "undoProposal",
        "Propose that what was published be taken back, with the reason; it is answered with the new proposal.",
        ref("Proposal"),
        (KEY,),
        method="post",
        body=REASONED,
        matches=VERSION,
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}/refuse",
        "refuseProposal",
        "Refuse what another person wrote; they read the reason.",
        ref("Proposal"),
        (KEY,),
        method="post",
        body=REASONED,
        matches=VERSION,
        **OWN,
    ),
    Operation(
        "/proposals/{proposal_id}/changes/{number}/source",
        "amendSource",
        "Amend the source of one change that another person proposed, before you decide; its author sees it.",
        ref("Proposal"),
        (KEY, Parameter("number", "The `number` of the change.", {"type": "integer", "minimum": 0}, "path", 0)),
        method="post",
        body=SOURCE,
        matches=VERSION,
        **OWN,
    ),
)
