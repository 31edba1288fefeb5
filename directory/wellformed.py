"""What a request must be before a view sees it: of characters and numbers that both databases can compare."""

from flask import Flask, request
from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput, NotFound

# PostgreSQL takes no such character in a text, and no larger number for a row.
NUL = "\0"
LARGEST_NUMBER = 2**31 - 1


def configure_requests(app: Flask) -> None:
    """Refuse what no address and no form of ours holds, before a query meets it."""
    app.before_request(_refuse)


def _refuse() -> None:
    parts = (request.view_args or {}).values()
    if NUL in request.path or any(isinstance(part, int) and part > LARGEST_NUMBER for part in parts):
        raise NotFound
    sent = [pair for values in (request.args, request.form) for pair in values.items(multi=True)]
    names = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    if any(NUL in text for pair in (*sent, *names) for text in pair):
        raise InvalidInput(_l("Leave out characters that cannot be seen."))
