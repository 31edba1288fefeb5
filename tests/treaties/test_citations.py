"""Citations of treaties in a reader's language."""

from datetime import date

import pytest
from flask import Flask, g

from directory.access.gate import read
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Treaty
from directory.treaties.citations import citation, cited_titles, concluded_on


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ("", ""),
        ("18(7)", "art. 18(7)"),
        ("18(1); 18(3)", "arts 18(1) and 18(3)"),
        ("UNTOC, art. 18(15)(a)", "UNTOC (Palermo Convention), art. 18(15)(a)"),
        ("UNTOC, art. 18(13) and (14)", "UNTOC (Palermo Convention), arts 18(13) and (14)"),
        ("UNTOC, arts 2(b), 3(1)(b) and 18(1)", "UNTOC (Palermo Convention), arts 2(b), 3(1)(b) and 18(1)"),
        ("UNTOC, arts 19 to 21", "UNTOC (Palermo Convention), arts 19–21"),
        ("Trafficking Protocol and Smuggling Protocol, art. 4", "Trafficking Protocol and Smuggling Protocol, art. 4"),
        ("Convention on Cybercrime, art. 35", "Budapest Convention, art. 35"),
        ("1988 Convention, art. 3(1)", "1988 Convention, art. 3(1)"),
        ("18(1); 1988 Convention, art. 7", "art. 18(1) · 1988 Convention, art. 7"),
        ("UN Model Treaty on Extradition, art. 4(d)", "UN Model Treaty on Extradition, art. 4(d)"),
        ("18(1); Trafficking Protocol, art. 1(3)", "art. 18(1) · Trafficking Protocol, art. 1(3)"),
        ("UNODC, Manual on Mutual Legal Assistance and Extradition",) * 2,
    ],
)
def test_a_citation_names_the_treaty_as_its_page_does(context: None, cited: str, words: str) -> None:
    assert citation(cited, cited_titles(ANONYMOUS, "en")) == words


def test_in_a_language_that_runs_from_right_to_left_name_and_number_keep_their_order(app: Flask) -> None:
    with app.test_request_context("/ar/atlas"):
        g.language = "ar"

        words = citation("UNTOC, art. 18(15)", cited_titles(ANONYMOUS, "ar"))

    assert "UNTOC" not in words
    assert "\u206818(15)\u2069" in words


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("untoc", date(2000, 11, 15)),
        ("minsk-1993", date(1993, 1, 22)),
        ("ets30", date(1959, 4, 20)),
        ("kz-kg-mla-1996", date(1996, 8, 26)),
    ],
)
def test_a_treaty_is_cited_by_the_day_of_its_signature_or_adoption_or_of_its_opening(
    context: None, key: str, day: date
) -> None:
    assert concluded_on(read(ANONYMOUS, db.session.get(Treaty, key))) == day
