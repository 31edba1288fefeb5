"""Sends papers as PDF files."""

from collections.abc import Callable

from flask import Response
from flask_babel import lazy_gettext as _l

from directory.access.current_viewer import current_viewer
from directory.accounts import attempt_limits
from directory.errors import FormatNotAvailable
from directory.formats.fonts import MissingGlyphs
from directory.formats.papers import Paper
from directory.formats.pdf_files import write_pdf
from directory.web.concurrency_limit import slot

NO_FONT = _l("No font here shows all words of this report in this language. Take it in another one.")


def pdf_of(make: Callable[[], Paper], name: str) -> Response:
    """Return the paper of `make()` as a PDF file. `name` is the name of the file without its ending.

    Raises FormatNotAvailable if no font has all letters, Overloaded if too many files are being made, and LimitReached
    if the viewer has asked for too many.
    """
    try:
        with slot():
            attempt_limits.count_attempt("document", current_viewer().account_id)
            made = write_pdf(make(), has_stand_ins=True)
    except MissingGlyphs as missing:
        raise FormatNotAvailable(NO_FONT) from missing
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
