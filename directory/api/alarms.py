"""The endpoint `alarms`: a person reads their own ways to be woken and the alarms that have not ended, and acknowledges
an alarm.

The answers do not say what an alarm is about: they name no State, no desk and no other person. An address of the person
is shown as on the person's own page.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response

from directory import clock
from directory.access.current_viewer import current_viewer, signed_in
from directory.access.viewer import Viewer
from directory.alarms.occasions import end_of
from directory.alarms.presenters import way_line
from directory.alarms.queries import (
    PROVEN_FOR,
    PROVEN_WAYS,
    get_alarm,
    is_proven,
    list_waiting,
    list_ways,
)
from directory.alarms.service import acknowledge_alarm
from directory.api.answers import entry_answer
from directory.api.document.common_schemas import OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Operation, Parameter, Schema, ref
from directory.api.document.schemas import TEXT, array, closed_object
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request
from directory.dates import UTC_ZONE
from directory.errors import SignInNeeded
from directory.i18n import current_language
from directory.models import Alarm, AlarmWay
from directory.vocabulary import ALARM_ENDS, ALARM_WAYS, AlarmEnd

blueprint = Blueprint("api_alarms", __name__)
NUMBER = Parameter(
    "number",
    "The number of an alarm of your own, as its message says it.",
    {"type": "string", "pattern": r"^\d{6}$"},
    "path",
    "123456",
)
OPERATIONS = (
    Operation(
        "/alarms",
        "getAlarms",
        "The ways by which alarms wake you, in their order, and the alarms to you that go on. Nothing says what waits.",
        ref("Alarms"),
        is_entry=True,
        is_personal=True,
    ),
    Operation(
        "/alarms/{number}/acknowledge",
        "acknowledgeAlarm",
        "Acknowledge an alarm to you, so that nobody else is woken. It is answered with the alarm as it stands then; "
        "one that has ended stays as it is, unless it ended unacknowledged and what it is about still waits. "
        "This proves no way: only the link in a message does.",
        ref("Alarm"),
        (NUMBER,),
        is_entry=True,
        is_personal=True,
        method="post",
    ),
)


def alarm_schemas() -> dict[str, Schema]:
    """Return the schemas of ways and alarms, by name."""
    way = {
        "kind": TEXT | {"enum": list(ALARM_WAYS)},
        "name": TEXT | {"description": "Its kind, with the last digits of a number or the name of a device."},
        "wait_minutes": {"type": "integer", "minimum": 1},
        "is_proven": FLAG,
        "proven_until": OPTIONAL_INSTANT,
    }
    alarm = {
        "number": TEXT | {"pattern": NUMBER.schema["pattern"]},
        "is_exercise": FLAG,
        "raised_at": INSTANT,
        "acknowledge_by": INSTANT,
        "end": TEXT | {"enum": list(ALARM_ENDS), "description": "How it ended; empty while it goes on."},
        "ended_at": OPTIONAL_INSTANT,
    }
    missing = {"type": "integer", "minimum": 0, "description": "How many more proven ways you need."}
    every = {"ways": array("AlarmWay"), "missing_ways": missing, "waiting": array("Alarm")}
    return {"Alarms": closed_object(every), "AlarmWay": closed_object(way), "Alarm": closed_object(alarm)}


@blueprint.get("/alarms")
@signed_in
def index() -> Response:
    """Return the viewer's own ways, and the alarms to the viewer that have not ended."""
    now, account = clock.now(), _account_of(current_viewer())
    ways = list_ways(account)
    return entry_answer(
        {
            "ways": [_way(one, now, current_language()) for one in ways],
            "missing_ways": max(0, PROVEN_WAYS - sum(is_proven(one, now) for one in ways)),
            "waiting": [_alarm(one, now) for one in list_waiting(account) if end_of(one, now) is AlarmEnd.NONE],
        }
    )


@blueprint.post("/alarms/<number>/acknowledge")
@signed_in
def acknowledge(number: str) -> Response:
    """Acknowledge an alarm to the viewer, and return it. Raises NotFound if the viewer has no alarm of this number."""
    account = _account_of(current_viewer())
    with committing_request():
        run_idempotently(lambda: _acknowledge(account, number))
    return entry_answer(_alarm(get_alarm(account, number), clock.now()))


def _acknowledge(account: int, number: str) -> str:
    acknowledge_alarm(get_alarm(account, number), clock.now())
    return number


def _account_of(viewer: Viewer) -> int:
    if viewer.account_id is None:
        raise SignInNeeded
    return viewer.account_id


def _way(way: AlarmWay, now: datetime, language: str) -> Mapping[str, Any]:
    line = way_line(way, now, UTC_ZONE, language)
    return {
        "kind": way.kind,
        "name": line.name,
        "wait_minutes": line.wait_minutes,
        "is_proven": line.is_proven,
        "proven_until": (way.proven_at + PROVEN_FOR).isoformat() if way.proven_at else None,
    }


def _alarm(alarm: Alarm, now: datetime) -> dict[str, Any]:
    return {
        "number": alarm.number,
        "is_exercise": alarm.is_exercise,
        "raised_at": alarm.raised_at.isoformat(),
        "acknowledge_by": alarm.acknowledge_by.isoformat(),
        "end": end_of(alarm, now),
        "ended_at": alarm.ended_at.isoformat() if alarm.ended_at else None,
    }
