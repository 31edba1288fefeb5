"""The number to call first in each member State, on the first page."""

from flask.testing import FlaskClient

from tests.html import Element, parse


def row_of_home(client: FlaskClient) -> Element:
    """Return the row of Azerbaijan. It has a desk with a mail address alone, of an office that was designated in 2010,
    and a ministry with a telephone."""
    [row] = [one for one in parse(client.get("/en/")).all("table.members tr") if "/en/jurisdictions/AZ" in one.links]
    return row


def test_a_number_that_rings_comes_before_a_mail_address(client: FlaskClient) -> None:
    assert [one["href"][:8] for one in row_of_home(client).all(".call a")] == ["tel:+994"]


def test_the_page_of_the_state_begins_with_the_same_number(client: FlaskClient) -> None:
    first = parse(client.get("/en/jurisdictions/AZ")).all(".call a")[0]

    assert first["href"] == row_of_home(client).one(".call a")["href"]
