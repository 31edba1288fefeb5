"""Connections to PostgreSQL: the address in any form that its own tools take, and what happens when a server dies.

Source: libpq, "Database Connection Control Functions". SQLite has none of this.
"""

import select
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import Pool

from directory.errors import BadConfiguration
from directory.setting_values import LARGEST_PORT

# As operators write it, without the driver that is ours to choose.
POSTGRESQL = ("postgresql://", "postgres://")
DRIVER = "postgresql+psycopg"
# A machine that vanished says nothing: these find it out in 25 seconds at most, a statement under way in 10.
KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 10_000}
DEFAULTS = {"target_session_attrs": "read-write", "connect_timeout": "3"}
# The server takes no writes any more (it is a standby now), or ends, or was told to end this connection.
NO_LONGER_OF_USE = frozenset({"25006", "57P01", "57P02", "57P03", "57P05"})


def address_of(url: str, name: str = "DATABASE_URL") -> str:
    """Return the address of a database as SQLAlchemy takes it, with DEFAULTS where it says nothing of these.

    Of several hosts the one that takes writes is meant, and each has a few seconds to answer. Raises BadConfiguration,
    which calls it by `name`, where the address cannot be read, or the driver is not installed.
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
    """Return whether a text is the number of a port that something can listen at."""
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
    """Return what an engine for this address is made with, beside it."""
    return {"connect_args": KEPT_ALIVE} if address.startswith(DRIVER) else {}


def is_server_unavailable(error: Exception) -> bool:
    """Return whether a database server was away, busy or no longer the one that takes writes: asking again will do."""
    is_on_a_server = isinstance(error, DBAPIError) and hasattr(error.orig, "sqlstate")
    return is_on_a_server and (isinstance(error, OperationalError) or error.connection_invalidated)  # type: ignore[attr-defined]


@event.listens_for(Pool, "checkout")
def _discard_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    """Have a connection replaced whose server has said something unasked: that it ends, or by closing that it ended.

    It costs no question to the server, which asking each time before use would.
    """
    if not hasattr(connection, "pgconn"):
        return
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


@event.listens_for(Engine, "handle_error")
def _discard_useless(context: ExceptionContext) -> None:
    """Have all connections replaced once one of them shows that its server is of no use any more."""
    if getattr(context.original_exception, "sqlstate", "") in NO_LONGER_OF_USE:
        context.is_disconnect = True


@event.listens_for(Engine, "connect")
def _count_days_in_utc(connection: Any, _record: Any) -> None:
    """Have PostgreSQL part instants into days as SQLite and this code do, whatever the server's own time zone is."""
    if hasattr(connection, "pgconn"):
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()
