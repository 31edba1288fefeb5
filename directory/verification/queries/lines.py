"""Finds the lines of a desk that can be tested: the phone numbers and mail addresses at which it answers."""

from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.focal_points.contacts import CALLED
from directory.models import ContactDetail, FocalPoint


def list_lines(desk: FocalPoint) -> list[ContactDetail]:
    """Return the phone numbers and mail addresses of a desk, then those of its institution. Lines for other networks
    are left out."""
    lines = [one for one in desk.authority.contacts if one.means in CALLED]
    own = [one for one in lines if one.network_key == desk.network_key]
    return [*own, *(one for one in lines if one.network_key is None)]


def get_line(viewer: Viewer, desk: FocalPoint, key: str, means: str) -> ContactDetail:
    """Return a line of the desk by its key. `means` is a code of MEANS. Raises NotFound if the desk has no line with
    this key and these means, or if the viewer may not read the line."""
    line = next((one for one in list_lines(desk) if one.key == key and one.means == means), None)
    if line is None or not read(viewer, line).get("value"):
        raise NotFound
    return line


def find_line(desk: FocalPoint, key: str) -> ContactDetail | None:
    """Return a line of the desk by its key. Return None if the contact was removed or no longer belongs to the desk."""
    line = db.session.get(ContactDetail, key)
    return line if line in list_lines(desk) else None
