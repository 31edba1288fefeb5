"""The page that explains the API."""

import re

from flask.testing import FlaskClient

from directory.api.document.openapi import all_operations


def test_the_page_shows_every_operation_once_with_an_example(client: FlaskClient) -> None:
    page = client.get("/ar/api").text

    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert {f"do-{one.name}" for one in all_operations()} <= set(places)
    assert page.count("curl ") == len(all_operations())
