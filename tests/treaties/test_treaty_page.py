"""The page of a treaty: a State is found among its parties."""

from flask.testing import FlaskClient

from directory import collation
from tests.html import parse

UNTOC = "/en/treaties/untoc"


def states_shown(client: FlaskClient, address: str) -> list[str | None]:
    return [row["id"] for row in parse(client.get(address)).all("section[aria-labelledby=status] tbody tr")]


def test_the_status_of_one_state_is_found_among_all(client: FlaskClient) -> None:
    assert len(states_shown(client, UNTOC)) > 100
    assert states_shown(client, f"{UNTOC}?state=KG") == ["KG"]
    assert states_shown(client, f"{UNTOC}?state=de") == ["DE"]


def test_states_to_choose_from_are_those_with_a_status_by_name(client: FlaskClient) -> None:
    names = [option.text for option in parse(client.get(UNTOC)).all("select[name=state] option")]

    assert names[0] == "All States"
    assert names[1:] == collation.sorted_by_name(names[1:], str)
    assert len(names) == len(states_shown(client, UNTOC)) + 1


def test_a_state_without_a_status_shows_all(client: FlaskClient) -> None:
    assert states_shown(client, f"{UNTOC}?state=ZZ") == states_shown(client, UNTOC)
