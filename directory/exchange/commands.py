"""`flask export`: writes the directory to a file, with all details for the operator, or with public details only."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from directory import clock, i18n
from directory.command_faults import name_file_in_errors
from directory.exchange import contents, snapshots
from directory.imports.commands import progress
from directory.imports.exporting import ENDINGS, export
from directory.imports.queries import OPERATOR
from directory.terminal import echo

PUBLIC = "It holds what everyone may read."
WHOLE = "It holds details that are not for everyone."


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--public", is_flag=True, help="What everyone may read, of all kinds of entries, each fact with its source."
)
@with_appcontext
def export_file(file: Path, public: bool) -> None:
    """Write all authorities with their parts, and desks, to FILE (.csv, .xlsx or .jsonl). With --public, write all
    kinds of entries. Only the owner of FILE may read it.

    Without --public, FILE also contains details that are not public. `import` can read the .csv and .xlsx files.
    """
    ending = file.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise click.UsageError("The name must end with .csv, .xlsx or .jsonl.")
    with progress("Export") as report:
        content = _public(ending) if public else export(OPERATOR, ending, i18n.DEFAULT, report)
    _put(file, content)
    echo(f"Export: {file.name}, {len(content)} bytes. {PUBLIC if public else WHOLE}")


def _public(ending: str) -> bytes:
    today = clock.today()
    site = current_app.config["SETTINGS"].site_address
    return contents.write(ending, snapshots.read_entries(today), today, site)


def _put(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read. The file appears only when it is complete."""
    part = path.with_name(f".{path.name}.part")
    with name_file_in_errors(path):
        part.touch(mode=0o600)
        part.write_bytes(content)
        part.replace(path)
