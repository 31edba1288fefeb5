"""The cache of a process: rendered texts and values by key. `invalidation` decides which entries are valid."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import SessionTransaction

from directory import clock
from directory.cache import overlay
from directory.cache.dependencies import CacheScope, current_dependencies, track_dependencies
from directory.cache.invalidation import CacheEntry, LogPosition, is_cacheable, read_log_position
from directory.catalogues import current_catalogues
from directory.extensions import db
from directory.transaction import is_committing

Value = TypeVar("Value")
MOST_BYTES = 16_000_000
# The overhead of an entry in addition to its text, and the assumed size of a value that is not a text. Few such values
# are larger.
BYTES_BESIDE, BYTES_OF_AN_OBJECT = 800, 4_000


class LruCache:
    """Cache entries by key. Above MOST_BYTES in total, the least recently used entries are dropped."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Hashable, tuple[CacheEntry, int]] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def get(self, key: Hashable) -> CacheEntry | None:
        """Return the cache entry of a key, or None if there is none. The entry may be invalid."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def put(self, key: Hashable, made: CacheEntry) -> None:
        """Store a cache entry, in place of an earlier entry with the same key."""
        size = size_of(key, made)
        with self._lock:
            if key in self._entries:
                self._bytes -= self._entries.pop(key)[1]
            self._entries[key] = made, size
            self._bytes += size
            while self._bytes > MOST_BYTES:
                _, (_, gone) = self._entries.popitem(last=False)
                self._bytes -= gone


@dataclass(frozen=True)
class RequestCache:
    """The cache as one transaction sees it, at the log position of the first use."""

    position: LogPosition
    store: LruCache
    transaction: SessionTransaction | None

    def get_valid(self, key: Hashable) -> CacheEntry | None:
        """Return the valid cache entry of a key, or None if there is no such entry. The dependencies of the cache entry
        are added to the dependencies of the enclosing render, if any."""
        found = self.store.get(key)
        if found is None or not found.is_valid(self.position):
            return None
        whole = current_dependencies()
        if whole is not None:
            whole.merge(found.dependencies)
        return found


def size_of(key: Hashable, entry: CacheEntry) -> int:
    """Return the approximate size in bytes of a cache entry and its key."""
    is_text = isinstance(entry.value, str | bytes)
    held = sys.getsizeof(entry.value) if is_text else BYTES_OF_AN_OBJECT
    return BYTES_BESIDE + held + sys.getsizeof(repr(key))


def configure_cache(app: Flask) -> None:
    """Create the empty cache of the app. The cache ends with the process, so no entry is older than the code."""
    app.extensions["cache_store"] = LruCache()


def cached(key: Hashable, make: Callable[[], Value], *, is_page: bool = False) -> Value:
    """Return the cached value of a key, or call `make` and cache the result. Empty results, and results that
    `is_cacheable` refuses, are not cached.

    `make` must read as an anonymous viewer. If `is_page` is true, `make` may read an access profile that `key`
    contains. Inside `committing` and `without_cache`, the cache is not used.
    """
    cache = _request_cache()
    found = cache.get_valid(key) if cache else None
    if found is None:
        return cached_many([key], lambda _keys: [make()], is_page=is_page)[0]
    value: Value = found.value
    return value


def cached_many(
    keys: Sequence[Hashable], make: Callable[[list[Any]], Iterable[Value]], *, is_page: bool = False
) -> list[Value]:
    """Return the values of several keys, in the order of `keys`, under the rules of `cached`. `make` gets the list of
    missing keys and returns their values in that order."""
    cache = _request_cache()
    if cache is None:
        return list(make(list(keys))) if keys else []
    found = {key: one for key in keys if (one := cache.get_valid(key)) is not None}
    missing = [key for key in dict.fromkeys(keys) if key not in found]
    if missing:
        with track_dependencies() as made:
            new = zip(missing, make(missing), strict=True)
            found |= {key: CacheEntry(value, clock.now_untracked(), cache.position, made) for key, value in new}
        if is_cacheable(made, CacheScope.PROFILE if is_page else CacheScope.EVERYONE):
            for key in missing:
                if found[key].value:
                    cache.store.put(key, found[key])
    return [found[key].value for key in keys]


def cached_many_within_page(keys: Sequence[Hashable], make: Callable[[list[Any]], Iterable[Value]]) -> list[Value]:
    """Return the values of several keys, in the order of `keys`. The values are cached only while a cached page is
    rendered.

    `make` gets the list of missing keys and returns their values in that order. `make` may read an access profile that
    the keys contain.
    """
    return list(make(list(keys))) if current_dependencies() is None else cached_many(keys, make, is_page=True)


def is_newest(change: int) -> bool:
    """Return whether `change` is the newest id of the change log (0 if the log is empty). Inside `committing` and
    `without_cache`, return False."""
    cache = _request_cache()
    return cache is not None and (cache.position.change or 0) == change


def follow_wordings() -> None:
    """Put the published wordings of the database into the catalogues of this process. If the database does not answer,
    the catalogues stay as they are."""
    try:
        _request_cache()
    except SQLAlchemyError:
        db.session.rollback()


@contextmanager
def without_cache() -> Iterator[None]:
    """Within the block, use no cached values and store none."""
    before, g.is_uncached = g.get("is_uncached", False), True
    try:
        yield
    finally:
        g.is_uncached = before


def is_uncached() -> bool:
    """Return whether this answer is made without the cache."""
    return bool(g.get("is_uncached", False))


def _request_cache() -> RequestCache | None:
    """Return the cache for the present transaction of the request. Inside `without_cache`, return None. Inside
    `committing`, return None too, because the transaction may be rolled back.

    When a cache is made, the catalogues get the wordings that are published at the log position of this cache.
    """
    if is_committing() or is_uncached():
        return None
    found: RequestCache | None = g.get("request_cache")
    if found is None or found.transaction is not db.session().get_transaction():
        position, store = read_log_position(), current_app.extensions["cache_store"]
        if current_catalogues().version != (version := position.wording or 0):
            overlay.publish(version)
        found = g.request_cache = RequestCache(position, store, db.session().get_transaction())
    return found
