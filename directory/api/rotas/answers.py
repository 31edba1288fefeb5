"""The rota of a desk as JSON. Instants are in UTC; times of patterns are in the desk's time zone."""

from typing import Any

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.api.document.common_schemas import OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import OPTIONAL_DATE, OPTIONAL_TEXT, TEXT, array, closed_object
from directory.focal_points.duty import get_rota, list_members
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.presenters.desk import note_names
from directory.models import Account, DeskRota, FocalPoint, RotaChange, Rotation, ShiftPattern
from directory.people.presenters.words import person
from directory.vocabulary import DAY_DIVISIONS, DESK_ROLES, ROTA_CHANGE_KINDS, TURNS

NUMBER: Schema = {"type": "integer", "minimum": 1}
NUMBER_OR_NONE: Schema = {"type": ["integer", "null"]}
CLOCK: Schema = {"type": "string", "pattern": r"^\d{2}:\d{2}$"}
MEMBER = {
    "member": NUMBER_OR_NONE | {"description": "Their number, for who keeps the rota alone."},
    "name": TEXT,
}


def rota_schemas() -> dict[str, Schema]:
    """Return the schemas of a rota and its parts, by name."""
    member = {**MEMBER, "role": TEXT | {"enum": list(DESK_ROLES)}, "role_label": TEXT}
    pattern = {
        "number": NUMBER,
        **MEMBER,
        "weekdays": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 6}},
        "starts": CLOCK,
        "ends": CLOCK,
        "valid_from": {"type": "string", "format": "date"},
        "valid_until": OPTIONAL_DATE,
        "every_weeks": NUMBER,
        "on_holidays": FLAG,
    }
    change = {
        "number": NUMBER,
        "kind": TEXT | {"enum": list(ROTA_CHANGE_KINDS)},
        "kind_label": TEXT,
        **MEMBER,
        "instead_of": NUMBER_OR_NONE,
        "starts_at": INSTANT,
        "ends_at": INSTANT,
    }
    rotation = {
        "number": NUMBER,
        "members": {"type": "array", "items": closed_object(MEMBER)},
        "division": TEXT | {"enum": list(DAY_DIVISIONS)},
        "starts": {"type": "array", "items": CLOCK},
        "turn": TEXT | {"enum": list(TURNS)},
        "handover": {"type": "integer", "minimum": 0, "maximum": 6},
        "valid_from": {"type": "string", "format": "date"},
        "valid_until": OPTIONAL_DATE,
        "has_deputies": FLAG,
    }
    rota = {
        "desk": TEXT,
        "zone": OPTIONAL_TEXT | {"description": "IANA zone of the desk; null where it has no rota yet."},
        "members": array("DeskMember"),
        "patterns": array("ShiftPattern") | {"description": "With changes and swaps for who keeps the rota alone."},
        "rotations": array("Rotation"),
        "changes": array("RotaChange"),
        "swaps": array("RotaChange"),
        "shifts": array("Shift"),
        "laid_out_until": OPTIONAL_INSTANT,
        "may_keep": FLAG,
    }
    return {
        "DeskMember": closed_object(member),
        "ShiftPattern": closed_object(pattern) | {"description": "Weekly, in the desk's own time; Monday is 0."},
        "Rotation": closed_object(rotation)
        | {"description": "People who relieve each other in order; times and weekdays as in a pattern."},
        "RotaChange": closed_object(change) | {"description": "What holds for a while in place of the patterns."},
        "Shift": closed_object({"number": NUMBER, **MEMBER, "starts_at": INSTANT, "ends_at": INSTANT}),
        "Rota": closed_object(rota),
    }


def serialize_rota(viewer: Viewer, desk: FocalPoint) -> dict[str, Any]:
    """Return the rota of a desk as JSON (the schema `Rota`), with the shifts that are not over. Records that the names
    of the rota's people were shown.

    Patterns, changes, swaps and the ids of members are included only if the viewer may change the rota. Without a rota,
    the time zone is null.
    """
    held, members = get_rota(desk.key), list_members(desk.key)
    if held or members:
        note_names(viewer, desk)
    keeps = may(viewer, Action.KEEP_ROTA, desk.place())
    return {
        "desk": desk.key,
        "zone": held.zone if held else None,
        "members": [
            {
                "member": one.account.id if keeps else None,
                "name": person(one.account),
                "role": one.desk_role,
                "role_label": str(DESK_ROLES.label(one.desk_role)),
            }
            for one in members
        ],
        **(_decided(held) if held and keeps else {"patterns": [], "rotations": [], "changes": [], "swaps": []}),
        "shifts": _shifts(held, keeps=keeps) if held else [],
        "laid_out_until": held.laid_out_until.isoformat() if held and held.laid_out_until else None,
        "may_keep": keeps,
    }


def _decided(held: DeskRota) -> dict[str, Any]:
    now = clock.now()
    coming = sorted((row for row in held.changes if row.ends_at > now), key=lambda row: (row.starts_at, row.id))
    numbers = [one for row in held.changes for one in (row.account_id, row.asked_by_id)]
    numbers += [
        *(row.account_id for row in held.patterns),
        *(int(one) for row in held.rotations for one in row.members),
    ]
    people = queries.accounts_of(numbers)
    return {
        "patterns": [_pattern(row, people) for row in held.patterns],
        "rotations": [_rotation(row, people) for row in held.rotations],
        "changes": [_change(row, people) for row in coming if row.agreed_at is not None],
        "swaps": [_change(row, people) for row in coming if row.agreed_at is None],
    }


def _shifts(held: DeskRota, *, keeps: bool) -> list[dict[str, Any]]:
    now = clock.now()
    rows = queries.list_shifts(held.focal_point_key, now, held.laid_out_until or now, now)
    people = queries.accounts_of(row.account_id for row in rows)
    return [
        {
            "number": row.id,
            **_member(row.account_id, people),
            **({} if keeps else {"member": None}),
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
        }
        for row in rows
    ]


def _pattern(row: ShiftPattern, people: dict[int, Account]) -> dict[str, Any]:
    return {
        "number": row.id,
        **_member(row.account_id, people),
        "weekdays": [int(day) for day in row.weekdays],
        "starts": f"{row.starts:%H:%M}",
        "ends": f"{row.ends:%H:%M}",
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "every_weeks": row.every_weeks,
        "on_holidays": row.on_holidays,
    }


def _rotation(row: Rotation, people: dict[int, Account]) -> dict[str, Any]:
    return {
        "number": row.id,
        "members": [_member(int(one), people) for one in row.members],
        "division": row.division,
        "starts": list(row.starts),
        "turn": row.turn,
        "handover": row.handover,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "has_deputies": row.has_deputies,
    }


def _change(row: RotaChange, people: dict[int, Account]) -> dict[str, Any]:
    return {
        "number": row.id,
        "kind": row.kind,
        "kind_label": str(ROTA_CHANGE_KINDS.label(row.kind)),
        **_member(row.account_id, people),
        "instead_of": row.asked_by_id,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }


def _member(number: int | None, people: dict[int, Account]) -> dict[str, Any]:
    return {"member": number, "name": "" if number is None else person(people.get(number))}
