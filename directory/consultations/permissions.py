"""Decides whether a page shows the link for asking a desk."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_consult(desk: str = "") -> bool:
    """Return whether the viewer of the current page may ask the desk with this key, or any desk if the key is empty.

    Members of a desk may not ask it.
    """
    viewer = current_viewer()
    return may_somewhere(viewer, Action.CONSULT) and bool(viewer.jurisdiction) and desk not in viewer.desks
