"""Connections to the database: transactions of SQLite, addresses of PostgreSQL, and connections to a dead server.
Source: libpq, "Database Connection Control Functions"."""

import json
import select
import sqlite3
from typing import Any

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import Pool

from directory.collation import add_collations
from directory.errors import BadConfiguration
from directory.setting_values import LARGEST_PORT

BUSY_TIMEOUT_SECONDS = 10
# Operators' addresses begin with one of these. This code replaces it by DRIVER, which also names the Python driver.
POSTGRESQL = ("postgresql://", "postgres://")
DRIVER = "postgresql+psycopg"
# A machine that vanished closes no connection: these options detect it within 25 seconds, or 10 during a statement.
KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 10_000}
DEFAULTS = {"target_session_attrs": "read-write", "connect_timeout": "3"}
_decode_first = json.JSONDecoder().raw_decode
# SQLSTATEs: the server has become a read-only standby, is shutting down, or was told to end this connection.
NO_LONGER_OF_USE = frozenset({"25006", "57P01", "57P02", "57P03", "57P05"})


def address_of(url: str, name: str = "DATABASE_URL") -> str:
    """Return the address of a database in SQLAlchemy's form. Missing options are added from DEFAULTS.

    Raises BadConfiguration, naming the setting `name`, if the address cannot be read or the driver is missing.
    """
    if not url.startswith(POSTGRESQL):
        return _of_sqlite(url, name) if url and not url.startswith(DRIVER) else url
    try:
        driver = make_url(f"{DRIVER}://").get_dialect().import_dbapi()
    except ImportError as missing:
        raise BadConfiguration(
            "The driver of PostgreSQL is not installed: `make catalogues` in the folder of the site installs it."
        ) from missing
    try:
        read = {name: str(value) for name, value in driver.conninfo.conninfo_to_dict(url).items()}
    except (driver.Error, UnicodeError) as error:
        raise BadConfiguration(f"{name} cannot be read.") from error
    if not all(map(is_port, filter(None, read.get("port", "").split(",")))):
        raise BadConfiguration(f"{name} cannot be read: a port is a number from 1 to {LARGEST_PORT}.")
    read = DEFAULTS | read
    user, password, database = (read.pop(part, None) for part in ("user", "password", "dbname"))
    made = URL.create(DRIVER, username=user, password=password, database=database, query=read)
    return made.render_as_string(hide_password=False)


def is_port(text: str) -> bool:
    """Return whether a text is a port number, from 1 to LARGEST_PORT."""
    return text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PORT)) and 0 < int(text) <= LARGEST_PORT


def _of_sqlite(url: str, name: str) -> str:
    if not url.startswith("sqlite:"):
        raise BadConfiguration(f"{name} must begin with sqlite:/// or postgresql://.")
    try:
        make_url(url)
    except ArgumentError as error:
        raise BadConfiguration(f"{name} cannot be read.") from error
    return url


def options_of(address: str) -> dict[str, Any]:
    """Return the keyword arguments of `create_engine` for this address."""
    return {"connect_args": KEPT_ALIVE} if address.startswith(DRIVER) else {"json_deserializer": read_json}


def read_json(text: str) -> Any:
    """Return the value of a JSON text. For the short lists that rows contain, `json.loads` would take three times as
    long."""
    value, end = _decode_first(text)
    return value if end == len(text) else json.loads(text)


def is_server_unavailable(error: Exception) -> bool:
    """Return whether the database server was away, busy or read-only, so that a retry may succeed. Return False for
    SQLite."""
    is_on_a_server = isinstance(error, DBAPIError) and hasattr(error.orig, "sqlstate")
    return is_on_a_server and (isinstance(error, OperationalError) or error.connection_invalidated)  # type: ignore[attr-defined]


def message_of(error: DBAPIError) -> str:
    """Return a message that contains no value of a row: the first line of the database's message.

    In a data exception (SQLSTATE class 22), this line may contain a value. In this case, return the name of the
    error's class.
    """
    return type(error.orig).__name__ if isinstance(error, DataError) else str(error.orig).partition("\n")[0]


class DatabaseSession(FlaskSession):
    """A database session that can be closed without an error even if the database server died."""

    def close(self) -> None:
        """End the transaction. If the database server has died, the first attempt drops the connection, and the second
        attempt succeeds."""
        try:
            super().close()
        except DBAPIError as error:
            if not is_server_unavailable(error):
                raise
            super().close()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # `_begin_sqlite` begins transactions: the driver's own mode lost 420 of 600 concurrent edits.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # Deleted data is overwritten, so that no free page of the file keeps data of a forgotten person.
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


@event.listens_for(Pool, "checkout")
def _discard_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    """Discard an idle PostgreSQL connection if it has unread input, so that the pool takes another one. Unread input
    means that the server has closed the connection or is about to."""
    if not hasattr(connection, "pgconn"):
        return
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


@event.listens_for(Engine, "handle_error")
def _discard_useless(context: ExceptionContext) -> None:
    """Replace all connections of the pool if the server is shutting down or refuses writes (NO_LONGER_OF_USE)."""
    if getattr(context.original_exception, "sqlstate", "") in NO_LONGER_OF_USE:
        context.is_disconnect = True


@event.listens_for(Engine, "connect")
def _count_days_in_utc(connection: Any, _record: Any) -> None:
    if hasattr(connection, "pgconn"):
        # With this time zone, PostgreSQL computes days as SQLite and Python do.
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()
