"""The validator of single entries."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api.test_resources import ENTRIES


@pytest.mark.long(each=3)
@pytest.mark.parametrize("address", [*ENTRIES, "openapi.json"])
def test_an_entry_that_the_caller_has_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(f"/api/v1/{address}")

    second = client.get(f"/api/v1/{address}", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304
    assert not second.data
    assert second.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "no-cache"


def test_the_etag_is_strong_and_another_for_another_language(client: FlaskClient) -> None:
    english = client.get("/api/v1/jurisdictions/KG?lang=en").headers["ETag"]
    russian = client.get("/api/v1/jurisdictions/KG?lang=ru").headers["ETag"]

    assert english != russian
    assert not english.startswith("W/")


def test_another_etag_gets_the_entry(client: FlaskClient) -> None:
    answer = client.get("/api/v1/jurisdictions/KG", headers={"If-None-Match": '"other"'})

    assert answer.status_code == 200


def without_time(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries without the time of their last change, which entries inside others do not have."""
    return [{name: value for name, value in item.items() if name != "updated_at"} for item in items]
