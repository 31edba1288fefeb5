"""Decides as a person does: opens the page of what waits, and sends one of its forms with the version that it shows."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VERSION = re.compile(r'name="version" value="([^"]+)"')


def decide(client: FlaskClient, address: str, act: str, **typed: Any) -> TestResponse:
    """Open a page and send its form for an act (`publish`), with what is `typed` into it."""
    return send(client, address, act, client.get(address).text, **typed)


def send(client: FlaskClient, address: str, act: str, page: str, **typed: Any) -> TestResponse:
    """Send the form for an act of a page that was opened before."""
    return client.post(f"{address}/{act}", data=typed | version_in(page))


def version_in(page: str) -> dict[str, str]:
    """Return the version that the forms of a page carry, as a field; none where it has none."""
    found = VERSION.search(page)
    return {"version": found[1]} if found else {}
