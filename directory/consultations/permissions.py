"""Decides whether a page shows the link for asking a desk."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_consult(desk: str = "") -> bool:
    """Return whether the viewer of the current page may ask the desk with this key.

    With an empty key, return whether the viewer may ask any desk. Members of a desk may not ask their own desk.
    """
    viewer = current_viewer()
    return may_somewhere(viewer, Action.CONSULT) and bool(viewer.jurisdiction) and desk not in viewer.desks
