"""Compares the migrations of a database with those that this version of the code expects, and applies missing ones."""

from functools import cache

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Config as AlembicConfig
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from directory.database_connections import is_server_unavailable
from directory.errors import SchemaMismatch
from directory.extensions import db
from directory.logs import logger


def is_current(connection: Connection) -> bool:
    """Return whether a database is at the newest migration of this version of the code."""
    return _applied(connection) == set(revisions().get_heads())


@cache
def revisions() -> ScriptDirectory:
    """Return all migrations of this version of the code. Their files are read once by each process."""
    return ScriptDirectory.from_config(_settings())


def migrate(connection: Connection) -> None:
    """Upgrade a database to the newest migration, in the transaction of the connection."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def require_current() -> None:
    """Raise SchemaMismatch if the site's database is not at the newest migration, or cannot be read.

    If the database server cannot be reached, log a warning and raise nothing. At the end, close all connections of the
    process. Call this before the web server or the worker starts.
    """
    try:
        _refuse_other(db.session.connection())
    except DBAPIError as error:
        if not is_server_unavailable(error):
            raise SchemaMismatch(f"the database cannot be read ({error.orig}); see docs/runbook.md.") from error
        logger.warning("database_out_of_reach", fault=type(error).__name__)
    finally:
        db.session.remove()
        # A process forked from this one must not share its connection.
        db.engine.dispose()


def require_current_for_command() -> None:
    """Raise SchemaMismatch if the site's database is not at the newest migration. Call this before a command runs.

    Raises DBAPIError if the database cannot be read.
    """
    with db.engine.connect() as connection:
        _refuse_other(connection)


def require_known() -> None:
    """Raise SchemaMismatch if the database has migrations of a newer version of the program."""
    with db.engine.connect() as connection:
        applied = _applied(connection)
    if not applied <= _known():
        raise SchemaMismatch(_newer(applied))


def _refuse_other(connection: Connection) -> None:
    applied, expected = _applied(connection), set(revisions().get_heads())
    if applied == expected:
        return
    if not applied <= _known():
        raise SchemaMismatch(_newer(applied))
    raise SchemaMismatch(
        f"the database is at migration {_listed(applied)}, this version needs {_listed(expected)}: back it up, then run"
        " `flask --app wsgi prepare`."
    )


def _newer(applied: set[str]) -> str:
    expected = set(revisions().get_heads())
    return (
        f"the database is at migration {_listed(applied)}, which this version ({_listed(expected)}) does not know:"
        " start the newer version that prepared it, or restore a backup from before."
    )


def _known() -> set[str]:
    return {script.revision for script in revisions().walk_revisions()}


def _listed(numbers: set[str]) -> str:
    return ", ".join(sorted(numbers)) or "none"


def _applied(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _settings() -> AlembicConfig:
    settings: AlembicConfig = current_app.extensions["migrate"].migrate.get_config()
    return settings
