"""The page of a State: what is open at first sight, and what is folded."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.focal_points.desks import add_desk
from tests.html import parse


@pytest.mark.parametrize(("section", "rows"), [("treaties", "bilateral treaties"), ("legislation", "laws")])
def test_long_lists_of_a_state_are_folded_under_their_number(client: FlaskClient, section: str, rows: str) -> None:
    page = parse(client.get("/en/jurisdictions/KZ"))

    [fold] = page.all(f"section[aria-labelledby={section}] details.fold-plain")
    number, _, words = fold.all("summary")[0].text.partition(" ")

    assert words == rows
    assert int(number) == len(fold.all("ul.rows > li"))
    assert not fold.has("open")


def test_a_note_on_an_act_opens_with_its_source(client: FlaskClient) -> None:
    page = parse(client.get("/en/jurisdictions/KZ"))

    act = page.one("tr#cis-cyber-2018 ul.acts > li")

    assert "law 277-VI" not in act.text.split("Note and source")[0]
    assert "law 277-VI" in act.one("details.source").text


def test_the_next_ways_name_the_authority_for_legal_assistance_and_lead_to_the_directory_of_unodc(
    client: FlaskClient,
) -> None:
    way = parse(client.get("/en/jurisdictions/VN")).all("section[aria-labelledby=next-ways] li")[0]

    assert "Supreme People's Procuracy" in way.text
    assert any("unodc.org" in link for link in way.links)


@pytest.mark.parametrize(
    ("cover", "words"),
    [
        ("round_the_clock", "says that it answers round the clock"),
        ("on_call", "No desk of this State is known to answer at this hour"),
    ],
)
def test_the_next_ways_do_not_contradict_a_desk_that_says_it_answers_round_the_clock(
    small_app: Flask, cover: str, words: str
) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", cover=cover)
    factories.add(factories.contact("desk@tj.example", "tj-office"))

    assert words in parse(small_app.test_client().get("/en/jurisdictions/TJ")).one("#next-ways").text
