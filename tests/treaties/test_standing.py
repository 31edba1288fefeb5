"""What the acts of a State under a treaty say together on a day: only an instrument binds, silence is not "no"."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import TreatyStatus
from directory.treaties.standing import standing
from directory.vocabulary import STANDINGS
from tests.html import parse

TODAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Act:
    action: str
    date_kind: str = ""
    acted_on: date | None = None
    towards: str = ""


SAID = [
    ("party", [("signature", "signature"), ("ratification", "deposit")]),
    ("party", [("accession", "deposit")]),
    ("party", [("succession", "deposit")]),
    ("party", [("party", "")]),
    ("party", [("party", "entry_into_force")]),
    ("party", [("ratification", "national_law"), ("ratification", "deposit")]),
    ("party", [("notification", "deposit")]),
    ("party", [("provisional_application", "effective_date")]),
    ("approved", [("ratification", "national_law")]),
    ("approved", [("signature", "signature"), ("national_approval_law", "national_law")]),
    ("approved", [("notification", "national_law")]),
    ("signed", [("signature", "signature")]),
    ("signed", [("signature_only", "")]),
    ("signed", [("signature", "date_of_conclusion")]),
    ("not_party", [("not_party", "")]),
    ("party", [("not_party", ""), ("accession", "deposit")]),
    ("not_known", [("not_signatory", "")]),
    ("not_known", [("no_entry", "")]),
    ("not_known", [("signature_authorised", "national_law")]),
    ("withdrawn", [("ratification", "deposit"), ("withdrawal", "effective_date")]),
    ("party", [("party", ""), ("withdrawal", "national_law")]),
]


@pytest.mark.parametrize(("word", "acts"), SAID)
def test_acts_together_say_a_word(word: str, acts: list[tuple[str, str]]) -> None:
    assert standing([Act(*act) for act in acts], TODAY).code == word


BOUND = Act("ratification", "deposit", date(1995, 1, 10))
LAW = Act("withdrawal", "national_law", date(2022, 12, 1))
NOTICE = Act("withdrawal", "notice", date(2022, 12, 10))
FIRST_END, SECOND_END = (
    Act("withdrawal", "effective_date", date(2023, 12, 29)),
    Act("withdrawal", "effective_date", date(2024, 5, 19)),
)
SUSPENDED = Act("suspension", "effective_date", date(2022, 12, 23), "RU")
RETURN = Act("accession", "deposit", date(2026, 2, 1))


@dataclass(frozen=True)
class Day:
    """How a State stands on a day towards another one, `code`, and why that is not certain."""

    acts: list[Act]
    on: date
    code: str
    doubts: tuple[str, ...] = ()
    towards: str = "KZ"


DAYS = {
    "a law on withdrawal binds on, since it ends no treaty": Day(
        [BOUND, LAW], date(2022, 12, 5), "party", ("withdrawal_enacted",)
    ),
    "before that law there is no doubt": Day([BOUND, LAW], date(2022, 11, 30), "party"),
    "a notice binds on until it takes effect": Day(
        [BOUND, LAW, NOTICE, FIRST_END], date(2023, 6, 1), "party", ("withdrawal_notified",)
    ),
    "on the day of its effect the State is out": Day([BOUND, NOTICE, FIRST_END], date(2023, 12, 29), "withdrawn"),
    "the day before it is bound": Day(
        [BOUND, NOTICE, FIRST_END], date(2023, 12, 28), "party", ("withdrawal_notified",)
    ),
    "between two days of effect that sources give it is bound, and that is disputed": Day(
        [BOUND, LAW, FIRST_END, SECOND_END], date(2024, 2, 1), "party", ("withdrawal_disputed",)
    ),
    "from the later of the two days it is out": Day(
        [BOUND, LAW, FIRST_END, SECOND_END], date(2024, 5, 19), "withdrawn"
    ),
    "a withdrawal without a day is past": Day([BOUND, Act("withdrawal")], date(2024, 5, 19), "withdrawn"),
    "a withdrawal alone tells that the State was bound": Day(
        [Act("national_approval_law", "national_law", date(1994, 11, 10)), FIRST_END], date(2023, 1, 1), "party"
    ),
    "a suspension towards one State holds towards it": Day(
        [BOUND, SUSPENDED], date(2023, 1, 1), "suspended", towards="RU"
    ),
    "and towards no other": Day([BOUND, SUSPENDED], date(2023, 1, 1), "party"),
    "nor before its day": Day([BOUND, SUSPENDED], date(2022, 12, 22), "party", towards="RU"),
    "a suspension that names no State holds towards all": Day(
        [BOUND, Act("suspension", "effective_date", date(2022, 12, 23))], date(2023, 1, 1), "suspended"
    ),
    "a State that returned is bound again": Day([BOUND, FIRST_END, RETURN], date(2026, 2, 1), "party"),
    "before it returned it is out": Day([BOUND, FIRST_END, RETURN], date(2026, 1, 31), "withdrawn"),
    "a notification that procedures are done binds": Day(
        [Act("notification", "deposit", date(2001, 2, 6))], TODAY, "party"
    ),
    "provisional application binds": Day(
        [Act("provisional_application", "effective_date", date(2001, 2, 6))], TODAY, "party"
    ),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_state_stands_on_a_day_as_its_acts_say(name: str) -> None:
    case = DAYS[name]

    found = standing(case.acts, case.on, (case.towards,))

    assert (found.code, found.doubts) == (case.code, case.doubts)


def test_every_act_in_the_data_leads_to_a_word_of_the_vocabulary(context: None) -> None:
    rows = db.session.execute(select(TreatyStatus.action, TreatyStatus.date_kind).distinct()).all()

    assert rows
    assert {standing([Act(*row)], TODAY).code for row in rows} <= set(STANDINGS)


@pytest.mark.parametrize(
    ("state", "treaty", "words"),
    [
        ("UZ", "chisinau-2002", "approved by national law, deposit not known"),
        ("AZ", "ets99", "party"),
        ("KZ", "oas-mla-1992", "party"),
        ("TM", "chisinau-2002", "not known"),
        ("AE", "som-protocol", "not known"),
        ("UA", "minsk-1993", "withdrawn"),
        ("UZ", "som-protocol", "signed, no later act known"),
        ("KG", "tip-protocol", "party"),
    ],
)
def test_a_state_page_says_no_more_than_the_acts(client: FlaskClient, state: str, treaty: str, words: str) -> None:
    row = parse(client.get(f"/en/jurisdictions/{state}")).one(f"tr#{treaty}")

    assert words in [part.text for part in row.all("td")[0].all("span")]


def test_doubt_about_the_deciding_act_stands_beside_the_word(client: FlaskClient) -> None:
    row = parse(client.get("/en/jurisdictions/TJ")).one("tr#chisinau-2002")

    assert "unverified" in row.all("td")[0].text


def test_a_treaty_that_was_perhaps_never_signed_is_not_on_the_card(client: FlaskClient) -> None:
    card = client.get("/en/jurisdictions/PK/card").text

    assert "Draft extradition treaty" not in card
