"""`flask import`: imports a file into the directory, for the operator."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from directory import clock
from directory.extensions import db
from directory.imports import service
from directory.imports.checking import CHANGED, CREATED, REFUSED
from directory.imports.jobs import apply, check
from directory.imports.queries import DOUBTFUL, OPERATOR, row_chunks
from directory.imports.refused_rows import message
from directory.models import ImportBatch
from directory.search.sync import catch_up
from directory.terminal import echo
from directory.transaction import committing

# The command does the work itself, so it leases the job: the worker skips leased jobs.
LEASE = timedelta(hours=1)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_appcontext
def import_file(file: Path, dry_run: bool) -> None:
    """Import FILE (.csv or .xlsx): all of its rows, or no row if one is refused."""
    batch_id = _taken_in(file)
    with progress("Check") as report:
        check({"batch": batch_id}, report)
    batch = _batch(batch_id)
    if batch.fault:
        _end(batch_id, f"Refused: {message(batch.fault)}")
    for rows in row_chunks(batch, REFUSED):
        for row in rows:
            for column, text, values in row.refusals:
                echo(f"row {row.number}, column {column}: {message([text, values])}", err=True)
    for rows in row_chunks(batch, DOUBTFUL):
        for row in rows:
            for detail, text in row.doubts:
                echo(f"row {row.number}, {detail}, check again: {message([text, {}])}", err=True)
    echo(", ".join(f"{count} {outcome}" for outcome, count in batch.counts.items()))
    if batch.counts[REFUSED]:
        _end(batch_id, "Refused: correct these rows. Nothing was stored.")
    if not dry_run and (batch.counts[CREATED] or batch.counts[CHANGED]):
        _apply(batch_id)
    else:
        _close(batch_id)


def _taken_in(file: Path) -> str:
    with committing():
        batch = service.take_in(OPERATOR, file.name, file.read_bytes())
        if batch.job is not None:
            batch.job.state, batch.job.leased_until = "running", clock.now() + LEASE
    return batch.id


def _apply(batch_id: str) -> None:
    with committing():
        _batch(batch_id).state = "applying"
    with progress("Apply") as report:
        apply({"batch": batch_id}, report)
    catch_up()
    if _batch(batch_id).is_outdated:
        _end(batch_id, "Entries have changed since the check. Nothing was stored; run the command again.")
    _close(batch_id)


def _close(batch_id: str) -> None:
    with committing():
        batch = _batch(batch_id)
        if batch.job is not None:
            # The worker then does not run the job.
            batch.job.state = "done"
        if batch.state != "applied":
            batch.state, batch.decided_at = "withdrawn", clock.now()


def _end(batch_id: str, word: str) -> None:
    _close(batch_id)
    echo(word, err=True)
    sys.exit(1)


def _batch(batch_id: str) -> ImportBatch:
    return db.session.get_one(ImportBatch, batch_id)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that draws a progress bar on a terminal.

    The function takes the number of done rows and the number of all rows.
    """
    if not sys.stdout.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label) as bar:

        def report(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield report
