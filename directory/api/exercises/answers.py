"""Exercises as JSON, with only the desks and the parts of the report that the viewer may read. All instants are in
UTC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from directory.access.viewer import Viewer
from directory.api.document.common_schemas import NUMBER, OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Schema, ref
from directory.api.document.schemas import TEXT, array, closed_object
from directory.exercises.presenters.pages import lines_of, runs
from directory.exercises.presenters.report import ExerciseReport, FindingLine, report
from directory.exercises.queries.exercises import list_played
from directory.models import Exercise
from directory.people.choices import desk_names
from directory.statistics.tables import as_json
from directory.vocabulary import EXERCISE_STATES, ExerciseLevel, ExerciseState


def exercise_schemas() -> dict[str, Schema]:
    """Return the schemas of exercises and their reports, by name."""
    facts = {
        "id": TEXT,
        "network": TEXT,
        "level": {"type": "integer", "enum": [int(one) for one in ExerciseLevel]},
        "title": TEXT,
        "language": TEXT | {"description": "Of the title and the scenario."},
        "state": TEXT | {"enum": list(EXERCISE_STATES)},
        "state_label": TEXT,
        "starts_at": INSTANT,
        "ends_at": INSTANT,
        "ended_at": OPTIONAL_INSTANT,
        "is_run": FLAG | {"description": "You run it: you may start and stop it."},
    }
    desk = {
        "id": TEXT,
        "name": TEXT,
        "passed_at": OPTIONAL_INSTANT
        | {"description": "When the desk had done what the level asks for. Not known before the end."},
    }
    full = {
        "scenario": TEXT,
        "desks": array("ExerciseDesk") | {"description": "For those who run it all desks, for players their own."},
        "report": {"anyOf": [ref("ExerciseReport"), {"type": "null"}], "description": "null before the beginning."},
    }
    finding = {
        "number": NUMBER | {"description": "Counts the findings that you read."},
        "text": TEXT,
        "desk": TEXT | {"description": "Name of a desk, or empty."},
        "taken_at": OPTIONAL_INSTANT,
        "mended_at": OPTIONAL_INSTANT,
    }
    shown = {
        "is_whole": FLAG | {"description": "You may name all desks. Sums are among the tables only then."},
        "tables": array("FigureTable"),
        "failed": {"type": "array", "items": TEXT},
        "findings": array("ExerciseFinding"),
    }
    return {
        "ExerciseInList": closed_object(facts),
        "Exercise": closed_object(facts | full),
        "ExerciseDesk": closed_object(desk),
        "ExerciseReport": closed_object(shown),
        "ExerciseFinding": closed_object(finding),
        **_table_schemas(),
    }


def serialize_list(viewer: Viewer, found: Sequence[Exercise], language: str) -> list[dict[str, Any]]:
    """Return exercises as JSON for a list, in the order of `found`."""
    shown = zip(found, lines_of(viewer, found, language), strict=True)
    return [_facts(viewer, one, line.state_label) for one, line in shown]


def serialize_exercise(viewer: Viewer, exercise: Exercise, language: str) -> dict[str, Any]:
    """Return an exercise as JSON (the schema `Exercise`). The caller checks that the viewer may read it."""
    [facts] = serialize_list(viewer, [exercise], language)
    shown = None if exercise.state == ExerciseState.PREPARED else report(viewer, exercise, language)
    return {
        **facts,
        "scenario": exercise.scenario,
        "desks": _desks(viewer, exercise, language),
        "report": _report(shown) if shown else None,
    }


def _table_schemas() -> dict[str, Schema]:
    numbers = {
        "type": "object",
        "additionalProperties": {"type": ["number", "string", "null"]},
        "description": "By the names of the columns. What there is nothing to count of is left out.",
    }
    row = {"key": TEXT, "label": TEXT, "values": numbers}
    return {
        "FigureTable": closed_object({"code": TEXT, "title": TEXT, "rows": array("FigureRow")}),
        "FigureRow": closed_object(row),
    }


def _facts(viewer: Viewer, one: Exercise, state_label: str) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "network": one.network_key,
        "level": one.level,
        "title": one.title,
        "language": one.language,
        "state": one.state,
        "state_label": state_label,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "ended_at": _instant(one.ended_at),
        "is_run": runs(viewer, one),
    }


def _desks(viewer: Viewer, exercise: Exercise, language: str) -> list[dict[str, Any]]:
    played, is_run = list_played(viewer, exercise), runs(viewer, exercise)
    shown = [one for one in exercise.desks if is_run or one.focal_point_key in played]
    names = desk_names(viewer, [one.focal_point_key for one in shown], language)
    return [
        {"id": one.focal_point_key, "name": names[one.focal_point_key], "passed_at": _instant(one.passed_at)}
        for one in shown
    ]


def _report(shown: ExerciseReport) -> dict[str, Any]:
    return {
        "is_whole": shown.is_whole,
        "tables": [as_json(one) for one in shown.tables_by_id.values()],
        "failed": list(shown.failed),
        "findings": [_finding(one) for one in shown.findings],
    }


def _finding(one: FindingLine) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "desk": one.desk,
        "taken_at": one.taken_at.iso if one.taken_at else None,
        "mended_at": one.mended_at.iso if one.mended_at else None,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
