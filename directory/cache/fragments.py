"""Parts of pages that are kept, for templates: `{% call cached_fragment('hit', key) %}...{% endcall %}`.

What stands between is made of what its place names, and of nothing that is for some people alone.
"""

from collections.abc import Callable, Hashable
from typing import cast

from flask import Flask, current_app, request

from directory import clock
from directory.cache.dependencies import Making, track_dependencies
from directory.cache.store import Kept, Newest, Store, cached
from directory.i18n import current_language

# Stands in a fixed part for what changes; its template puts that there.
VALUE_PLACEHOLDER = "\N{WHITE SQUARE}"


def configure_fragments(app: Flask) -> None:
    """Give templates `cached_fragment` and `static_fragment` to call with a part of a page, and `value_placeholder`."""
    app.jinja_env.globals |= {
        "cached_fragment": _cached,
        "static_fragment": _static,
        "value_placeholder": VALUE_PLACEHOLDER,
    }


def _cached(*place: Hashable, caller: Callable[[], str]) -> str:
    """Return a part, made of entries and the clock."""
    return cached(_whole(place), caller)


def _static(*place: Hashable, caller: Callable[[], str]) -> str:
    """Return a part that never changes. It asks the database nothing, so that a page of an error has a frame too."""
    store: Store = current_app.extensions["cache_store"]
    found = store.get(_whole(place))
    if found is not None:
        return cast("str", found.thing)
    with track_dependencies() as made:
        text = caller()
    if made == Making():
        store.put(_whole(place), Kept(text, clock.instant(), Newest(None, None), made))
    return text


def _whole(place: tuple[Hashable, ...]) -> Hashable:
    return ("part", current_language(), request.root_path, *place)
