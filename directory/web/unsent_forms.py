"""Keeps what a person typed into a form that was refused because they had signed in or out since it was opened."""

from dataclasses import dataclass

from flask import request

from directory.access.current_viewer import is_for_api
from directory.forms import sent_fields

# No page shows passwords and codes again: neither the forms of the own account, nor one in which a password is chosen.
NEVER_KEPT, PASSWORD = "accounts", "password"


@dataclass(frozen=True)
class UnsentForm:
    """A refused form: the address to which it goes, and its fields in their order."""

    address: str
    fields: list[tuple[str, str]]


def find_unsent_form() -> UnsentForm | None:
    """Return the form of the present request, or None if a page must not offer to send it again: if the browser does
    not say that a page of this site sent it (Fetch Metadata, `Sec-Fetch-Site`), since another site could have filled it
    in; if it has files, which a page cannot keep; or if it may hold a password or a code."""
    is_form = request.method == "POST" and request.mimetype == "application/x-www-form-urlencoded"
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_for_api() or not is_form or not is_own or request.blueprint == NEVER_KEPT or PASSWORD in request.form:
        return None
    return UnsentForm(request.full_path.rstrip("?"), sent_fields())
