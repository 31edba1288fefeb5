"""Numbers that only phones of their State can dial: never a link, never before a line that works from abroad."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.focal_points.contacts import is_local
from directory.models import Competence
from directory.search import sync
from directory.vocabulary import Role
from tests import factories, people
from tests.focal_points.desks import add_desk
from tests.html import parse

ABROAD = "No number here works from abroad."
PLACES = (
    "jurisdictions/KG",
    "jurisdictions/compare?codes=KG,UZ",
    "authorities/kg-prosecutor-general",
    "focal-points/kg-casc",
    "focal-points",
    "search?q=Prosecutor+General+Kyrgyz",
    "atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip",
    "atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip&urgent=1",
    "atlas?from=KZ&to=KG&measure=victim_repatriation&offence=tip&all=1",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_domestic_number_is_no_link_and_names_its_state(client: FlaskClient, place: str) -> None:
    page = parse(client.get(f"/en/{place}"))

    assert [link for link in page.links if link.startswith("tel:") and not link.startswith(("tel:+", "tel:00"))] == []
    assert "54-28-18" in page.text
    assert "without area code: only from its own town in Kyrgyzstan" in page.text


@pytest.mark.parametrize(
    ("value", "state", "is_alone"),
    [
        ("54-28-18", "KG", True),
        ("0312 54-28-18", "KG", False),
        ("115", "KZ", False),
        ("116 006", "GE", False),
        ("16000", "EG", False),
        ("0800 505 50", "AM", False),
        ("800 7283", "AE", False),
        ("+996 312 54-28-18", "KG", False),
    ],
)
def test_a_number_without_an_area_code_is_told_from_one_of_the_whole_country(
    value: str, state: str, is_alone: bool
) -> None:
    assert is_local(value, state) is is_alone


def test_a_line_that_works_from_abroad_comes_before_a_domestic_one(small_app: Flask) -> None:
    """Both offices do the same work; the one with a short number comes first by its key."""
    for key, number in (("am-0-office", "115"), ("am-1-office", "+374 10 511 651")):
        factories.add(
            factories.authority(
                key,
                jurisdiction_key="AM",
                competences=[Competence(key=f"{key}-1", authority_key=key, function="police_cooperation")],
            )
        )
        factories.add(factories.contact(number, key, means="phone"))

    page = parse(small_app.test_client().get("/en/jurisdictions/AM")).one('section[aria-labelledby="contact"]')

    assert "/en/authorities/am-0-office" not in page.links
    assert any(link.startswith("tel:+") for link in page.links)
    assert ABROAD not in page.text


@pytest.mark.parametrize(("more", "place"), [("", "#kg-kz-authority"), ("&urgent=1", "dl.essentials")])
def test_where_no_line_works_from_abroad_the_answer_says_what_to_do(client: FlaskClient, more: str, place: str) -> None:
    answer = client.get(f"/en/atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip{more}")
    page = parse(answer).one(place)

    assert ABROAD in page.text
    assert "National Central Bureau of INTERPOL in your country" in page.text


@pytest.mark.parametrize(
    ("page", "reader", "is_offered"),
    [
        ("focal-points?jurisdiction=TJ", "KZ", False),
        ("focal-points/tj-desk", "KZ", False),
        ("focal-points/tj-desk", "TJ", True),
    ],
)
def test_a_domestic_number_is_a_fallback_for_readers_of_its_state_alone(
    small_app: Flask, page: str, reader: str, is_offered: bool
) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ")
    factories.add(factories.contact("+992 372 000 001", "tj-office", means="phone"))
    factories.add(factories.authority("tj-ncb", jurisdiction_key="TJ", authority_kind="interpol_ncb"))
    factories.add(factories.contact("102", "tj-ncb", means="phone"))
    sync.catch_up()
    client = people.signed_in(small_app, factories.account(Role.PRACTITIONER, jurisdiction_key=reader))

    shown = parse(client.get(f"/en/{page}")).one("main")

    assert "/en/authorities/tj-ncb" in shown.links
    assert ("within Tajikistan only" in shown.text) == is_offered


def test_each_step_if_nobody_answers_has_its_number(client: FlaskClient) -> None:
    chain = parse(client.get("/en/focal-points/ge-casc")).one('section[aria-labelledby="chain"]')

    assert any(link.startswith("tel:+995") for link in chain.links)
