"""The page of a State: what is open at first sight, and what is folded."""

import pytest
from flask.testing import FlaskClient

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
