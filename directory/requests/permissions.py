"""Whether the present viewer keeps entries of the docket."""

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere


def may_keep_requests() -> bool:
    """Return whether the viewer belongs to an office and so can enter requests."""
    viewer = current_viewer()
    return bool(viewer.authority) and may_somewhere(viewer, Action.KEEP_DOCKET)
