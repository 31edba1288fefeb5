"""Decides which viewers may not see or change the tests of a desk: people of the desk, if somebody else made the
tests."""

from directory.access.viewer import Viewer
from directory.models import FocalPoint


def is_kept_from(viewer: Viewer, desk: FocalPoint, author: int) -> bool:
    """Return whether the viewer staffs a desk or works in its institution, and is not the author of the test or plan.
    Such a viewer may not see the hours of tests to come, and may not change or cancel these tests."""
    return viewer.is_of_desk(desk.key, desk.authority_key) and viewer.account_id != author
