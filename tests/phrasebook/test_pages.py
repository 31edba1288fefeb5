"""The public page of the phrasebook, and the list of the API."""

import pytest
from flask.testing import FlaskClient

from directory.i18n import LANGUAGES
from directory.phrasebook.sentences import GROUPS, PHRASES
from tests.html import parse


def test_everyone_reads_all_sentences_by_group(client: FlaskClient) -> None:
    page = parse(client.get("/en/phrases"))

    assert len(page.all("main .phrase")) == len(PHRASES)
    assert [one.text for one in page.all("main h2")] == [str(group.label) for group in GROUPS.values()]


def test_sentences_are_found_by_words_of_the_readers_language(client: FlaskClient) -> None:
    page = parse(client.get("/en/phrases?q=dual+criminality+lacking"))

    assert "dual_criminality_lacking" in [one["id"] for one in page.all("main .phrase")]
    assert len(page.all("main .phrase")) == len([one for one in PHRASES.values() if "lacking" in one.text])


def test_what_finds_nothing_says_so(client: FlaskClient) -> None:
    page = parse(client.get("/en/phrases?q=xyzzy"))

    assert page.all("main .phrase") == []
    assert "no sentence with these words" in page.one("main").text


def test_a_second_language_stands_beside(client: FlaskClient) -> None:
    page = parse(client.get("/en/phrases?group=progress&beside=ar"))

    assert len(page.all('main .phrase [lang="ar"]')) == len(GROUPS["progress"].phrases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_has_one_list_in_each_language(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/api/v1/phrases?lang={language}")

    assert answer.headers["Content-Language"] == language
    assert [one["id"] for one in answer.json["items"]] == list(PHRASES)
    for one in answer.json["items"]:
        assert all(f"{{{slot['name']}}}" in one["text"] for slot in one["slots"])
        assert "%(" not in one["text"]
