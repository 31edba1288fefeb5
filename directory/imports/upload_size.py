"""Allows people who may import to send a larger request body with the form that uploads a file."""

from flask import request

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere
from directory.errors import FormRefused, NotPermitted
from directory.formats.limits import LARGEST_FILE_BYTES

# A form is somewhat larger than its file.
LARGEST_FORM_BYTES = LARGEST_FILE_BYTES + 10_000


def allow_file() -> None:
    """Allow a larger request body for a form with a file, if the viewer may import. Call this before the body is read.

    If the viewer may not import, a larger body raises NotPermitted, or FormRefused for a visitor.
    """
    if request.mimetype != "multipart/form-data":
        return
    if may_somewhere(current_viewer(), Action.IMPORT):
        request.max_content_length = LARGEST_FORM_BYTES
    elif (request.content_length or 0) > (request.max_content_length or 0):
        raise FormRefused if current_viewer().is_visitor else NotPermitted
