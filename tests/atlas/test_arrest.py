"""What provisional arrest costs in days, and which of several terms holds."""

import pytest
from flask.testing import FlaskClient

from directory.atlas.arrest import arrest_terms
from directory.atlas.sheet_statements import SheetStatement
from tests.api.conftest import read_with
from tests.atlas.cases import OTHER, asked
from tests.html import parse

TREATY = SheetStatement("provisional_arrest", treaty="ets24", release_possible="18_days", release_due="40_days")


def law(term: str) -> SheetStatement:
    return SheetStatement("provisional_arrest", state="AM", release_due=term)


@pytest.mark.parametrize(
    ("said", "possible", "due", "outdone"),
    [
        ([TREATY], "18_days", "40_days", []),
        ([TREATY, law("1_month")], "18_days", "1_month", ["40_days"]),
        ([TREATY, law("60_days")], "18_days", "40_days", ["60_days"]),
        ([TREATY, law("40_days")], "18_days", "40_days", []),
        ([TREATY, law("18_days")], "", "18_days", ["40_days"]),
        ([law("40_days")], "", "40_days", []),
        ([SheetStatement("provisional_arrest", treaty="ets24")], "", "", []),
        ([SheetStatement("provisional_arrest", treaty="ets24", release_due="18_days", if_agreed=True)], "", "", []),
    ],
)
def test_the_shortest_term_holds(said: list[SheetStatement], possible: str, due: str, outdone: list[str]) -> None:
    found = arrest_terms(asked("RU>AM", "extradition", OTHER), said)

    assert found is not None
    assert [found.possible.code if found.possible else "", found.due.code if found.due else ""] == [possible, due]
    assert [one.code for one in found.outdone] == outdone


def test_a_request_for_evidence_costs_no_days_of_arrest() -> None:
    assert arrest_terms(asked("RU>AM", "hearing_witness", OTHER), [TREATY]) is None


def test_the_first_screen_tells_the_days_and_the_answer_why_they_hold(client: FlaskClient) -> None:
    """ETS 24, art. 16(4), and Armenia's declaration of one month."""
    page = parse(client.get("/en/atlas?from=RU&to=AM&measure=extradition&offence=other&all=1"))

    told = "The request must arrive within 18 days of the arrest; after 1 month the person is released."
    assert told in page.one("dl.essentials").text
    whole = page.one("#ru-am-content").text
    assert told in whole
    assert (
        "1 month (Declaration: ETS 24, art. 16(4)) holds, not 40 days (ETS 24, art. 16(4)): a State may release"
        in whole
    )


def test_days_that_are_not_known_are_not_invented(client: FlaskClient) -> None:
    page = parse(client.get("/en/atlas?from=KZ&to=KG&measure=extradition&offence=other"))

    assert "No number of days is known: ask before the arrest." in page.one("dl.essentials").text


def test_programs_read_the_days(client: FlaskClient) -> None:
    told = read_with(client, "atlas?from=RU&to=AM&measure=extradition&offence=other")["provisional_arrest"]

    assert (told["release_possible"], told["release_due"]) == ("18_days", "1_month")
    assert read_with(client, "atlas?from=RU&to=AM&measure=records&offence=other")["provisional_arrest"] is None
