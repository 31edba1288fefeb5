"""The location of the index, and the stamp of its documents. An index with another stamp is unusable."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from directory.access.gate import declarations_stamp
from directory.config import POSTGRESQL_SEARCH, Config
from directory.extensions import db
from search_index import IndexUnusable, SearchIndex

FOLDER = "search"
# The files that decide the content of documents, besides entries and declarations.
SOURCES = (
    "translations/*/LC_MESSAGES/*.mo",
    "vocabulary/*.py",
    "search/documents.py",
    "search/everyday_words.csv",
    "search/names.py",
    "search/restricted_terms.py",
)


def configure_index(app: Flask) -> None:
    """Configure the app's index, in the data folder or in the database, without opening the index."""
    settings: Config = app.config["SETTINGS"]
    if settings.search_engine == POSTGRESQL_SEARCH:
        from search_index.postgresql.index import PostgreSQLIndex  # noqa: PLC0415 (its driver is loaded only where needed)

        app.extensions["search_index"] = PostgreSQLIndex(_connection, _stamp())
    else:
        app.extensions["search_index"] = SearchIndex(settings.data_dir / FOLDER, _stamp())


@contextmanager
def _connection() -> Iterator[Any]:
    """Yield a connection of the app's pool. Errors of the driver become errors of SQLAlchemy."""
    with db.engine.connect() as pooled:
        try:
            yield pooled.connection.driver_connection
        except pooled.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(None, None, error, type(error)) from error


def open_index(app: Flask) -> None:
    """Open the index if it is usable and in the data folder. If the index is in the database, do nothing: each worker
    opens it for itself."""
    index = app.extensions["search_index"]
    if isinstance(index, SearchIndex):
        with suppress(IndexUnusable):
            index.open()


def _stamp() -> str:
    """Return a digest of what decides the content of documents: audiences of details, labels, everyday words and
    some source files of the program. The entries themselves are not in the digest."""
    return hashlib.sha256(declarations_stamp().encode() + _sources_digest()).hexdigest()


@cache
def _sources_digest() -> bytes:
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.digest()
