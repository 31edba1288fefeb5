"""Finds the strings that a page uses. The page is made again for a visitor, and the catalogues record which strings are
looked up. The page is thrown away, and nothing is written.

The page is not made for its reader. Strings reveal what a page shows: "Fax" is used only if there is a fax number. So a
list of the reader's strings would reveal restricted values and texts of consultations, without a disclosure, beyond the
daily ceiling and without a recent factor.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from flask import current_app, request
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from directory.cache.store import without_cache
from directory.catalogues import CatalogueKey, RecordingCatalogues, current_catalogues, using
from directory.errors import DirectoryError
from directory.i18n import current_language
from directory.transaction import guarded
from directory.web import disclosures, request_validation
from directory.web.response_headers import SECRETS_OF_LINKS

LONGEST_ADDRESS_CHARACTERS = 1_000
# Pages of these blueprints are not read: one would read itself, the other redirects.
UNREAD = ("wordings", "bare")
PREFIX = "/<language:language>"
CREDENTIALS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


class WriteRefused(Exception):
    """A page tried to write while it was made only to find its strings."""


def strings_of_page(page: str) -> tuple[CatalogueKey, ...]:
    """Return the strings of the page at `page`, in the order in which the page asks for them. `page` is an address of
    this site without its language (`/treaties`). Return none if there is no such page, or if visitors may not see it.
    """
    path, _, query = page.partition("?")
    if place_of(page) is None:
        return ()
    domain = RecordingCatalogues(current_catalogues())
    try:
        with _context(path, query), using(domain):
            # Only this step of the pipeline runs: nothing is shown, so no disclosure is logged and no request is
            # counted.
            request_validation.refuse_invalid()
            current_app.dispatch_request()
    except (DirectoryError, HTTPException, WriteRefused):
        return ()
    return tuple(domain.asked)


def place_of(page: str) -> str | None:
    """Return the part of a page's address that may be stored. This is the path. If the path has variable parts, and not
    everyone may read all pages with this pattern, it is the pattern of the path.

    Return None if there is no such page, if the address is too long, or if `strings_of_page` does not make such pages.
    """
    path = page.partition("?")[0]
    rule, values = _rule(path)
    if rule is None or len(page) > LONGEST_ADDRESS_CHARACTERS or not _is_read(rule):
        return None
    is_public = hasattr(current_app.view_functions[str(rule.endpoint)], "parameters")
    is_one = not set(values) - {"language"}
    return path if is_public or is_one else rule.rule.removeprefix(PREFIX)


def _rule(path: str) -> tuple[Rule | None, dict[str, Any]]:
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        rule, values = adapter.match(f"/{current_language()}{path}", method="GET", return_rule=True)
    except HTTPException:
        return None, {}
    return rule, dict(values)


def _is_read(rule: Rule) -> bool:
    """Return whether `strings_of_page` makes pages of this kind. It makes no files and no pages behind a secret
    link."""
    is_file = "." in rule.rule.rpartition("/")[2]
    is_secret = not SECRETS_OF_LINKS.isdisjoint(rule.arguments)
    return not (is_file or is_secret) and str(rule.endpoint).partition(".")[0] not in UNREAD


@contextmanager
def _context(path: str, query: str) -> Iterator[None]:
    environ = {name: value for name, value in request.environ.items() if not name.startswith("werkzeug.")}
    environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": _octets(query)}
    environ["PATH_INFO"] = _octets(f"/{current_language()}{path}")
    environ |= {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
    for credential in CREDENTIALS:
        environ.pop(credential, None)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), app.request_context(environ) as context:
        for process in app.url_value_preprocessors[None]:
            process(context.request.endpoint, context.request.view_args)
        try:
            with without_cache(), guarded(_refuse_writes):
                yield
        finally:
            # What the page would have disclosed is shown to nobody.
            disclosures.begin()


def _octets(text: str) -> str:
    """Return a text as WSGI hands it over: a character for each octet. Source: PEP 3333."""
    return text.encode(errors="replace").decode("latin-1")


def _refuse_writes(_connection: Connection) -> None:
    raise WriteRefused
