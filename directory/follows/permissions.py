"""What a page says of following its entry."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere
from directory.follows.queries import is_followed


def may_follow(kind: str, key: str) -> str:
    """Return what the person who reads a page may do: `follow` its entry or `unfollow` it; nothing for a visitor."""
    viewer = current_viewer()
    if not may_somewhere(viewer, Action.FOLLOW):
        return ""
    return "unfollow" if is_followed(viewer.account_id, kind, key) else "follow"
