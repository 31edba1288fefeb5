"""Requests of the docket as JSON: codes and dates. File numbers and links are left out, and so is the other State's
row; of it only the dates are shown, to a State that takes part."""

from typing import Any

from directory.access.viewer import Viewer
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import OPTIONAL_TEXT, TEXT, array, closed_object
from directory.i18n import current_language
from directory.models import DocketEntry
from directory.requests.numbers import number_of
from directory.requests.presenters.route import RequestRoute, route_of
from directory.requests.queries.entries import partner_of
from directory.requests.statements import EventStatements, Statement, compared, is_closed, is_own_event
from directory.requirements.rules import RuleLine
from directory.vocabulary import (
    AUTHORITY_KINDS,
    CHANNELS,
    MEASURES,
    OFFENCES,
    REFUSAL_GROUNDS,
    REQUEST_DIRECTIONS,
    REQUEST_EVENTS,
    REQUEST_STATES,
)

OPTIONAL_DAY: Schema = {"type": ["string", "null"], "format": "date"}
# What an invitation tells of a request, beside the office and the day.
TOLD = ("measure", "offence", "treaty", "channel", "language")
OPTIONAL_GROUND: Schema = {"enum": [*REFUSAL_GROUNDS, None]}


def request_schemas() -> dict[str, Schema]:
    """Return the schemas of requests, by name."""
    facts = {
        "id": TEXT,
        "number": TEXT | {"description": "The running number of the State, with the year."},
        "jurisdiction": TEXT,
        "direction": TEXT | {"enum": list(REQUEST_DIRECTIONS)},
        "other_jurisdiction": TEXT,
        "authority": TEXT | {"description": "The office that holds the entry."},
        "other_authority": OPTIONAL_TEXT,
        "measure": TEXT | {"enum": list(MEASURES)},
        "offence": TEXT | {"enum": list(OFFENCES)},
        "treaty": OPTIONAL_TEXT,
        "channel": {"enum": [*CHANNELS, None]},
        "language": OPTIONAL_TEXT,
        "state": TEXT | {"enum": list(REQUEST_STATES)},
        "is_closed": FLAG,
        "since": TEXT | {"format": "date", "description": "When it was sent or, if not known, received."},
        "both_take_part": FLAG | {"description": "The other State takes part: each writes down its own acts."},
        "entered_at": INSTANT,
        "updated_at": INSTANT,
    }
    event = {
        "event": TEXT | {"enum": list(REQUEST_EVENTS)},
        "is_own": FLAG | {"description": "It is an act of the State in whose list the entry stands."},
        "own_day": OPTIONAL_DAY | {"description": "As the State of the list states it."},
        "own_ground": OPTIONAL_GROUND,
        "other_day": OPTIONAL_DAY | {"description": "As the other State states it, if it takes part."},
        "other_ground": OPTIONAL_GROUND,
        "is_stated_differently": FLAG,
    }
    step = {
        "key": TEXT | {"description": "The id of the rule on a requirement sheet that states the step."},
        "authority": OPTIONAL_TEXT | {"description": "The office to which it is passed."},
        "authority_kind": {"enum": [*AUTHORITY_KINDS, None], "description": "The kind of office, if that is known."},
        "days": {"type": ["integer", "null"], "description": "How many days it usually stays there."},
        "is_here": FLAG | {"description": "The request is at this step."},
        "since": OPTIONAL_DAY | {"description": "When it was passed there."},
    }
    invitation = {
        "id": TEXT,
        "jurisdiction": TEXT | {"description": "The State that sent the request."},
        "authority": TEXT | {"description": "The office that sent it."},
        **{name: facts[name] for name in TOLD},
        "since": TEXT | {"format": "date", "description": "When it was sent."},
        "invited_at": INSTANT,
    }
    return {
        "RequestInList": closed_object(facts),
        "RequestInvitation": closed_object(invitation),
        "Request": closed_object(facts | {"events": array("RequestEvent"), "route": array("RequestStep")}),
        "RequestStep": closed_object(step),
        "RequestEvent": closed_object(event),
    }


def serialize_facts(entry: DocketEntry) -> dict[str, Any]:
    """Return an entry as JSON for a list (the schema `RequestInList`)."""
    return {
        "id": entry.public_id,
        "number": number_of(entry),
        "jurisdiction": entry.jurisdiction_key,
        "direction": entry.direction,
        "other_jurisdiction": entry.other_jurisdiction_key,
        "authority": entry.authority_key,
        "other_authority": entry.other_authority_key,
        "measure": entry.measure,
        "offence": entry.offence,
        "treaty": entry.treaty_key,
        "channel": entry.channel or None,
        "language": entry.language or None,
        "state": entry.state,
        "is_closed": is_closed(entry),
        "since": entry.since.isoformat(),
        "both_take_part": entry.partner_id is not None,
        "entered_at": entry.entered_at.isoformat(),
        "updated_at": entry.changed_at.isoformat(),
    }


def serialize_request(viewer: Viewer, entry: DocketEntry) -> dict[str, Any]:
    """Return an entry as JSON (the schema `Request`). The caller checks that the viewer may read it."""
    events = [_event(entry, one) for one in compared(entry, partner_of(entry))]
    route = route_of(viewer, entry, current_language())
    return serialize_facts(entry) | {"events": events, "route": [_step(one, route) for one in route.steps]}


def _step(step: RuleLine, route: RequestRoute) -> dict[str, Any]:
    is_here = step.key == route.now
    return {
        "key": step.key,
        "authority": step.office.key if step.office else None,
        "authority_kind": step.office_kind.code if step.office_kind else None,
        "days": step.days,
        "is_here": is_here,
        "since": route.since.iso if is_here and route.since else None,
    }


def serialize_invitation(entry: DocketEntry) -> dict[str, Any]:
    """Return the entry of another State as an invitation (the schema `RequestInvitation`). The caller checks that the
    viewer's office is invited."""
    facts = serialize_facts(entry)
    told = {name: facts[name] for name in ("id", "jurisdiction", "authority", *TOLD, "since")}
    return told | {"invited_at": entry.invited_at.isoformat() if entry.invited_at else None}


def _event(entry: DocketEntry, both: EventStatements) -> dict[str, Any]:
    return {
        "event": both.event,
        "is_own": is_own_event(entry, both.event),
        "own_day": _day(both.own),
        "own_ground": _ground(both.own),
        "other_day": _day(both.other),
        "other_ground": _ground(both.other),
        "is_stated_differently": both.is_contradicted,
    }


def _day(said: Statement | None) -> str | None:
    return said.day.isoformat() if said else None


def _ground(said: Statement | None) -> str | None:
    return (said.ground or None) if said else None
