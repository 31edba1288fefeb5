"""`flask database copy URL`: copies a site's SQLite database into an empty PostgreSQL database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from directory.audit.heads import FILE as HEADS
from directory.audit.heads import BadHead, read_heads
from directory.audit.verification import BrokenChain
from directory.database_connections import DRIVER, POSTGRESQL, address_of, message_of, options_of
from directory.errors import BadConfiguration
from directory.extensions import db
from directory.imports.commands import progress
from directory.operation.copy_dialects import NotCopied
from directory.operation.copying import copy, count_verified
from directory.operation.schema import is_current, migrate
from directory.terminal import echo

database = AppGroup("database", help="The database as a whole.")


@database.command("copy")
@click.argument("url")
def copy_all(url: str) -> None:
    """Copy this site's SQLite database into the empty PostgreSQL database at URL: all of it, or nothing.

    Each copied row is compared with its source, and the record of who did what is verified in the copy. Meanwhile this
    site can be read but not written. Give a password in PGPASSWORD or a password file rather than in URL.
    """
    try:
        with _source() as source, target_at(url) as target, progress("Copy") as report:
            copied = copy(source, target, report)
            config = current_app.config["SETTINGS"]
            audited = count_verified(target, list(read_heads(config.data_dir / HEADS, config.secret_key)))
    except (NotCopied, BadConfiguration, BadHead, BrokenChain) as refused:
        _end(str(refused))
    except DBAPIError as error:
        _end(message_of(error))
    echo(f"Copied: {copied.rows} rows of {copied.tables} tables, each compared. SHA-256: {copied.digest}")
    echo(f"Audit: {audited} rows, each as it was written.")
    echo("Set DATABASE_URL to this address before the site is started again: what is written here now is lost.")


@contextmanager
def _source() -> Iterator[Connection]:
    """Yield a connection to this site's SQLite database, and hold the write lock during the block.

    Raises NotCopied if the site is on PostgreSQL, or if its database is not at the newest migration.
    """
    if db.engine.dialect.name != "sqlite":
        raise NotCopied("This site is on PostgreSQL already; copy it with pg_dump.")
    with db.engine.connect().execution_options(writes=True) as source:
        if not is_current(source):
            raise NotCopied("This site's database is of another version; run `prepare` first.")
        yield source


@contextmanager
def target_at(url: str) -> Iterator[Connection]:
    """Migrate a PostgreSQL database to the newest migration, and yield a connection to it. Commits after the block.

    Raises NotCopied if `url` is no address of PostgreSQL, or if the database has tables of another program. Raises
    BadConfiguration if `url` cannot be read or the driver is missing.
    """
    if not url.startswith((*POSTGRESQL, DRIVER)):
        raise NotCopied("The target must begin with postgresql://.")
    address = address_of(url, "The target")
    engine = create_engine(address, **options_of(address))
    try:
        with engine.begin() as target:
            tables = inspect(target).get_table_names()
            if tables and "alembic_version" not in tables:
                raise NotCopied("The target holds the tables of something else.")
            migrate(target)
            yield target
    finally:
        engine.dispose()


def _end(word: str) -> None:
    echo(f"Not copied: {word}", err=True)
    sys.exit(1)
