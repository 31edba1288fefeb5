"""Decides from whom tests of a desk are kept: from the tested people, if somebody else made the tests."""

from directory.access.viewer import Viewer
from directory.models import FocalPoint


def is_kept_from(viewer: Viewer, desk: FocalPoint, author: int) -> bool:
    """Return whether the viewer staffs a desk or works in its institution, and is not the author of the test or plan.
    Such a viewer neither sees hours of tests to come nor changes or cancels them."""
    return viewer.is_of_desk(desk.key, desk.authority_key) and viewer.account_id != author
