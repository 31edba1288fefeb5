"""The pages of a lawyer's first minute are in one language: a text in another one is marked with `lang`."""

import pytest
from flask.testing import FlaskClient

from tests.translations.catalogues import COMPLETE
from tests.translations.foreign_words import foreign_words

ASKED = ("kyrgyz", "prosecutor")
# The first page, a State, its requirements, and a search.
PAGES = ("/", "/jurisdictions/KG", "/jurisdictions/KG/requirements", f"/search?q={'+'.join(ASKED)}")


@pytest.mark.long(each=3)
@pytest.mark.parametrize("code", COMPLETE)
def test_a_page_marks_every_text_in_another_language(client: FlaskClient, code: str) -> None:
    left = {path: foreign_words(client.get(f"/{code}{path}").text, code, ASKED) for path in PAGES}

    assert left == {path: [] for path in PAGES}


@pytest.mark.parametrize(
    ("code", "page", "left"),
    [
        ("ru", "<p>Дата источника: <bdi>undated</bdi></p>", ["undated"]),
        ("ru", '<p>Дата источника: <bdi lang="en">undated</bdi></p>', []),
        ("ru", '<p>Источник: KG, ETS 30, <a href="/">unodc.org</a></p>', []),
        ("uz", "<p>Manba: text with amendments to 2024</p>", ["Manba: text with amendments to 2024"]),
        ("uz", '<p lang="en">Source <b lang="uz">manba</b> of the text</p>', []),
        ("fr", '<a title="Criminal law of the State">loi</a>', ["Criminal law of the State"]),
    ],
)
def test_a_text_in_another_language_is_found(code: str, page: str, left: list[str]) -> None:
    assert foreign_words(f"<body>{page}</body>", code) == left
