"""Allows the one form with a file to be larger than others, if it comes from a person who may import."""

from flask import request

from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may_somewhere
from directory.errors import FormRefused, NotPermitted
from directory.formats.limits import LARGEST_FILE_BYTES

# The form is somewhat larger than the file in it.
LARGEST_FORM_BYTES = LARGEST_FILE_BYTES + 10_000


def allow_file() -> None:
    """Allow a larger form at the address that takes a file, before the form is read.

    Of others, raise FormRefused or NotPermitted for a form that is too large without that: who signed out meanwhile
    learns what to do.
    """
    if request.endpoint != "imports.upload" or request.mimetype != "multipart/form-data":
        return
    if may_somewhere(current_viewer(), Action.IMPORT):
        request.max_content_length = LARGEST_FORM_BYTES
    elif (request.content_length or 0) > (request.max_content_length or 0):
        raise FormRefused if current_viewer().is_visitor else NotPermitted
