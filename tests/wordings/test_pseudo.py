"""An administrator reads English pages in the pseudo-language; nobody else does, nor anything that others share."""

from flask import Flask
from flask.testing import FlaskClient

from directory.pseudo_language import pseudo
from tests.added_language.added import plain_words
from tests.html import parse

SKIP = "Skip to the content"


def choose(client: FlaskClient, *, is_on: bool) -> int:
    return client.post("/en/wordings/pseudo", data={"show": "1" if is_on else ""}).status_code


def skip_link(client: FlaskClient, address: str = "/en/treaties") -> str:
    return parse(client.get(address)).one("a.skip").text


def test_english_pages_are_disguised_until_they_are_shown_as_they_are(at_administrator: FlaskClient) -> None:
    assert choose(at_administrator, is_on=True) == 303

    assert skip_link(at_administrator) == pseudo(SKIP)
    assert skip_link(at_administrator, "/ru/treaties") != pseudo(SKIP)
    assert not [words for words in plain_words(at_administrator.get("/en/wordings").text) if words == SKIP]
    assert choose(at_administrator, is_on=False) == 303
    assert skip_link(at_administrator) == SKIP


def test_nobody_else_is_shown_a_disguised_page(
    at_administrator: FlaskClient, visitor: FlaskClient, at_lawyer: FlaskClient, small_app: Flask
) -> None:
    """Neither by the cache, which the administrator's page passes by, nor by a language of the bar."""
    choose(at_administrator, is_on=True)
    skip_link(at_administrator)

    assert [skip_link(one) for one in (visitor, at_lawyer, small_app.test_client())] == [SKIP] * 3
    bar = parse(at_administrator.get("/en/treaties")).one("nav.languages")
    assert len(bar.all("li")) == 14
    assert choose(at_lawyer, is_on=True) == 403
    assert choose(visitor, is_on=True) == 401
    assert skip_link(at_lawyer) == SKIP


def test_the_api_is_never_disguised(at_administrator: FlaskClient) -> None:
    choose(at_administrator, is_on=True)

    label = at_administrator.get("/api/v1/measures/extradition").json
    assert "[" not in str(label["name"])


def test_placeholders_and_markup_stay() -> None:
    assert pseudo("Page %(number)s of %(total)s") == "[Ƥáĝé %(number)s óƒ %(total)s ····]"
    assert pseudo("100 %% of {done} <b>x</b>").count("%%") == 1
    assert "{done} <b>ẋ</b>" in pseudo("100 %% of {done} <b>x</b>")
