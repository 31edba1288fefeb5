"""The comparison of States: whom to call there, and the requirements for one measure or all."""

from flask.testing import FlaskClient

from tests.html import parse

STATES = "/en/jurisdictions/compare?codes=KG,KZ"


def test_a_comparison_by_measure_shows_this_measure_and_what_holds_for_all(client: FlaskClient) -> None:
    headings = [row.text for row in parse(client.get(STATES)).all("tr.heading")]
    page = parse(client.get(f"{STATES}&measure=extradition"))

    assert len(headings) > 1
    assert [row.text for row in page.all("tr.heading")] == ["Extradition"]
    assert page.one("select[name=measure] option[selected]")["value"] == "extradition"
    assert page.all("table.compare tbody tr")[1].classes != {"heading"}


def test_a_comparison_names_whom_to_call_in_each_state(client: FlaskClient) -> None:
    row = parse(client.get(STATES)).all("table.compare tbody tr")[0]

    assert row.one("th").text == "Contact"
    assert ["Prosecutor General" in cell.text for cell in row.all("td")] == [True, True]
    assert all(cell.all("p.call") for cell in row.all("td"))


def test_an_unknown_measure_compares_all(client: FlaskClient) -> None:
    assert client.get(f"{STATES}&measure=nothing").text == client.get(STATES).text
