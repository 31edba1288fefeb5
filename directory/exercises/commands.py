"""Commands for exercises."""

import json
import sys
from collections.abc import Iterator
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from directory.accounts.queries import viewer_of
from directory.errors import InvalidInput, NotFound
from directory.exercises.presenters.report import ExerciseReport, report
from directory.exercises.queries.exercises import find, get
from directory.exercises.service.running import start_now
from directory.extensions import db
from directory.formats.tables import write_table
from directory.i18n import DEFAULT, LANGUAGES
from directory.models import Account
from directory.statistics.tables import Table, as_json, cells
from directory.terminal import echo, write_file
from directory.transaction import committing
from directory.vocabulary import ExerciseState

exercises = AppGroup("exercises", help="Exercises of networks.")


@exercises.command()
@click.argument("key")
def start(key: str) -> None:
    """Start the prepared exercise KEY now. KEY is the last part of the address of its page."""
    try:
        with committing():
            start_now(find(key), None)
    except NotFound:
        _refuse("There is no such exercise.")
    except InvalidInput as refused:
        _refuse(str(refused))
    echo(f"{key}: started")


@exercises.command("report")
@click.argument("key")
@click.option("--format", "ending", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option("--table", "chosen", default="desks", show_default=True, help="Code of the table of a CSV file.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True)
def show_report(key: str, ending: str, chosen: str, language: str) -> None:
    """Print the report of the exercise KEY, as the person who prepared it may read it."""
    with force_locale(language):
        shown = _report(key, language)
        if ending == "json":
            tables = [as_json(one) for one in shown.tables_by_id.values()]
            write_file(f"{json.dumps({'tables': tables, 'failed': shown.failed}, ensure_ascii=False)}\n".encode())
        elif ending == "csv":
            write_file(write_table("csv", [(chosen, cells(_table(shown, chosen)))]))
        else:
            echo("\n".join(_lines(shown)))


def _report(key: str, language: str) -> ExerciseReport:
    try:
        viewer = viewer_of(db.session.get_one(Account, find(key).creator_id))
        exercise = get(viewer, key)
    except NotFound:
        _refuse("There is no such exercise, or the person who prepared it may not read it any more.")
    if exercise.state == ExerciseState.PREPARED:
        _refuse("The exercise has not begun.")
    return report(viewer, exercise, language)


def _table(shown: ExerciseReport, code: str) -> Table:
    if code not in shown.tables_by_id:
        _refuse(f"There is no such table. Tables: {', '.join(shown.tables_by_id)}.")
    return shown.tables_by_id[code]


def _lines(shown: ExerciseReport) -> Iterator[str]:
    yield f"{shown.line.title} ({shown.line.network}, {shown.line.state_label})"
    for table in shown.tables_by_id.values():
        yield f"\n{table.title}"
        yield from ("\t".join(row) for row in cells(table))
    yield from ("", *shown.failed)


def _refuse(why: str) -> NoReturn:
    echo(why, err=True)
    sys.exit(1)
