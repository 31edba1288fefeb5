"""The library of law: narrowed by what its entries are about and by words; each entry with what rests on it."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Designation, Legislation, RequirementSheet, Rule
from directory.seeding.load import FOLDER
from tests import factories
from tests.conftest import copy_of, make_app
from tests.html import parse

HOME_STATES = {"AM", "AZ", "GE", "KZ", "KG", "TJ", "TM", "UZ"}
LAWS = {
    "kz-guide": {"law_kind": "guide", "jurisdiction_key": "KZ", "issues": ("extradition",)},
    "kz-unsorted": {"jurisdiction_key": "KZ"},
    "kg-act": {"law_kind": "law", "crime_types": ("tip",), "issues": ("victims", "return"), "citation": "No. 55"},
    "kg-ruling": {"law_kind": "decision", "crime_types": ("som",), "treaty_articles": ("untoc_18", "som_protocol_6")},
}
TITLES = {
    "kg-act": {"en": "Act on trafficking", "ru": "Закон о торговле людьми"},
    "kg-ruling": {"en": "Ruling of the plenum"},
    "kz-guide": {"en": "Guide for practitioners"},
    "kz-unsorted": {"en": "Something unsorted"},
}


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("library") / "data"))
    with app.app_context():
        for key, values in LAWS.items():
            title = factories.Texts("en", TITLES[key])
            factories.add(Legislation(key=key, title=title, **{"jurisdiction_key": "KG", **values}))
        factories.add(
            factories.authority("kg-designated"),
            Designation(key="kg-designated:kg-act", authority_key="kg-designated", legislation_key="kg-act"),
            RequirementSheet(key="kg-library", jurisdiction_key="KG", measure="extradition"),
            Rule(
                key="kg-library:one",
                sheet_key="kg-library",
                topic="languages",
                legislation_key="kg-act",
                text=factories.english("In Kyrgyz."),
            ),
        )
        yield app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


def listed(client: FlaskClient, asked: str) -> list[str]:
    """Return which of the laws of these tests an address lists, in their order."""
    answer = client.get(f"/en/legislation?{asked}")
    assert answer.status_code == 200
    return [str(row["id"]) for row in parse(answer).all("li[id]") if row["id"] in LAWS]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", list(LAWS)),
        ("jurisdiction=KZ", ["kz-guide", "kz-unsorted"]),
        ("jurisdiction=kz", ["kz-guide", "kz-unsorted"]),
        ("kind=decision", ["kg-ruling"]),
        ("kind=unsorted", ["kz-unsorted"]),
        ("crime=tip", ["kg-act"]),
        ("issue=return", ["kg-act"]),
        ("issue=unsorted&jurisdiction=KG", ["kg-ruling"]),
        ("article=untoc_18", ["kg-ruling"]),
        ("q=ACT+trafficking", ["kg-act"]),
        ("q=%D1%82%D0%BE%D1%80%D0%B3%D0%BE%D0%B2%D0%BB%D0%B5", ["kg-act"]),
        ("q=55&crime=tip", ["kg-act"]),
        ("q=plenum&crime=tip", []),
        ("kind=nothing&crime=%27&article=untoc_99", list(LAWS)),
        ("page=99999", list(LAWS)),
        (f"q={'x' * 500}", []),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(client: FlaskClient, asked: str, found: list[str]) -> None:
    assert listed(client, asked) == found


def test_where_nothing_is_found_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/en/legislation?q=zzzz").text

    assert "0 entries" in page
    assert 'href="/en/search?q=zzzz"' in page


def test_an_entry_says_what_rests_on_it_and_what_is_not_sorted(client: FlaskClient) -> None:
    page = client.get("/en/legislation/kg-act").text

    assert "Kyrgyzstan: Extradition" in page
    assert 'href="/en/authorities/kg-designated"' in page
    assert "Trafficking in persons" in page
    assert "Articles of UNTOC and its Protocols" in page.split("not classified yet")[1]


def test_an_entry_on_which_nothing_rests_says_so(client: FlaskClient) -> None:
    assert (
        "No requirement and no designation in this directory names it." in client.get("/en/legislation/kz-guide").text
    )


def test_an_unknown_entry_is_not_found(client: FlaskClient) -> None:
    assert client.get("/en/legislation/none").status_code == 404


def test_a_requirement_leads_to_its_law(client: FlaskClient) -> None:
    assert 'href="/en/legislation/kg-act"' in client.get("/en/jurisdictions/KG/requirements").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [("law_kind=guide", ["kz-guide"]), ("crime_type=som", ["kg-ruling"]), ("issue=victims", ["kg-act"])],
)
def test_the_api_narrows_its_list_alike(client: FlaskClient, asked: str, found: list[str]) -> None:
    items = client.get(f"/api/v1/legislation?{asked}").get_json()["items"]

    assert [one["id"] for one in items if one["id"] in LAWS] == found


def test_no_law_of_the_home_network_is_named_by_its_number_alone() -> None:
    with (FOLDER / "legislation.csv").open(encoding="utf-8", newline="") as lines:
        titles = [row["title_en"] for row in csv.DictReader(lines) if row["jurisdiction"] in HOME_STATES]

    assert titles
    assert [title for title in titles if re.fullmatch(r"(?:Law|Act|Decree|Code)? ?(?:No\. )?[\dIVX/ -]+", title)] == []
