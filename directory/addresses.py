"""Where the page of each kind of entry stands. Source: the contract's list of pages."""

from functools import lru_cache
from typing import Any

from flask import current_app, has_request_context, request, url_for

from directory.i18n import current_language

# A requirement sheet stands on its State's page, at its own anchor.
PAGES = {
    "jurisdiction": ("jurisdictions.show", "code"),
    "authority": ("authorities.show", "key"),
    "focal_point": ("focal_points.show", "key"),
    "network": ("networks.show", "key"),
    "treaty": ("treaties.show", "key"),
    "legislation": ("legislation.show", "key"),
    "notice": ("notices.show", "public_id"),
    "measure": ("measures.show", "code"),
}


def page_address(kind: str, key: str) -> str:
    """Return the address of an entry's page in the language of this request."""
    return _page_address(kind, key, current_language(), request.root_path if has_request_context() else "")


@lru_cache(maxsize=10_000)
def _page_address(kind: str, key: str, _language: str, _root: str) -> str:
    """Return an address: made once, since lists are full of them; the language stands in it, as does the root."""
    if kind == "requirement":
        state, _, measure = key.partition("-")
        return url_for("jurisdictions.requirements", code=state.upper(), _anchor=measure.replace("-", "_") or None)
    endpoint, argument = PAGES[kind]
    values: dict[str, Any] = {argument: key}
    return url_for(endpoint, **values)


def address_in_mail(language: str, path: str) -> str:
    """Return the whole address of a page for a message: it begins with the setting, never with a Host header."""
    return f"{current_app.config['SETTINGS'].site_address}/{language}/{path}"


def local_path(address: str) -> str:
    """Return an address of this site as it is, and nothing for any other: it is used to go on after signing in.

    Browsers take a backslash for a slash and drop control characters, so neither may be in it.
    """
    is_local = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_local and address.isprintable() else ""
