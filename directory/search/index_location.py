"""The location of the index (the data folder or the database), and the stamp of the index.

An index that was written under another stamp is unusable and is rebuilt.
"""

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
    """Configure the app's index, in the data folder or in the database. The index is not opened."""
    settings: Config = app.config["SETTINGS"]
    if settings.search_engine == POSTGRESQL_SEARCH:
        from search_index.postgresql.index import PostgreSQLIndex  # noqa: PLC0415 (its driver is loaded only where needed)

        app.extensions["search_index"] = PostgreSQLIndex(_connection, _stamp())
    else:
        app.extensions["search_index"] = SearchIndex(settings.data_dir / FOLDER, _stamp())


@contextmanager
def _connection() -> Iterator[Any]:
    """Yield a connection of the app's pool. Errors of the driver are raised as errors of SQLAlchemy, which the app
    handles."""
    with db.engine.connect() as pooled:
        try:
            yield pooled.connection.driver_connection
        except pooled.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(None, None, error, type(error)) from error


def open_index(app: Flask) -> None:
    """Open the index if it is in the data folder. If that index is unusable, do nothing; the first search rebuilds the
    index.

    An index in the database is opened later, by each worker for itself. What is opened now is shared by all workers,
    and workers cannot share a connection.
    """
    index = app.extensions["search_index"]
    if isinstance(index, SearchIndex):
        with suppress(IndexUnusable):
            index.open()


def _stamp() -> str:
    """Return a digest of what documents depend on besides entries: audiences of details, labels, and code.

    A new stamp makes the stored index unusable, so that the index is rebuilt.
    """
    return hashlib.sha256(declarations_stamp().encode() + _sources_digest()).hexdigest()


@cache
def _sources_digest() -> bytes:
    """Return a digest of the files of SOURCES. Each process reads the files once, because it runs the code that it
    started with."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.digest()
