"""An example of the body of each write operation, by the operation's name."""

from collections.abc import Mapping
from typing import Any

_SOURCE = {"sources": ["https://office.example/contacts"], "source_date": "2026-11-01", "confidence": "sourced"}
_PATTERN = {
    "member": 1,
    "weekdays": [0, 1, 2, 3, 4],
    "starts": "09:00",
    "ends": "18:00",
    "valid_from": "2026-12-01",
    "on_holidays": False,
}
BODIES: Mapping[str, Mapping[str, Any]] = {
    "createProposal": {
        "kind": "authority",
        "id": "am-prosecutor-general",
        "values": {"note": {"en": "Second floor."}},
        **_SOURCE,
        "note": "Read on the office's page today.",
        "submit": True,
    },
    "changeProposal": {"values": {"note": {"en": "Third floor."}}, **_SOURCE},
    "proposeEnd": {
        "kind": "authority",
        "id": "am-prosecutor-general",
        "how": "replaced",
        "successor": "am-ministry-of-justice",
        "source": "https://office.example/news",
        "source_date": "2026-11-01",
        "note": "Its work passes to the ministry.",
        "submit": True,
    },
    "undoProposal": {"reason": "The office says that the former number still answers."},
    "refuseProposal": {"reason": "The page that you name says otherwise."},
    "amendSource": {"sources": ["https://www.prokuror.kg/contacts"], "source_date": "2026-11", "confidence": "sourced"},
    "createVerification": {"kind": "authority", "id": "am-prosecutor-general", "answer": "right"},
    "setZone": {"zone": "Asia/Tbilisi"},
    "addPattern": _PATTERN,
    "setPattern": _PATTERN | {"ends": "17:00"},
    "addChange": {"kind": "absence", "member": 1, "starts": "2026-12-24T09:00", "ends": "2026-12-24T18:00"},
    "askToSwap": {"shift": 1, "colleague": 2},
    "askDesk": {
        "desk": "ge-budapest-24-7",
        "measure": "hearing_witness",
        "offence": "tip",
        "urgency": "normal",
        "subject": "Hearing by video link",
        "text": "May a witness be heard by video link before the request is sent?",
    },
    "sendMessage": {
        "text": "The hearing is set for the second week of December.",
        "phrases": [{"id": "needed_by", "slots": {"date": "2026-12-18"}}],
    },
    "answerConsultation": {
        "text": "Yes, where the request names the court.",
        "outcome": "with_changes",
        "missing": ["summary_of_facts"],
    },
    "noteRequestSent": {"sent_on": "2026-11-02", "channel": "central", "reference": "No. 12/2026"},
    "reopenConsultation": {"text": "One more question on the same case."},
    "addWebhook": {"url": "https://cases.office.example/counterpart"},
    "addCoworker": {"account": 12},
    "bringIn": {"to": "ge-ministry-of-justice", "text": "Your office would carry the request out."},
    "enterRequest": {
        "direction": "outgoing",
        "other_jurisdiction": "GE",
        "day": "2026-11-02",
        "measure": "hearing_witness",
        "offence": "tip",
        "channel": "central",
    },
    "askStates": {
        "states": [{"desk": "ge-casc"}, {"desk": "am-casc", "line": "Your letter of May is with us."}],
        "measure": "hearing_witness",
        "offence": "tip",
        "urgency": "normal",
        "subject": "Hearing by video link",
        "text": "May a witness be heard by video link?",
    },
    "addState": {"desk": "kz-casc"},
    "correctRequest": {
        "measure": "hearing_witness",
        "offence": "tip",
        "treaty": None,
        "channel": "central",
        "language": "ru",
        "other_authority": None,
    },
    "handRequestOver": {"authority": "kg-general-prosecutor"},
    "stateDate": {"event": "acknowledged", "day": "2026-11-20"},
    "handOver": {"to": "ge-casc", "text": "This is one for your desk."},
}
