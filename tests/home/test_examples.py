"""Examples beside the search box of the home page."""

import pytest
from flask.testing import FlaskClient

from directory.i18n import LANGUAGES
from tests.html import parse


@pytest.mark.long(each=3, start=1)
@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_in_the_language_of_the_page_and_are_answered(client: FlaskClient, language: str) -> None:
    examples = parse(client.get(f"/{language}/")).all("section.hero p.inline a")

    assert len(examples) == 3
    for example in examples:
        found = client.get("/api/v1/search", query_string={"q": example.text, "lang": language}).get_json()
        assert found["total"] or found["answers"], example.text
