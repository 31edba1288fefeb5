"""Keeps the index in step with the database by the ordered log of changes.

The position that an index has reached is kept inside it, in the same commit as its documents.
A crash between a commit of the database and one of the index loses nothing: the next search, by
any worker, applies what is missing. An index that cannot be used is made anew.
"""

import hashlib
import time
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import func, select

from directory.access.gate import declarations_stamp
from directory.errors import NotReady
from directory.extensions import db
from directory.models import Change
from directory.search.documents import all_documents, document_key, documents_of
from search_index import IndexBusy, IndexUnusable, SearchIndex

FOLDER = "search"
LONGEST_WAIT_SECONDS = 25
BETWEEN_TRIES_SECONDS = 0.1


def configure_index(app: Flask) -> None:
    """Bind the index of this app's data folder; nothing is opened yet."""
    folder = app.config["SETTINGS"].data_dir / FOLDER
    app.extensions["search_index"] = SearchIndex(folder, _stamp())


def current_index() -> SearchIndex:
    """Return the index in step with the database, after whatever that takes.

    Raises NotReady when another process has been making it for longer than a reader should wait.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            if index.position != last_change():
                drain()
            return index
        except IndexUnusable:
            try:
                rebuild()
            except IndexBusy:
                _wait(deadline)


def drain() -> None:
    """Apply the changes that the index lacks; when another process is at it, leave it to that one.

    Applying a change twice is harmless: documents are made from the entries as they are now.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        position, last = index.position, last_change()
        if position > last:
            raise IndexUnusable("The index is ahead of the database: it was made from another one.")
        if position < last:
            _apply(index, position, last)
    except IndexBusy:
        return
    except IndexUnusable:
        try:
            rebuild()
        except IndexBusy:
            return


def rebuild() -> int:
    """Make the index anew and swap it in; return its number of documents. Raises IndexBusy."""
    index: SearchIndex = current_app.extensions["search_index"]
    position = last_change()
    documents = list(all_documents())
    index.rebuild(documents, position)
    return len(documents)


def differences() -> list[str]:
    """Return a line for each way in which the index differs from the database; none when it is in step."""
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        behind = last_change() - index.position
        lines = index.differences(all_documents())
    except IndexUnusable as error:
        return [str(error)]
    return [*lines, *([f"The index is {behind} changes behind the database."] if behind else [])]


def lag() -> int | None:
    """Return how many changes the index is behind, or None if it cannot be used."""
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        return last_change() - index.position
    except IndexUnusable:
        return None


def last_change() -> int:
    """Return the id of the newest change, 0 when there is none."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def _apply(index: SearchIndex, position: int, last: int) -> None:
    query = select(Change.kind, Change.key).where(Change.id > position, Change.id <= last).distinct()
    touched = [(kind, key) for kind, key in db.session.execute(query)]
    documents = list(documents_of(touched))
    gone = {document_key(*entry) for entry in touched} - {document.key for document in documents}
    index.apply(documents, gone, last)


def _wait(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise NotReady
    time.sleep(BETWEEN_TRIES_SECONDS)


def _stamp() -> str:
    """Return a digest of what the documents depend on besides the entries: who may read what, and labels."""
    digest = hashlib.sha256(declarations_stamp().encode())
    for catalogue in sorted((Path(__file__).parents[1] / "translations").glob("*/LC_MESSAGES/*.mo")):
        digest.update(catalogue.read_bytes())
    return digest.hexdigest()
