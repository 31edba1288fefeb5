"""Decides whether a page shows the link for asking a desk."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_consult(desk: str = "") -> bool:
    """Return whether the viewer of the page may ask desks and has a State. If `desk` is given, the viewer must also not
    be a member of this desk. Does not check whether the desk has ended."""
    viewer = current_viewer()
    return may_somewhere(viewer, Action.CONSULT) and bool(viewer.jurisdiction) and desk not in viewer.desks
