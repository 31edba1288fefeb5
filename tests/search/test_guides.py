"""General words lead to what the site does for them, or to the institution outside that does it."""

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.i18n import LANGUAGES
from directory.search.guides import GUIDE_WORDS, GUIDES
from directory.search.queries import SearchQuery, find_answer
from tests.html import parse


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("row", rows(Path(__file__).with_name("guides.csv")), ids=lambda row: row["text"])
def test_general_words_lead_to_their_guide(row: dict[str, str]) -> None:
    question, _ = find_answer(ANONYMOUS, SearchQuery(row["text"]))

    assert question.guides == tuple(filter(None, row["guides"].split(";")))


def test_each_guide_has_words_in_every_language() -> None:
    words = {(row["code"], row["language"]) for row in rows(GUIDE_WORDS)}

    assert words == {(guide["code"], language) for guide in rows(GUIDES) for language in LANGUAGES}


def test_a_guide_leads_to_a_page_or_names_institution_address_and_source() -> None:
    for guide in rows(GUIDES):
        outside = [guide["institution"], guide["address"], guide["source"]]
        assert all(outside) if not guide["page"] else not any(outside), guide["code"]


@pytest.mark.parametrize("guide", [row for row in rows(GUIDES) if row["page"]], ids=lambda row: row["code"])
def test_the_pages_of_guides_exist(app: Flask, guide: dict[str, str]) -> None:
    client = app.test_client()
    for page in (guide["page"], guide["page_of_state"].format(state="KG")):
        assert client.get(f"/en{page}").status_code in (200, 303), page


def test_the_page_names_where_to_go_for_what_is_outside(app: Flask) -> None:
    page = parse(app.test_client().get("/ru/search?q=апостиль"))

    [link] = [one for one in page.all("main a") if urlsplit(str(one["href"])).netloc == "www.hcch.net"]
    assert link.text == "Hague Conference on Private International Law (HCCH)"


def test_where_a_guide_answers_alone_the_page_says_so_and_tells_no_word_as_left_out(app: Flask) -> None:
    page = parse(app.test_client().get("/en/search?q=apostille"))

    assert page.one("h1").text == "No entry is about this. What helps:"
    assert page.all("main s") == []
    assert [one for one in page.all("main a") if urlsplit(str(one["href"])).netloc == "www.hcch.net"]


def test_the_words_of_a_guide_are_not_told_as_left_out_beside_other_words(app: Flask) -> None:
    found = app.test_client().get("/api/v1/search?q=apostille+for+a+court+decision").json

    assert [one["code"] for one in found["answers"]] == ["apostille"]
    assert (found["ignored"], found["total"] > 0) == ([], True)


def test_a_guide_of_one_state_leads_to_this_state(app: Flask) -> None:
    answers = app.test_client().get("/api/v1/search?q=whom+do+I+call+in+Kazakhstan").json["answers"]

    [guide] = [one for one in answers if one["kind"] == "guide"]
    assert (guide["code"], guide["url"]) == ("desks", "/en/focal-points?jurisdiction=KZ")
