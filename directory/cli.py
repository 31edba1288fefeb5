"""Commands of `flask --app wsgi`. Each command has `--help` and exits with status 0 if it succeeds."""

import copy
import fcntl
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from flask_migrate.cli import db as migrations
from sqlalchemy import func, select

from directory import seeding
from directory.accounts.commands import accounts
from directory.alarms.commands import alarms
from directory.atlas.commands import atlas
from directory.audit.heads import FILE as HEADS
from directory.audit.heads import BadHead, export_head, read_heads
from directory.audit.queries import count_events
from directory.audit.verification import BrokenChain
from directory.audit.verification import verify as verify_audit
from directory.command_faults import report_errors
from directory.errors import BadSeed, NotReady, SchemaMismatch
from directory.exchange.commands import export_file
from directory.exercises.commands import exercises
from directory.extensions import db
from directory.imports.commands import import_file
from directory.jobs.worker import Worker, work_as_child
from directory.models import SiteState
from directory.office_accounts.commands import issuers
from directory.operation.backups.commands import backup, restore_backup
from directory.operation.database import database
from directory.operation.key_rotation import keys, make_backup_key
from directory.operation.metrics import serve_metrics
from directory.operation.schema import require_current, require_current_for_command, require_known
from directory.operation.secrets import require_keys, store_secrets_fingerprint
from directory.outbox.commands import mail
from directory.outbox.delivery import require_mail_folder
from directory.people.commands import tokens
from directory.search import sync
from directory.seeding.demonstration.commands import demo
from directory.seeding.load import FOLDER, STATE
from directory.sources.commands import sources
from directory.terminal import echo
from directory.transaction import committing
from directory.webhooks.commands import webhooks
from directory.wordings.commands import wordings

LONGEST_WAIT_SECONDS = 300
BETWEEN_TRIES_SECONDS = 0.1
# Number of the advisory lock in PostgreSQL that `prepare` holds; any constant other than WRITE_LOCK will do.
PREPARE_LOCK = 7_031_965
# Commands that parts of the product define. The commands in this module use several parts.
FEATURE_COMMANDS = (
    serve_metrics,
    mail,
    alarms,
    import_file,
    export_file,
    tokens,
    accounts,
    keys,
    database,
    backup,
    restore_backup,
    atlas,
    demo,
    exercises,
    sources,
    wordings,
    webhooks,
    issuers,
)
# Commands that run without a database, create its tables, or check the schema themselves.
WITHOUT_SCHEMA_CHECK = (serve_metrics, backup, restore_backup)
# Flask-Migrate's commands report errors as ours do.
migrations.commands.update({name: report_errors(one) for name, one in migrations.commands.items()})


def register_commands(app: Flask) -> None:
    """Add this product's commands to `flask`. Each reports an expected error (FAULTS) in one line."""
    for command in (*FEATURE_COMMANDS, seed, index, audit):
        is_for_any = command in WITHOUT_SCHEMA_CHECK
        app.cli.add_command(report_errors(command if is_for_any else _with_schema_check(command)))
    for command in (prepare, work):
        app.cli.add_command(report_errors(command))


def _with_schema_check(command: click.Command) -> click.Command:
    checked = copy.copy(command)
    if isinstance(checked, click.Group):
        checked.commands = {name: _with_schema_check(one) for name, one in checked.commands.items()}
    elif checked.callback is not None and command is not make_backup_key:
        checked.callback = _checking(checked.callback)
    return checked


