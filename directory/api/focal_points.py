"""The endpoints `focal-points` (a list) and `focal-points/{key}` (one desk)."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from directory.access.current_viewer import current_viewer
from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, Schema, key, list_of, ref
from directory.api.document.schemas import TEXT, closed_object
from directory.api.entries.desk_contacts import contacts_of
from directory.api.entries.lists import short_list
from directory.api.entries.single_entry import full_entry
from directory.focal_points import queries
from directory.focal_points.line_results import LastTests, list_last_tests
from directory.focal_points.standings.presenters import (
    StandingDetails,
    StandingLine,
    StandingRuleLine,
    details_of,
    line_of,
)
from directory.focal_points.standings.rules import ALWAYS
from directory.i18n import current_language
from directory.vocabulary import STANDING_LEVELS

blueprint = Blueprint("api_focal_points", __name__)
OPERATIONS = (
    Operation(
        "/focal-points",
        "listFocalPoints",
        "24/7 desks and contact points by id. To a visitor `reachable=now` finds those whose published "
        "cover is round the clock and that have a number of their own that is known to answer; for who may read a "
        "desk's rota, the rota says who is on duty.",
        list_of("FocalPointInList"),
        PAGES,
        (400,),
        kind="focal_point",
        is_short=True,
    ),
    Operation(
        "/focal-points/{key}",
        "getFocalPoint",
        "One desk: every detail with its source, its standing, and the contacts of its authority, each with "
        "`last_test`: when it was last tested, and when it last answered.",
        ref("FocalPoint"),
        (key("The id of a desk.", "ge-budapest-24-7"),),
        (404,),
        is_entry=True,
    ),
)


DAY: Schema = {"type": ["string", "null"], "format": "date"}
IN_MONTHS = (
    "Exact for callers who keep the desk's rota; for others the first day of a month. As far as it rests on desks that "
    "vouch, the first day of a month for everyone."
)


def standing_schemas() -> dict[str, Schema]:
    """Return the schema of the standing of a desk, by its name."""
    by = DAY | {"description": "What is missing is needed before this day: then another rule of that level lapses."}
    missing = {"type": "array", "items": closed_object({"code": TEXT, "label": TEXT, "by": by})}
    properties = {
        "level": {"enum": [*STANDING_LEVELS, None], "description": "null without the minimum record of a desk."},
        "since": DAY | {"description": f"null if the day is not known. {IN_MONTHS}"},
        "lapses_on": DAY | {"description": f"The first day on which the desk may lose the level. {IN_MONTHS}"},
        "missing": {
            "anyOf": [missing, {"type": "null"}],
            "description": "What the next level takes; null for callers who do not keep the desk's rota.",
        },
    }
    return {"DeskStanding": closed_object(properties)}


@blueprint.get("/focal-points")
def index() -> Response:
    """Return a page of the desks that match the filters, in short form, with public values only."""
    return list_answer(short_list("focal_point", request.args, current_language()))


@blueprint.get("/focal-points/<key>")
def show(key: str) -> Response:
    """Return one desk with its authority's contacts, as far as the viewer may read them. Contacts for other networks
    are left out. Raises NotFound for an unknown key."""
    desk = queries.get(key)
    [contacts] = contacts_of([desk])
    body = full_entry(desk, current_language(), contacts=contacts)
    last = list_last_tests([contact["id"] for contact in body["contacts"]])
    tested = [contact | {"last_test": _last_test(last[contact["id"]])} for contact in body["contacts"]]
    standing = {"standing": _standing(line_of(key), details_of(current_viewer(), desk))}
    return entry_answer(body | {"contacts": tested} | standing)


def _last_test(last: LastTests) -> dict[str, Any] | None:
    if not last.outcome:
        return None
    return {
        "outcome": last.outcome,
        "tested_at": last.tested_at.isoformat() if last.tested_at else None,
        "answered_at": last.answered_at.isoformat() if last.answered_at else None,
        "minutes": last.minutes,
        "is_exercise": last.is_exercise,
    }


def _standing(line: StandingLine | None, details: StandingDetails | None) -> dict[str, Any]:
    """Return the standing of a desk as JSON (the schema `DeskStanding`)."""
    known = details or line
    period = known.period if known else ALWAYS
    return {
        "level": line.code if line else None,
        "since": _day(period.since),
        "lapses_on": _day(period.lapses_on),
        "missing": [_missing(one, details) for one in details.missing] if details else None,
    }


def _missing(rule: StandingRuleLine, details: StandingDetails) -> dict[str, Any]:
    return {"code": rule.code, "label": rule.label, "by": _day(details.missing_by)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
