"""What a browser sends in which a person is signed in."""

from flask import Flask

from directory.models import Account
from tests.people import cookie_of, signed_in


def headers_of(app: Flask, account: Account) -> dict[str, str]:
    """Return the headers of a browser in which this person is signed in."""
    client = signed_in(app, account)
    return {"Cookie": f"__Host-session={cookie_of(client)}", "X-CSRFToken": client.environ_base["HTTP_X_CSRFTOKEN"]}
