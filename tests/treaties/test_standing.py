"""What the acts of a State under a treaty say together: only an instrument binds, and silence is not "no"."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import TreatyStatus
from directory.treaties.standing import standing
from directory.vocabulary import STANDINGS
from tests.html import parse


@dataclass(frozen=True)
class Act:
    action: str
    date_kind: str = ""


SAID = [
    ("party", [("signature", "signature"), ("ratification", "deposit")]),
    ("party", [("accession", "deposit")]),
    ("party", [("succession", "deposit")]),
    ("party", [("party", "")]),
    ("party", [("party", "entry_into_force")]),
    ("party", [("ratification", "national_law"), ("ratification", "deposit")]),
    ("approved", [("ratification", "national_law")]),
    ("approved", [("signature", "signature"), ("national_approval_law", "national_law")]),
    ("signed", [("signature", "signature")]),
    ("signed", [("signature_only", "")]),
    ("signed", [("signature", "date_of_conclusion")]),
    ("not_party", [("not_party", "")]),
    ("party", [("not_party", ""), ("accession", "deposit")]),
    ("not_known", [("not_signatory", "")]),
    ("not_known", [("no_entry", "")]),
    ("withdrawn", [("ratification", "deposit"), ("withdrawal", "effective_date")]),
    ("withdrawal_enacted", [("party", ""), ("withdrawal", "national_law")]),
]


@pytest.mark.parametrize(("word", "acts"), SAID)
def test_acts_together_say_a_word(word: str, acts: list[tuple[str, str]]) -> None:
    assert standing([Act(*act) for act in acts])[0] == word


def test_every_act_in_the_data_leads_to_a_word_of_the_vocabulary(context: None) -> None:
    rows = db.session.execute(select(TreatyStatus.action, TreatyStatus.date_kind).distinct()).all()

    assert rows
    assert {standing([Act(*row)])[0] for row in rows} <= set(STANDINGS)


@pytest.mark.parametrize(
    ("state", "treaty", "words"),
    [
        ("AZ", "ets99", "approved by national law, deposit not known"),
        ("KZ", "oas-mla-1992", "approved by national law, deposit not known"),
        ("TM", "chisinau-2002", "not known"),
        ("AE", "som-protocol", "not known"),
        ("UA", "minsk-1993", "withdrawal by national law"),
        ("UZ", "som-protocol", "signed, no later act known"),
        ("KG", "tip-protocol", "party"),
    ],
)
def test_a_state_page_says_no_more_than_the_acts(client: FlaskClient, state: str, treaty: str, words: str) -> None:
    row = parse(client.get(f"/en/jurisdictions/{state}")).one(f"tr#{treaty}")

    assert words in [part.text for part in row.all("td")[0].all("span")]


def test_doubt_about_the_deciding_act_stands_beside_the_word(client: FlaskClient) -> None:
    row = parse(client.get("/en/jurisdictions/KZ")).one("tr#minsk-1993")

    assert "unverified" in row.all("td")[0].text


def test_a_treaty_that_was_perhaps_never_signed_is_not_on_the_card(client: FlaskClient) -> None:
    card = client.get("/en/jurisdictions/IR/card").text

    assert "Agreement on the transfer of sentenced persons" not in card
