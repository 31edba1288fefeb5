"""Decides which button for following a page shows."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere
from directory.follows.queries import is_followed


def may_follow(kind: str, key: str) -> str:
    """Return what the viewer can do with the entry of a page: `follow` or `unfollow`; empty for a visitor."""
    viewer = current_viewer()
    if not may_somewhere(viewer, Action.FOLLOW):
        return ""
    return "unfollow" if is_followed(viewer.account_id, kind, key) else "follow"
