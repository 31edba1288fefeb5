"""The viewer of the current request, and guards that require an account or a permitted action."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, has_request_context, request

from directory.access.policy import Action, may, may_somewhere
from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.errors import NotFound, NotPermitted, SignInNeeded
from directory.logs import logger
from directory.models.details import Place
from directory.vocabulary import Role

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def identify(app: Flask, viewer: Callable[[], Viewer]) -> None:
    """Register `viewer`, a function that returns the viewer of a request, or ANONYMOUS for a visitor. If several
    functions are registered, the viewer of a request is the first signed-in viewer among their results."""
    app.extensions.setdefault("identify", []).append(viewer)


def current_viewer() -> Viewer:
    """Return the viewer of this request: ANONYMOUS outside a request and until both factors were shown.

    A cached page that calls this function is shared only within one access profile.
    """
    narrow_cache_scope(CacheScope.PROFILE)
    if not has_request_context():
        return ANONYMOUS
    if "viewer" not in g:
        asked = (viewer() for viewer in current_app.extensions.get("identify", ()))
        g.viewer = next((viewer for viewer in asked if not viewer.is_visitor), ANONYMOUS)
    found: Viewer = g.viewer
    return found


def signed_in(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Guard a view: raise SignInNeeded for a visitor."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if current_viewer().role is Role.VISITOR:
            raise SignInNeeded
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def permits(action: Action) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Guard a view: raise SignInNeeded for a visitor, and NotPermitted for a person or program that may perform
    `action` at no place. The view must then check the place of the entry with `require`."""

    def decorate(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            viewer = current_viewer()
            if viewer.role is Role.VISITOR:
                raise SignInNeeded
            if not may_somewhere(viewer, action):
                _log_refusal(viewer, action)
                raise NotPermitted
            return view(*args, **kwargs)

        guarded.guard = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def is_for_api() -> bool:
    """Return whether this request goes to the API, where only a token identifies the viewer."""
    return request.path.startswith("/api/")


def require(viewer: Viewer, action: Action, place: Place, *, is_known: bool = True) -> None:
    """Raise an error and log the refusal if the viewer may not perform `action` on an entry at `place` (State, networks
    and desk).

    The error is NotPermitted, or NotFound if the viewer may not know that the entry exists (`is_known` is false).
    """
    if not may(viewer, action, place):
        _log_refusal(viewer, action)
        raise NotPermitted if is_known else NotFound


def _log_refusal(viewer: Viewer, action: Action) -> None:
    logger.warning("refused", action=action, account=viewer.account_id, role=viewer.role)
