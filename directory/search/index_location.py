"""Where the index lies, in the data folder or in the database, and the stamp under which it is written there."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from directory.access.gate import declarations_stamp
from directory.config import POSTGRESQL_SEARCH, Config
from directory.extensions import db
from search_index import IndexUnusable, SearchIndex

FOLDER = "search"
# What documents are made of, beside the entries and the declarations.
SOURCES = (
    "translations/*/LC_MESSAGES/*.mo",
    "vocabulary/*.py",
    "search/documents.py",
    "search/names.py",
    "search/restricted_terms.py",
)


def configure_index(app: Flask) -> None:
    """Bind the index of this app, in its data folder or its database; nothing is opened yet."""
    settings: Config = app.config["SETTINGS"]
    if settings.search_engine == POSTGRESQL_SEARCH:
        from search_index.postgresql.index import PostgreSQLIndex  # noqa: PLC0415 (its driver is loaded only where needed)

        app.extensions["search_index"] = PostgreSQLIndex(_connection, _stamp())
    else:
        app.extensions["search_index"] = SearchIndex(settings.data_dir / FOLDER, _stamp())


@contextmanager
def _connection() -> Iterator[Any]:
    """Give a connection of the app's own pool, and raise what the driver raises as the rest of the app knows it."""
    with db.engine.connect() as pooled:
        try:
            yield pooled.connection.driver_connection
        except pooled.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(None, None, error, type(error)) from error


def open_index(app: Flask) -> None:
    """Read the index of the data folder if it can be used, else the first search makes it anew.

    One in the database stays closed: what is opened here is shared by all workers, as no connection may be.
    """
    index = app.extensions["search_index"]
    if isinstance(index, SearchIndex):
        with suppress(IndexUnusable):
            index.open()


def _stamp() -> str:
    """Return a digest of what the documents depend on besides the entries: who may read what,
    labels, and how documents are made."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(declarations_stamp().encode())
    for pattern in SOURCES:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()
