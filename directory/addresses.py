"""Addresses of pages, for links and mail."""

from functools import lru_cache
from typing import Any

from flask import current_app, has_request_context, request, url_for

from directory.i18n import current_language

# A mapping from kind of entry to an endpoint and its argument. A requirement sheet is an anchor on its State's page of
# requirements.
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
    """Return the address of an entry's page, without a host, in the language of this request. Raises KeyError for a
    kind without pages."""
    return _page_address(kind, key, current_language(), request.root_path if has_request_context() else "")


@lru_cache(maxsize=10_000)
def _page_address(kind: str, key: str, _language: str, _root: str) -> str:
    """Return the address of an entry's page. `_language` and `_root` are only parts of the cache key."""
    if kind == "requirement":
        state, _, measure = key.partition("-")
        return url_for("jurisdictions.requirements", code=state.upper(), _anchor=measure.replace("-", "_") or None)
    endpoint, argument = PAGES[kind]
    values: dict[str, Any] = {argument: key}
    return url_for(endpoint, **values)


def address_in_mail(language: str, path: str) -> str:
    """Return the full URL of a page, to be written in a mail. The URL begins with `site_address`. The Host header is
    not used, because the sender of a request controls it."""
    return f"{current_app.config['SETTINGS'].site_address}/{language}/{path}"
