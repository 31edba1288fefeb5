"""Whether the database is at the migration that this version of the code was written for."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Config as AlembicConfig
from sqlalchemy.exc import DBAPIError

from directory.connections import is_out_of_reach
from directory.extensions import db
from directory.logs import logger


class WrongSchema(Exception):
    """The database is of another version than the code; the message says what to do, in one line."""


def migration_heads() -> set[str]:
    """Return the revisions that this code expects the database to be at."""
    return set(_scripts().get_heads())


def is_current() -> bool:
    """Return whether the database is at them."""
    return _applied() == migration_heads()


def require_current() -> None:
    """Raise WrongSchema unless the database is at them, for what is about to serve or to work on it.

    A server of databases that is out of reach is waited for by what serves, and so is not refused here.
    """
    try:
        applied, expected = _applied(), migration_heads()
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
    known = {script.revision for script in _scripts().walk_revisions()}
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


def _applied() -> set[str]:
    return set(MigrationContext.configure(db.session.connection()).get_current_heads())


def _scripts() -> ScriptDirectory:
    directory: AlembicConfig = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(directory)
