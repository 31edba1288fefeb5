"""Names the desk on the pages of its rota, and logs that a viewer was shown the names of its staff."""

from directory.access.disclosure_log import RestrictedValue, note
from directory.access.facts import Text
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.focal_points.presenters import desk_name
from directory.models import FocalPoint
from directory.vocabulary import NAMES_ON_ROTA


def name_of_desk(viewer: Viewer, desk: FocalPoint, language: str) -> Text:
    """Return the name of a desk, or the word for a desk if the viewer may not read its authority."""
    is_named = read(viewer, desk).get("authority_key") is not None
    return desk_name(read(viewer, desk.authority) if is_named else None, language)


def note_names(viewer: Viewer, desk: FocalPoint) -> None:
    """Note that the viewer is shown the names of a desk's staff. Nothing is noted for a viewer without an account.

    The note is logged like the disclosure of a restricted detail.
    """
    if viewer.account_id is not None:
        note(RestrictedValue(viewer, desk.entry_key, NAMES_ON_ROTA))
