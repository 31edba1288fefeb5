"""Recognizes browsers from which a person has signed in, by a signed mark in a cookie. A mark gives no access.

Earlier marks become invalid when the person sets a new password, or when all factors of the person are dropped.
"""

from flask import after_this_request, request
from werkzeug.wrappers import Response

from directory.accounts.notices import send
from directory.accounts.queries import secrets_of
from directory.models import Account
from directory.tokens import signed
from directory.transaction import committing
from directory.web.response_headers import cookie_name, is_secure

KNOWN_BROWSER_COOKIE = "signed-in-before"
# Browsers keep cookies for this long at most. Source: RFC 6265bis, 5.5.
KEPT_SECONDS = 400 * 24 * 3600
# Colleagues who share a browser have one mark each.
MOST_MARKS = 5
BETWEEN_MARKS = "."


def note_sign_in(account: Account) -> None:
    """Mark the browser of a person who has just signed in. Tell the person by mail if the browser had no mark. Call
    this outside `committing`."""
    if _mark_of(account) not in _marks():
        with committing():
            send(account, "new_browser")
    remember(account)


def remember(account: Account) -> None:
    """Mark this browser by a cookie, so that later sign-ins of the person from this browser are not reported."""
    mark = _mark_of(account)
    marks = [mark, *(other for other in _marks() if other != mark)][:MOST_MARKS]

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            cookie_name(request, KNOWN_BROWSER_COOKIE),
            BETWEEN_MARKS.join(marks),
            max_age=KEPT_SECONDS,
            path="/",
            secure=is_secure(request),
            httponly=True,
            samesite="Lax",
        )
        return response


def _marks() -> list[str]:
    return request.cookies.get(cookie_name(request, KNOWN_BROWSER_COOKIE), "").split(BETWEEN_MARKS)[:MOST_MARKS]


def _mark_of(account: Account) -> str:
    secrets = secrets_of(account)
    present = f"{secrets.user_handle} {secrets.password_hash}" if secrets else ""
    return signed("browser of a person", f"{account.id} {present}")
