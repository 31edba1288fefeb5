"""In which language an answer is."""

import pytest
from flask.testing import FlaskClient

from directory.i18n import LANGUAGES
from tests.api.conftest import Read


def test_the_language_of_the_address_comes_before_that_of_the_header(read: Read) -> None:
    body = read("jurisdictions/KG?lang=ru", headers={"Accept-Language": "ar"})

    assert body["name"] == "Кыргызстан"
    assert body["url"] == "/ru/jurisdictions/KG"


def test_the_header_chooses_where_the_address_does_not(client: FlaskClient) -> None:
    answer = client.get("/api/v1/jurisdictions/KG", headers={"Accept-Language": "de, zh-Hans;q=0.9"})

    assert answer.get_json()["name"] == "吉尔吉斯斯坦"
    assert answer.headers["Content-Language"] == "zh"


def test_a_language_that_is_not_known_is_passed_over(client: FlaskClient) -> None:
    answer = client.get("/api/v1/jurisdictions/KG?lang=xx")

    assert answer.headers["Content-Language"] == "en"


@pytest.mark.long(each=5)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_says_its_language_and_its_original(read: Read, language: str) -> None:
    name = read(f"jurisdictions/KG?lang={language}")["details"]["name"]

    assert name["language"] == language
    assert name["original_language"] == "ky"
    assert name["value"] == name["texts"][language]["text"]


def test_a_code_has_its_label_in_the_language_asked(read: Read) -> None:
    details = read("treaties/untoc?lang=ru")["details"]

    assert details["level"]["value"] == "universal"
    assert details["level"]["label"]
    assert read("jurisdictions/KG?lang=fr")["details"]["official_languages"]["labels"] == ["kirghize", "russe"]


def test_a_key_has_the_name_of_what_it_points_to(read: Read) -> None:
    desk = read("focal-points/ge-budapest-24-7")

    authority = desk["details"]["authority_key"]
    assert authority["label"] == read(f"authorities/{authority['value']}")["name"] == desk["name"]


@pytest.mark.parametrize("address", ["jurisdictions", "jurisdictions/KG", "search?q=kg", "measures"])
def test_caches_are_told_that_language_matters(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")

    assert {"Accept-Language", "Accept-Encoding"} <= set(answer.vary)
