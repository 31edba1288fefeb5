"""Keeps the index in step with the database by the ordered log of changes.

An index stores the position it has reached in the same commit as its documents. A crash between a commit of the
database and one of the index loses nothing: the next search, by any worker, applies what is missing. An unusable index
is rebuilt.
"""

import time

from flask import current_app
from sqlalchemy import func, select

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
# Somebody waits for the page. After this time a search uses the index as it is; the answer says so and leaves out what
# changed.
LONGEST_BEHIND_SECONDS = 2
BETWEEN_LOOKS_SECONDS = 0.01
# An import changes thousands of entries, which take minutes to index. A request applies at most so many, a second's
# work on an idle machine, and leaves more to the worker; until then the index answers as it was before.
MOST_BY_A_REQUEST = 100
COMPARISONS = 5
# Another process writes the index, or the folder was deleted while it was written.
DISTURBED = (IndexBusy, FileNotFoundError)


def current_index() -> SearchIndex:
    """Return the index, brought into step as by `index_and_stale_keys`."""
    return index_and_stale_keys()[0]


def index_and_stale_keys() -> tuple[SearchIndex, frozenset[str]]:
    """Bring the index into step; return it, and the keys of the documents that are out of date in it, if any.

    The index stays behind if more than MOST_BY_A_REQUEST changes are missing (the worker applies these), if another
    process writes it for longer than LONGEST_BEHIND_SECONDS, or if it cannot be written. Inside `committing` the index
    is used as it is, since what the block reads may yet be rolled back. Raises NotReady if there is no usable index,
    also if another process has been rebuilding it for longer than LONGEST_WAIT_SECONDS.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    begun, is_in_step = time.monotonic(), is_committing()
    while not is_in_step:
        try:
            is_in_step = index.position == last_change() or _follow(index, MOST_BY_A_REQUEST)
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


def _stale_keys(index: SearchIndex) -> frozenset[str]:
    changes = select(Change.kind, Change.key).where(Change.id > index.position).distinct()
    return frozenset(document_key(kind, key) for kind, key in db.session.execute(changes))


def drain() -> None:
    """Apply the changes that the index lacks, unless they are more than MOST_BY_A_REQUEST.

    If another process writes the index, that process applies the changes. If the index cannot be written, this is only
    logged, since the database has committed; the next search tries again.
    """
    _try_to_follow(MOST_BY_A_REQUEST)


def catch_up() -> None:
    """Apply all changes that the index lacks, however long that takes; for the worker and commands."""
    _try_to_follow(None)


def rebuild() -> int:
    """Rebuild the index and swap it in; return its number of documents. Raises IndexBusy.

    Other processes keep the old index in step meanwhile. Changes up to the swap are applied to the new one, so the
    index never goes backwards.
    """
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
    """Rebuild the index once no other process writes it. Raises NotReady if another process writes it for longer than
    `wait_seconds`."""
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return rebuild()
        except DISTURBED:
            _wait(deadline)


def differences() -> list[str]:
    """Return a line for each difference between the index and the database; none if it is in step.

    Compares again if another process moved the index meanwhile.
    """
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
    """Return how many changes the index is behind, or None if it cannot be used."""
    index: SearchIndex = current_app.extensions["search_index"]
    try:
        position = index.position
    except IndexUnusable:
        return None
    return _newest_change() - position


def last_change() -> int:
    """Return the id of the newest change, 0 when there is none."""
    return db.session.scalar(select(func.max(Change.id))) or 0


def _newest_change() -> int:
    """Return the id of the newest change, from a new database snapshot that later reads share.

    An older snapshot may lack what another process has committed and indexed.
    """
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
    """Apply, in one commit of the index, all changes that it lacks, unless they are more than `most`; return whether
    none is left.

    So a search finds all that one transaction changed, or nothing of it. Applying a change twice is harmless: documents
    are made from the present state of the entries.
    """
    position = index.position
    last = _newest_change()
    if position > last:
        raise IndexUnusable("The index is ahead of the database: it was made from another one.")
    lacking = (Change.id > position, Change.id <= last)
    count = db.session.scalar(select(func.count()).select_from(Change).where(*lacking)) or 0
    if not count or (most is not None and count > most):
        return not count
    # Read in the same database snapshot; changes that are committed later are applied by the next call.
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
