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
    if any(NUL in text for sent in (request.args, request.form) for pair in sent.items(multi=True) for text in pair):
        raise InvalidInput(_l("Leave out characters that cannot be seen."))
