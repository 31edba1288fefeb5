"""Decides whether a page shows the link for asking a desk."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_consult(desk: str = "") -> bool:
    """Return whether the viewer of the current page may ask desks and is not a member of the desk with this key.

    An empty key stands for no desk. The function does not check whether the desk has ended.
    """
    viewer = current_viewer()
    return may_somewhere(viewer, Action.CONSULT) and bool(viewer.jurisdiction) and desk not in viewer.desks
