"""Whether a page offers to ask a desk."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_consult(desk: str = "") -> bool:
    """Return whether who reads this page may ask a desk, which is not one of their own."""
    viewer = current_viewer()
    return may_somewhere(viewer, Action.CONSULT) and bool(viewer.jurisdiction) and desk not in viewer.desks
