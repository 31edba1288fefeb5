"""The viewer of the current request, and two guards for views: one requires an account, the other a permitted
action."""

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
    """Register a function that returns the viewer of a request, or a visitor. The functions are called in the order of
    registration. The first viewer who is not a visitor is the viewer of the request."""
    app.extensions.setdefault("identify", []).append(viewer)


def current_viewer() -> Viewer:
    """Return the viewer of this request. Return ANONYMOUS outside a request, for a visitor, and for a person who has
    not shown both factors yet.

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
    """Guard a view so that only people with an account can open it. Raises SignInNeeded for a visitor."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if current_viewer().role is Role.VISITOR:
            raise SignInNeeded
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def permits(action: Action) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Guard a view: only people who may perform `action` at one place or more can open the view. The view itself must
    check the place of an entry with `require`.

    Raises SignInNeeded for a visitor. For anybody else without the right, logs the refusal and raises NotPermitted.
    """

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
    """Return whether this request goes to the API. In the API a token identifies the viewer, never a cookie."""
    return request.path.startswith("/api/")


def require(viewer: Viewer, action: Action, place: Place, *, is_known: bool = True) -> None:
    """Do nothing if the viewer may perform `action` on an entry at `place`. Otherwise log the refusal and raise an
    error.

    The error is NotPermitted if the viewer may know of the entry (`is_known`), else NotFound.
    """
    if not may(viewer, action, place):
        _log_refusal(viewer, action)
        raise NotPermitted if is_known else NotFound


def _log_refusal(viewer: Viewer, action: Action) -> None:
    logger.warning("refused", action=action, account=viewer.account_id, role=viewer.role)
