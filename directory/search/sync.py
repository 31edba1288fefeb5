"""Updates the index after changes in the database, in the order of the change log.

The index stores its position in the log together with its documents, so a crash loses no change. An unusable index is
rebuilt.
"""

import time

from flask import current_app
from sqlalchemy import func, select

from directory.cache.store import is_newest
from directory.errors import NotReady
from directory.extensions import db
from directory.logs import logger
from directory.models import Change
from directory.search import restricted_terms
from directory.search.documents import all_documents, document_key, documents_of
from directory.transaction import is_committing
from search_index import Document, IndexBusy, IndexUnusable, LateChanges, SearchIndex

LONGEST_WAIT_SECONDS = 25
BETWEEN_TRIES_SECONDS = 0.1
# A person waits for the page. After this time a search uses the index unchanged. The answer then leaves out the changed
# entries and shows a warning.
LONGEST_BEHIND_SECONDS = 2
BETWEEN_LOOKS_SECONDS = 0.01
# An import changes thousands of entries, and indexing them needs minutes. A request applies at most this many changes
# (a second's work on an idle machine) and leaves more changes to the worker. Until then the index is out of date.
MOST_BY_A_REQUEST = 100
COMPARISONS = 5
# The errors of a rebuild that another process disturbs by writing the index, or by deleting the folder.
DISTURBED = (IndexBusy, FileNotFoundError)


def current_index() -> SearchIndex:
    """Return the updated index. Raises NotReady if there is no usable index."""
    return index_and_stale_keys()[0]


def index_and_stale_keys() -> tuple[SearchIndex, frozenset[str]]:
    """Return the index, and the keys of the documents that are still out of date. Missing changes are applied to the
    index first, if there are at most MOST_BY_A_REQUEST.

    If changes are missing, the session is rolled back. Inside `committing` there is no rollback, no change is applied,
    and no key is returned. Raises NotReady if no index is usable within LONGEST_WAIT_SECONDS.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    begun, is_in_step = time.monotonic(), is_committing()
    while not is_in_step:
        try:
            is_in_step = _is_in_step(index) or _follow(index, MOST_BY_A_REQUEST)
            break
        except IndexBusy:
            if time.monotonic() > begun + LONGEST_BEHIND_SECONDS:
                break
            time.sleep(BETWEEN_LOOKS_SECONDS)
        except IndexUnusable:
            _rebuild_or_wait(begun + LONGEST_WAIT_SECONDS)
        except OSError as error:
            _log(error)
            break
    return index, frozenset() if is_in_step else _stale_keys(index)


def _is_in_step(index: SearchIndex) -> bool:
    # The cache first: it knows the newest change without a statement, except inside `without_cache`.
    return is_newest(index.position) or index.position == last_change()


def _stale_keys(index: SearchIndex) -> frozenset[str]:
    changes = select(Change.kind, Change.key).where(Change.id > index.position).distinct()
    return frozenset(document_key(kind, key) for kind, key in db.session.execute(changes))


def drain() -> None:
    """Bring the index up to date, or rebuild it if it is unusable. Rolls back the session.

    If the index lacks more than MOST_BY_A_REQUEST changes, they are left to the worker. Raises no error if the index is
    busy or cannot be written.
    """
    _try_to_follow(MOST_BY_A_REQUEST)


def catch_up() -> None:
    """Bring the index up to date, however many changes it lacks, or rebuild it if it is unusable. Rolls back the
    session. Raises no error if the index is busy or cannot be written."""
    _try_to_follow(None)


def rebuild() -> int:
    """Rebuild the index and swap in the new index. Return the number of documents. Raises IndexBusy if another process
    rebuilds the index."""
    index: SearchIndex = current_app.extensions["search_index"]
    documents: list[Document] = []

    def read() -> tuple[list[Document], int]:
        restricted_terms.rebuild()
        position = _newest_change()
        documents.extend(all_documents())
        return documents, position

    index.rebuild_from(read, _late_changes)
    return len(documents)


def _late_changes(position: int) -> LateChanges:
    return _changes_between(position, _newest_change())


def _changes_between(position: int, last: int) -> LateChanges:
    changes = select(Change.kind, Change.key).where(Change.id > position, Change.id <= last)
    touched = {(kind, key) for kind, key in db.session.execute(changes)}
    # `documents_of` is lazy: it makes the documents once this process may write the index.
    return LateChanges(documents_of(touched), {document_key(*entry) for entry in touched}, last)


def rebuild_in_turn(wait_seconds: float) -> int:
    """Rebuild the index once no other process writes it, and return the number of documents. Raises NotReady after
    `wait_seconds`."""
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return rebuild()
        except DISTURBED:
            _wait(deadline)


def differences() -> list[str]:
    """Roll back the session. Return a line for each difference between index and database. If the index is unusable,
    return one line that says why."""
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        for _ in range(COMPARISONS):
            last = _newest_change()
            position = index.position
            lines = index.differences(all_documents())
            if position == index.position and position <= last:
                break
    except IndexUnusable as error:
        return [str(error)]
    lines += (
        f"{kind}:{key}: its words for signed-in people differ." for kind, key in sorted(restricted_terms.differing())
    )
    if position != last:
        lines.append(f"The index stands at change {position}, the database at {last}.")
    return lines


def lag() -> int | None:
    """Roll back the session. Return how far the index is behind: the id of the newest change, less the index's
    position.

    Return None if the index is unusable.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        position = index.position
    except IndexUnusable:
        return None
    return _newest_change() - position


def last_change() -> int:
    """Return the id of the newest change, or 0."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def _newest_change() -> int:
    # After a rollback, the session sees the newest changes.
    db.session.rollback()
    return last_change()


def _try_to_follow(most: int | None) -> None:
    try:
        try:
            _follow(current_app.extensions["search_index"], most)
        except IndexUnusable:
            rebuild()
    except IndexBusy:
        pass
    except OSError as error:
        _log(error)


def _follow(index: SearchIndex, most: int | None) -> bool:
    """Apply the missing changes if there are at most `most` (None sets no limit). Return whether the index has all
    changes now.

    Raises IndexUnusable if the index is ahead of the database.
    """
    position = index.position
    last = _newest_change()
    if position > last:
        raise IndexUnusable("The index is ahead of the database: it was made from another one.")
    lacking = (Change.id > position, Change.id <= last)
    count = db.session.scalar(select(func.count()).select_from(Change).where(*lacking)) or 0
    if not count or (most is not None and count > most):
        return not count
    # The changes are read in the same database snapshot. The next call applies changes that are committed later.
    changes = _changes_between(position, last)
    index.apply(changes.put, changes.keys, changes.position)
    return True


def _rebuild_or_wait(deadline: float) -> None:
    try:
        rebuild()
    except DISTURBED:
        _wait(deadline)
    except OSError as error:
        _log(error)
        raise NotReady from error


def _wait(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise NotReady
    time.sleep(BETWEEN_TRIES_SECONDS)


def _log(error: OSError) -> None:
    logger.error("index_not_written", exc_info=error)
