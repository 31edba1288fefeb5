"""Template fragments that are cached and shared: `{% call cached_fragment('hit', key) %}...{% endcall %}`.

The key must contain every value that the fragment takes from its template. A fragment may contain only public values.
"""

from collections.abc import Callable, Hashable
from typing import cast

from flask import Flask, current_app, request

from directory import clock
from directory.cache.dependencies import Dependencies, track_dependencies
from directory.cache.invalidation import CacheEntry, LogPosition
from directory.cache.store import LruCache, cached, is_uncached
from directory.catalogues import current_catalogues
from directory.i18n import current_language

# A static fragment contains this character in place of a value that changes. The template replaces it by the value.
VALUE_PLACEHOLDER = "\N{WHITE SQUARE}"


def configure_fragments(app: Flask) -> None:
    """Give templates the functions `cached_fragment` and `static_fragment`, and the name `value_placeholder` for
    VALUE_PLACEHOLDER."""
    app.jinja_env.globals |= {
        "cached_fragment": _cached,
        "static_fragment": _static,
        "value_placeholder": VALUE_PLACEHOLDER,
    }


def _cached(*key: Hashable, caller: Callable[[], str]) -> str:
    return cached(_full_key(key), caller)


def _static(*key: Hashable, caller: Callable[[], str]) -> str:
    """Return a fragment from the cache, or render and cache the fragment. A cached fragment stays valid until the
    published wordings change. A fragment whose rendering reads a table, the clock or the viewer is not cached."""
    if is_uncached():
        return caller()
    store: LruCache = current_app.extensions["cache_store"]
    found = store.get(_full_key(key))
    if found is not None:
        return cast("str", found.value)
    with track_dependencies() as made:
        text = caller()
    if made == Dependencies():
        store.put(_full_key(key), CacheEntry(text, clock.now_untracked(), LogPosition(None, None), made))
    return text


def _full_key(key: tuple[Hashable, ...]) -> Hashable:
    return ("part", current_language(), current_catalogues().version, request.root_path, *key)
