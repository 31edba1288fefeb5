"""What each act sends: a form, by its address. `cell` is whose act it is, on the things of which position."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from directory import clock
from tests.neighbours.site import Names
from tests.neighbours.table import FAR, OWN

DAY = timedelta(days=1)
SOURCE = {"source": "https://office.example.org", "confidence": "sourced"}
ZONES = {"KG": "Asia/Bishkek", "KZ": "Asia/Almaty", "FR": "Europe/Paris", "ZZ": ""}
WORDS = {"text": "May a witness be heard by video?", "written_in": "en"}
NETWORKS = {
    "coordinator of the network": OWN.network,
    "coordinator of the network in the State": OWN.network,
    "author": OWN.network,
}


@dataclass(frozen=True)
class Cell:
    """An actor and the names of the things that an act is on."""

    actor: str
    names: Names
    own: Names
    page: str = ""

    @property
    def networks(self) -> list[str]:
        """The networks that the actor may give: those held, which stand in a position that is reached."""
        return [NETWORKS[self.actor]] if self.actor in NETWORKS else []


Body = Callable[[Cell], Mapping[str, Any]]


def _in(days: int) -> str:
    return (clock.today() + days * DAY).isoformat()


def _pattern(cell: Cell) -> Mapping[str, Any]:
    when = {"starts": "08:00", "ends": "16:00", "every_weeks": "1", "valid_from": _in(1), "on_holidays": "y"}
    return {"member": cell.names["member"], "weekdays": ["1"], **when}


def _change(cell: Cell) -> Mapping[str, Any]:
    when = {"starts": f"{_in(20)}T08:00", "ends": f"{_in(20)}T18:00"}
    return {"kind": "absence", "member": cell.names["member"], **when}


def _order(cell: Cell) -> Mapping[str, Any]:
    when = {"first_starts": "08:00", "turn": "week", "handover": "0", "valid_from": _in(2)}
    return {f"order-{cell.names['member']}": "1", "division": "whole", **when}


def _calendar(_cell: Cell) -> Mapping[str, Any]:
    day = (clock.today() + 30 * DAY).strftime("%Y%m%d")
    event = f"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:{day}T080000Z\r\nDTEND:{day}T160000Z\r\nEND:VEVENT\r\n"
    file = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:tests\r\n{event}END:VCALENDAR\r\n"
    return {"file": (BytesIO(file.encode()), "own.ics")}


def _accepted(cell: Cell) -> Mapping[str, Any]:
    said = {"name": "Invited Person", "password": "violet tractor opens at noon"}
    return {"email": cell.names["address invited"], **said}


BODIES: Mapping[str, Body] = {
    "access_requests.approve": lambda cell: {"approval-networks": cell.networks},
    "access_requests.refuse": lambda _cell: {"refusal-reason": "private_address"},
    "accounts.reset": lambda _cell: dict.fromkeys(("password", "again"), "violet tractor opens at noon"),
    "alarms.move": lambda _cell: {"to": "later"},
    "alarms.wait": lambda _cell: {"minutes": "5"},
    "consultations.answer": lambda _cell: {"outcome": "welcome", **WORDS},
    "consultations.bring_in": lambda cell: {"to": cell.own["authority beside"], **WORDS},
    "consultations.comment": lambda _cell: {"verdict_1": "missing"},
    "consultations.coworkers": lambda cell: {"account": cell.names["colleague"]},
    "consultations.hand_over": lambda cell: {"to": cell.own["desk beside"], **WORDS},
    "consultations.note_sent": lambda _cell: {"sent_on": _in(-1), "channel": "diplomatic", "reference": "No. 17"},
    "consultations.reopen": lambda _cell: WORDS,
    "consultations.rule": lambda _cell: {"kept_days": "99"},
    "consultations.send_message": lambda _cell: WORDS,
    "drafts.check": lambda cell: {"done": re.findall(r'name="done"[^>]*value="([^"]+)"', cell.page)[:1]},
    "drafts.copy": lambda _cell: {"requested": FAR.state},
    "drafts.coworkers": lambda cell: {"account": cell.names["colleague"]},
    "drafts.document": lambda _cell: {"language": "en", "other": "", "layout": "beside", "file_format": "docx"},
    "drafts.delete": lambda _cell: {"sent": "yes"},
    "drafts.keep": lambda _cell: {"keep": "yes"},
    "drafts.note_sent": lambda _cell: {"sent_on": _in(-1), "channel": "diplomatic"},
    "drafts.outline": lambda cell: {"consultation": cell.names["consultation elsewhere"], **WORDS},
    "drafts.part": lambda _cell: {"text-reference": "KG 17"},
    "endings.propose": lambda _cell: {"how": "closed", "successor": "", "source": "https://office.example.org"},
    "handovers.new": lambda cell: {
        "email": "successor@example.org",
        "language": "en",
        "ends_on": _in(9),
        "networks": cell.networks,
        "successor": "",
    },
    "holidays.show": lambda _cell: {"days-0-day": f"{clock.today().year}-06-03", "days-0-name": "Own day"},
    "imports.refuse": lambda _cell: {"reason": "It is the old list."},
    "invitations.accept": _accepted,
    "notices.edit": lambda _cell: {"host": "Another host"},
    "proposals.amend_source": lambda _cell: {"0:source": "https://list.example.org", "0:confidence": "sourced"},
    "proposals.begin": lambda _cell: {"0-note.en": "Third floor.", "check": "1", **SOURCE},
    "line_tests.send": lambda cell: {"line": cell.names["line"]},
    "proposals.go_on": lambda _cell: {"0-note.en": "Fourth floor.", "save": "1"},
    "proposals.refuse": lambda _cell: {"reason": "It is the old one."},
    "proposals.undo": lambda _cell: {"reason": "The former one was right."},
    "proposals.resolve": lambda cell: dict.fromkeys(re.findall(r'name="([^"]+)" value="yours"', cell.page), "yours"),
    "reachability.answer": lambda _cell: {"button": "blue"},
    "returns.edit": lambda _cell: {"victims-total": "41", "sources": "Register of the Office of Tests, 2026"},
    "rota_calendars.bring": _calendar,
    "rota_keeping.edit_pattern": _pattern,
    "rota_keeping.new_change": _change,
    "rota_keeping.new_pattern": _pattern,
    "rota_rotations.make": _order,
    "rota_swaps.new": lambda cell: {"shift": cell.names["shift"], "colleague": cell.names["colleague"]},
    "vouches.new": lambda cell: {"voucher": cell.names["desk"], "knows": "y"},
    "rotas.zone": lambda cell: {"zone": ZONES[cell.names["state"]]},
    "translations.propose": lambda cell: {f"authority:{cell.names['authority']}:note": "Жазуу"},
    "verification_entries.send_correction": lambda _cell: {"note": "Another floor"},
    "verification_periods.save": lambda _cell: {"contacts": "77"},
    "verification_reports.report": lambda _cell: {"fault": "no_answer"},
    "verification_reports.settle": lambda _cell: {"outcome": "corrected"},
}


def _weekly(cell: Cell) -> Mapping[str, Any]:
    when = {"starts": "08:00", "ends": "16:00", "valid_from": _in(1)}
    return {"member": int(cell.names["member"]), "weekdays": [1], **when}


def _absence(cell: Cell) -> Mapping[str, Any]:
    when = {"starts": f"{_in(20)}T08:00", "ends": f"{_in(20)}T18:00"}
    return {"kind": "absence", "member": int(cell.names["member"]), **when}


SAID = {"text": "May a witness be heard by video?"}
NOTE = {"values": {"note": {"en": "Fifth floor."}}, "sources": ["https://office.example.org"]}
BODIES = {
    **BODIES,
    "api_consultation_seats.add_coworker": lambda cell: {"account": int(cell.names["colleague"])},
    "api_consultation_seats.bring_in": lambda cell: {"to": cell.own["authority beside"], **SAID},
    "api_consultation_seats.hand_over": lambda cell: {"to": cell.own["desk beside"], **SAID},
    "api_consultations.answer": lambda _cell: {"outcome": "welcome", **SAID},
    "api_consultations.note_sent": lambda _cell: {"sent_on": _in(-1), "channel": "diplomatic", "reference": "No. 18"},
    "api_consultations.reopen": lambda _cell: SAID,
    "api_consultations.send_message": lambda _cell: SAID,
    "api_proposals.amend_source": lambda _cell: {"sources": ["https://list.example.org"], "confidence": "sourced"},
    "api_proposals.change": lambda _cell: NOTE,
    "api_proposals.refuse": lambda _cell: {"reason": "It is the old one."},
    "api_proposals.undo": lambda _cell: {"reason": "The former one was right."},
    "api_rotas.add_change": _absence,
    "api_rotas.add_pattern": _weekly,
    "api_rotas.ask_to_swap": lambda cell: {
        "shift": int(cell.names["shift"]),
        "colleague": int(cell.names["colleague"]),
    },
    "api_rotas.set_pattern": _weekly,
    "api_rotas.set_zone": BODIES["rotas.zone"],
}