def _checking(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def checking(*arguments: Any, **values: Any) -> Any:
        require_current_for_command()
        return callback(*arguments, **values)

    in_context: Callable[..., Any] = with_appcontext(checking)
    return in_context


@click.command()
@click.pass_context
@with_appcontext
def prepare(context: click.Context) -> None:
    """Bring database, seed data and index up to date; skip what is up to date already.

    If another `prepare` is running, wait until it has ended; then nothing is left to do.
    """
    lock = current_app.config["SETTINGS"].data_dir / "prepare.lock"
    with _one_at_a_time(lock), _one_node_at_a_time():
        require_known()
        upgrade()
        require_keys()
        store_secrets_fingerprint()
        context.invoke(seed, folder=FOLDER, if_changed=True)
        context.invoke(rebuild, if_unusable=True)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
@click.option("--if-changed", is_flag=True, help="Do nothing when the database holds these files already.")
@with_appcontext
def seed(folder: Path, if_changed: bool) -> None:
    """Load FOLDER (seed_data) into the database. If a row is refused, nothing is stored."""
    state = db.session.get(SiteState, STATE)
    if if_changed and state is not None and state.value == seeding.seed_digest(folder):
        echo("Seed data: already loaded.")
        return
    try:
        with committing():
            for report in seeding.load(folder):
                echo(report)
    except BadSeed as refused:
        echo(f"Refused: {refused}. Nothing was stored.", err=True)
        sys.exit(1)
    sync.catch_up()


index = AppGroup("index", help="The search index.")


@index.command()
@click.option("--if-unusable", is_flag=True, help="Only when it is missing, damaged or of other declarations.")
def rebuild(if_unusable: bool) -> None:
    """Build a new index beside the old index, then replace the old index."""
    if if_unusable and sync.lag() is not None:
        sync.catch_up()
        echo("Index: usable.")
        return
    try:
        count = sync.rebuild_in_turn(0 if if_unusable else sync.LONGEST_WAIT_SECONDS)
    except NotReady:
        echo("Index: another process is making it.", err=not if_unusable)
        sys.exit(0 if if_unusable else 1)
    except OSError as error:
        echo(f"Index: cannot be written: {error.strerror}.", err=True)
        sys.exit(1)
    echo(f"Index: {count} documents.")


@index.command()
def verify() -> None:
    """Compare the index with the database, entry by entry and word by word. Compare also the words for signed-in
    people, and the log position. The exit status is 1 if anything differs."""
    differences = sync.differences()
    for difference in differences:
        echo(difference)
    echo(f"Index: {len(differences)} differences.")
    sys.exit(1 if differences else 0)


audit = AppGroup("audit", help="The record of who did what.")


@audit.command("verify")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the exported heads, kept elsewhere; else that of the data folder.",
)
@with_appcontext
def verify_chain(heads: Path | None) -> None:
    """Check the whole chain against itself and the exported heads. If a row is bad, name the first bad row."""
    config, count = current_app.config["SETTINGS"], 0
    try:
        known = list(read_heads(heads or config.data_dir / HEADS, config.secret_key))
        if heads and not known:
            raise BadHead(f"{heads.name} holds no head of an audit chain")
        rows = verify_audit(known)
        with _progress(rows, count_events()) as progress:
            for _ in progress:
                count += 1
    except (BadHead, BrokenChain) as fault:
        echo(f"Audit: {fault}", err=True)
        sys.exit(1)
    echo(f"Audit: {count} rows, each as it was written.")
    echo(
        f"Heads: {len(known)} agree, the newest of {known[-1].at} (row {known[-1].id})."
        if known
        else "Heads: none to compare with, so that a tail that was cut is not seen."
    )


@audit.command()
@with_appcontext
def head() -> None:
    """Append the signed head of the chain to the file of heads, and print the head. Store a copy elsewhere."""
    exported = export_head(current_app.config["SETTINGS"])
    echo(f"Audit: row {exported.id}, {exported.digest}")


def _progress(rows: Iterable[int], length: int) -> AbstractContextManager[Iterable[int]]:
    if not sys.stdout.isatty():
        return nullcontext(rows)
    return click.progressbar(rows, length=length, label="Audit", update_min_steps=1000)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--child", is_flag=True, hidden=True)
@with_appcontext
def work(once: bool, child: bool) -> None:
    """Run the worker until a signal ends it: send mail, run long work and recurring jobs."""
    require_mail_folder()
    try:
        # With --once, the worker does not wait for a database that cannot be reached.
        require_current_for_command() if once else require_current()
    except SchemaMismatch as wrong:
        raise click.ClickException(f"The worker cannot start: {wrong}") from wrong
    if child:
        work_as_child()
        return
    worker = Worker(has_children=True)
    worker.run_once() if once else worker.run()


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    with lock.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    echo("Another process is still preparing this data folder.", err=True)
                    sys.exit(1)
                time.sleep(BETWEEN_TRIES_SECONDS)
        yield


@contextmanager
def _one_node_at_a_time() -> Iterator[None]:
    if db.engine.dialect.name != "postgresql":
        yield
        return
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(select(func.pg_try_advisory_lock(PREPARE_LOCK))):
            if time.monotonic() > deadline:
                echo("Another node is still preparing this database.", err=True)
                sys.exit(1)
            time.sleep(BETWEEN_TRIES_SECONDS)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(PREPARE_LOCK)))
