"""Whether a database is at the migration that this version of the code was written for, and how it is brought there."""

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Config as AlembicConfig
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from directory.connections import is_out_of_reach
from directory.extensions import db
from directory.logs import logger


class WrongSchema(Exception):
    """The database is of another version than the code; the message says what to do, in one line."""


def is_current(connection: Connection) -> bool:
    """Return whether a database is at the migrations that this code expects."""
    return _applied(connection) == set(revisions().get_heads())


def revisions() -> ScriptDirectory:
    """Return all migrations that this code knows."""
    return ScriptDirectory.from_config(_settings())


def migrate(connection: Connection) -> None:
    """Bring a database to the newest migration, in the transaction of its connection."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def require_current() -> None:
    """Raise WrongSchema unless the site's database is at them, for what is about to serve or to work on it.

    A server of databases that is out of reach is waited for by what serves, and so is not refused here.
    """
    try:
        applied, expected = _applied(db.session.connection()), set(revisions().get_heads())
    except DBAPIError as error:
        if not is_out_of_reach(error):
            raise WrongSchema(f"the database cannot be read ({error.orig}); see docs/runbook.md.") from error
        logger.warning("database_out_of_reach", fault=type(error).__name__)
        return
    finally:
        db.session.remove()
        # A process that is made of this one must not share its connection.
        db.engine.dispose()
    if applied == expected:
        return
    known = {script.revision for script in revisions().walk_revisions()}
    at, wanted = ", ".join(sorted(applied)) or "none", ", ".join(sorted(expected))
    if applied <= known:
        raise WrongSchema(
            f"the database is at migration {at}, this version needs {wanted}: back it up, then run"
            " `flask --app wsgi prepare`."
        )
    raise WrongSchema(
        f"the database is at migration {at}, which this version ({wanted}) does not know: start the newer version that"
        " prepared it, or restore a backup from before."
    )


def _applied(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _settings() -> AlembicConfig:
    settings: AlembicConfig = current_app.extensions["migrate"].migrate.get_config()
    return settings
