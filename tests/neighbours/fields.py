"""Every field of a form that names something: on the page of which own thing, and what may be named there by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.neighbours.bodies import BODIES, Cell
from tests.neighbours.table import OWN

EMAIL = "invited-neighbour@example.org"
Value = Callable[[Cell], Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """A field on the page of an endpoint for own things; what it names is of a kind, and may be named by a right.

    `typed` is all that is sent, the field among it; `asked` names what stands in the address besides the own things.
    """

    endpoint: str
    name: str
    kind: str
    right: str
    typed: Value
    things: tuple[tuple[str, str], ...] = ()
    asked: Value = lambda _cell: {}

    @property
    def title(self) -> str:
        """What a test calls it."""
        return f"{self.endpoint} {self.name}={self.kind}"


def _with(endpoint: str, **values: str) -> Value:
    """Return the body of an act in which fields name things of the kinds."""
    return lambda cell: {**BODIES[endpoint](cell), **{name: cell.names[kind] for name, kind in values.items()}}


def _invited(**values: str) -> Value:
    def typed(cell: Cell) -> Mapping[str, Any]:
        given = {"role": "practitioner", "email": EMAIL, "language": "en", "networks": cell.networks, "authority": ""}
        return {**given, **{name: cell.names[kind] for name, kind in values.items()}}

    return typed


def _handed(**values: str) -> Value:
    def typed(cell: Cell) -> Mapping[str, Any]:
        whole = {**BODIES["handovers.new"](cell), **{name: cell.names[kind] for name, kind in values.items()}}
        return whole | ({"email": ""} if "successor" in values else {})

    return typed


def _there(cell: Cell) -> Mapping[str, Any]:
    return {"jurisdiction": cell.names["state"]}


def _here(_cell: Cell) -> Mapping[str, Any]:
    return {"jurisdiction": OWN.state}


ASKS = {"measure": "extradition", "offence": "tip", "urgency": "normal", "when": "before", "subject": "Hearing"}
QUESTION = ASKS | {"text": "May a witness be heard by video?", "written_in": "en", "treaty": ""}
VISITOR = {"name": "Visitor", "office": "Office", "email": EMAIL, "reason": "Cases", "authority": ""}
NOTICE = {"title": "Notice", "text": "Three days.", "audience": "public", "notice_kind": "visit", "written_in": "en"}
CONSULTATION, DRAFT = (("public_id", "consultation"),), (("public_id", "draft"),)
DESK, LEAVER, ENTRY = (("key", "desk"),), (("number", "member"),), (("key", "authority"),)

FIELDS = (
    Field(
        "invitations.new",
        "authority",
        "authority",
        "who keeps the State up",
        _invited(authority="authority"),
        asked=_there,
    ),
    Field("invitations.new", "networks", "network", "a network one gives", _invited(networks="network"), asked=_here),
    Field(
        "invitations.new",
        "desks",
        "desk",
        "who keeps it up",
        _invited(desks="desk"),
        asked=_there,
    ),
    Field(
        "access_requests.ask",
        "authority",
        "authority",
        "of the State chosen",
        lambda cell: VISITOR | {"authority": cell.names["authority"]},
        asked=_here,
    ),
    Field(
        "access_requests.ask",
        "networks",
        "network",
        "asked for in the State",
        lambda cell: VISITOR | {"networks": cell.names["network"]},
        asked=_here,
    ),
    Field(
        "access_requests.approve",
        "networks",
        "network",
        "a network one gives",
        lambda cell: {"approval-networks": cell.names["network"]},
        (("public_id", "request"),),
    ),
    Field("handovers.new", "desks", "desk", "its own, handed over", _handed(desks="desk"), LEAVER),
    Field("handovers.new", "networks", "network", "a network one gives", _handed(networks="network"), LEAVER),
    Field("handovers.new", "successor", "successor", "a colleague there", _handed(successor="successor"), LEAVER),
    Field(
        "consultations.new",
        "desk",
        "desk",
        "a desk one asks",
        lambda _cell: QUESTION,
        asked=lambda cell: {"desk": cell.names["desk"]},
    ),
    Field(
        "consultations.bring_in",
        "to",
        "authority",
        "another of that State",
        _with("consultations.bring_in", to="authority"),
        CONSULTATION,
    ),
    Field(
        "consultations.hand_over",
        "to",
        "desk",
        "another of that State",
        _with("consultations.hand_over", to="desk"),
        CONSULTATION,
    ),
    Field(
        "consultations.coworkers",
        "account",
        "colleague",
        "its own, by the author",
        _with("consultations.coworkers", account="colleague"),
        CONSULTATION,
    ),
    Field(
        "drafts.coworkers",
        "account",
        "colleague",
        "its own, by the author",
        _with("drafts.coworkers", account="colleague"),
        DRAFT,
    ),
    Field(
        "rota_keeping.new_pattern",
        "member",
        "member",
        "its own",
        _with("rota_keeping.new_pattern", member="member"),
        DESK,
    ),
    Field(
        "rota_keeping.new_change",
        "member",
        "member",
        "its own",
        _with("rota_keeping.new_change", member="member"),
        DESK,
    ),
    Field(
        "rota_keeping.remove_pattern",
        "number",
        "pattern",
        "its own",
        lambda _cell: {},
        DESK,
        lambda cell: {"number": cell.names["pattern"]},
    ),
    Field(
        "rota_rotations.remove",
        "number",
        "rotation",
        "its own",
        lambda _cell: {},
        DESK,
        lambda cell: {"number": cell.names["rotation"]},
    ),
    Field(
        "rota_keeping.remove_change",
        "number",
        "change",
        "its own",
        lambda _cell: {},
        DESK,
        lambda cell: {"number": cell.names["change"]},
    ),
    Field(
        "rota_calendars.revoke",
        "number",
        "calendar link",
        "who is on duty",
        lambda _cell: {},
        DESK,
        lambda cell: {"number": cell.names["calendar link"]},
    ),
    Field(
        "notices.new",
        "network",
        "network",
        "a board one writes on",
        lambda cell: NOTICE | {"network": cell.names["network"], "ends_on": BODIES["handovers.new"](cell)["ends_on"]},
    ),
    Field(
        "reachability.schedule",
        "desk",
        "desk",
        "who keeps it up",
        lambda cell: {"desk": cell.names["desk"], "allowed_minutes": "60"},
    ),
    Field(
        "reachability.log_call",
        "desk",
        "desk",
        "who keeps it up",
        lambda cell: {"desk": cell.names["desk"], "answered": "yes", "minutes": "5"},
    ),
    Field(
        "test_plans.save",
        "desk",
        "desk",
        "who keeps it up",
        lambda cell: {"desk": cell.names["desk"], "tests_per_quarter": "1"},
    ),
    Field(
        "line_tests.send",
        "line",
        "line",
        "its own",
        lambda cell: {"line": cell.names["line"]},
        DESK,
    ),
    Field(
        "verification.start",
        "network",
        "network",
        "who keeps it up",
        lambda cell: {
            "jurisdiction": cell.names["state"],
            "network": cell.names["network"],
            "kind": "focal_point",
            "reminder_days": "7",
            "second_reminder_days": "7",
            "escalation_days": "7",
        },
    ),
    Field(
        "endings.propose",
        "successor",
        "authority",
        "a successor there",
        lambda cell: {"how": "replaced", "successor": cell.names["authority"], "source": "https://office.example.org"},
        ENTRY,
        lambda _cell: {"kind": "authority"},
    ),
)
PAGES_OF_FIELDS = {
    "reachability.schedule": "reachability.new",
    "reachability.log_call": "reachability.call",
    "verification.start": "verification.new",
    "test_plans.save": "test_plans.show",
    "line_tests.send": "line_tests.show",
}
