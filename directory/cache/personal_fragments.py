"""Fragments for one person within a shared cached page, such as a form token. The fragments are rendered when the page
is sent."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Flask, current_app
from markupsafe import Markup

from directory.cache.dependencies import CacheScope, narrow_cache_scope

# MARK is random, so that no text of an entry can contain it.
MARK = secrets.token_hex(16)
PLACEHOLDER = re.compile(rf"{MARK}\[([^\]]*)\]")
_is_left_open: ContextVar[bool] = ContextVar("is_left_open", default=False)


def register_personal_fragment(app: Flask, name: str, make: Callable[..., str]) -> None:
    """Add a template function `name` for a fragment of one person. Each time a page is sent, `make` renders the
    fragment. `make` gets the arguments that the template gave to `name`: texts that contain neither `|` nor `]`."""
    app.extensions.setdefault("personal_fragments", {})[name] = make

    def part(*arguments: str) -> str:
        if not _is_left_open.get():
            return make(*arguments)
        narrow_cache_scope(CacheScope.PROFILE)
        return Markup("%s[%s]") % (MARK, "|".join((name, *arguments)))

    app.jinja_env.globals[name] = part


@contextmanager
def defer_personal_fragments() -> Iterator[None]:
    """Within the block, render a placeholder in place of each personal fragment."""
    token = _is_left_open.set(True)
    try:
        yield
    finally:
        _is_left_open.reset(token)


def fill_personal_fragments(page: str) -> str:
    """Return a page with its placeholders replaced by the fragments of the current viewer."""
    return PLACEHOLDER.sub(_part, page)


def _part(found: re.Match[str]) -> str:
    name, *arguments = found[1].split("|")
    return str(current_app.extensions["personal_fragments"][name](*arguments))
