"""`flask backup FILE`, `flask restore FILE`, and `flask database recovered` after a recovery by PostgreSQL's own tools.

Exit status 0: done; 1: refused, nothing was changed; 3: done, but something needs attention.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from directory.command_faults import standard_input
from directory.imports.commands import progress
from directory.operation.backups.after_restore import check_audit_chain, finish_restore
from directory.operation.backups.age_files import identities_of
from directory.operation.backups.create import create_backup
from directory.operation.backups.end_secrets import end_secrets_and_hold_mail
from directory.operation.backups.faults import FAULTS, fault_message
from directory.operation.backups.restore import restore
from directory.operation.database import database
from directory.terminal import echo
from directory.transaction import committing

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write the whole database, encrypted to BACKUP_RECIPIENTS, to a new FILE; the site may stay up."""
    try:
        with progress("Backup") as report:
            made = create_backup(file.absolute(), report)
    except FAULTS as fault:
        _end("Not backed up", fault_message(fault))
    taken_at = made.taken_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    echo(f"Backup of {taken_at}: {made.rows} rows, {made.size_bytes} bytes, read back. SHA-256: {made.digest}")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--identity", type=FILE, help="A file with an identity that opens the backup; else it is asked for.")
@with_appcontext
def restore_backup(file: Path, identity: Path | None) -> None:
    """Restore the backup FILE into this site's empty database: all of it, or nothing.

    Sessions, secret addresses, tokens and recovery codes of the backup end. Its waiting mail is held. The index is made
    anew.

    Exit status 0: restored. 1: refused, nothing was changed. 3: restored, but the record of who did what is not intact,
    or the index or the secrets of this site do not match the database.
    """
    try:
        identities = identities_of(_identity(identity))
        with progress("Restore") as report:
            restored = restore(file, identities, report)
    except FAULTS as fault:
        _end("Not restored", fault_message(fault))
    manifest = restored.manifest
    echo(f"Restored: the backup of {manifest.taken_at}: {manifest.total} rows of {len(manifest.rows)} tables.")
    finish_restore(restored.ended, restored.record)


@database.command("recovered")
def finish_recovery() -> None:
    """Do the last steps of `restore` after PostgreSQL's own tools brought the database back to an earlier moment.

    Ends sessions, secret addresses, tokens and recovery codes, holds the mail that waits, verifies the record of who
    did what, and builds the index.
    """
    with committing():
        ended = end_secrets_and_hold_mail()
    finish_restore(ended, check_audit_chain([]))


def _identity(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8", errors="replace")
    given = standard_input()
    return str(click.prompt("Identity", hide_input=True)) if given.isatty() else given.read()


def _end(what: str, word: str) -> NoReturn:
    echo(f"{what}: {word}", err=True)
    sys.exit(1)
