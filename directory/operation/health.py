"""What has to be in order before requests are sent here. Tells no version and no host name."""

from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Config as AlembicConfig
from sqlalchemy.exc import SQLAlchemyError

from directory.extensions import db
from directory.search import sync


@dataclass(frozen=True)
class Check:
    """One part: whether it is well, and a word for it."""

    is_well: bool
    word: str


def check() -> dict[str, Check]:
    """Return the state of each part by name."""
    try:
        return {"database": Check(True, "answers"), "migration": _migration(), "index": _index()}
    except SQLAlchemyError:
        return {"database": Check(False, "does not answer")}


def migration_heads() -> set[str]:
    """Return the revisions that this code expects the database to be at."""
    directory: AlembicConfig = current_app.extensions["migrate"].migrate.get_config()
    return set(ScriptDirectory.from_config(directory).get_heads())


def _migration() -> Check:
    applied = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    return Check(True, "current") if applied == migration_heads() else Check(False, "not current")


def _index() -> Check:
    lag = sync.lag()
    if lag is None:
        return Check(False, "being made")
    return Check(True, "current") if lag == 0 else Check(True, f"{lag} changes behind")
