"""Decides whether a page offers to follow its entry or to stop following it."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere
from directory.follows.queries import is_followed


def may_follow(kind: str, key: str) -> str:
    """Return the action that the page of an entry offers the viewer: `follow` or `unfollow`, or "" for a viewer who may
    not follow entries."""
    viewer = current_viewer()
    if not may_somewhere(viewer, Action.FOLLOW):
        return ""
    return "unfollow" if is_followed(viewer.account_id, kind, key) else "follow"
