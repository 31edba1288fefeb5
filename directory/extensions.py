"""The libraries that are bound to the app: database, migrations, translations, form tokens."""

import sqlite3
from typing import TYPE_CHECKING, Any

from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from directory.collation import add_collations
from directory.database_connections import is_server_unavailable

BUSY_TIMEOUT_SECONDS = 10


class Base(DeclarativeBase):
    """Base of the models; names constraints so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class DatabaseSession(FlaskSession):
    """A session that can be closed after its database server died, as each is at the end of a request."""

    def close(self) -> None:
        """End the transaction; what a lost connection had begun has ended already."""
        try:
            super().close()
        except DBAPIError as error:
            if not is_server_unavailable(error):
                raise
            super().close()


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": DatabaseSession})
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = Babel()
csrf = CSRFProtect()

if TYPE_CHECKING:

    class Model(Base):
        """What type checkers see of `db.Model`."""

        __abstract__ = True
else:
    Model = db.Model


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Add collations; leave transactions to `_begin_sqlite`: the driver's own mode lost 420 of 600 concurrent edits."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten: a person who is forgotten stays in no free page.
        "secure_delete=ON",
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    add_collations(connection)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
