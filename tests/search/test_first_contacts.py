"""A result of the search names the public number to try first of an authority or a desk, as its own page does."""

import pytest
from flask import Flask

from directory.cache.store import configure_cache
from directory.search import sync
from tests import factories, people
from tests.api.conftest import counted_statements
from tests.search.test_hits import row_of

NUMBER, DESK_NUMBER, MAIL = "+996 312 000 001", "+996 312 000 002", "office@example.org"
PHONE = {"means": "phone"}
# The contacts of an authority that has a desk; what the results of the authority and of the desk lead to.
CONTACTS = (
    ([(NUMBER, {"means": "phone"})], "tel:+996312000001", "tel:+996312000001"),
    (
        [(NUMBER, {"means": "phone"}), (DESK_NUMBER, {"means": "phone", "network_key": "casc"})],
        None,
        "tel:+996312000002",
    ),
    ([(MAIL, {}), (NUMBER, {"means": "phone"})], "tel:+996312000001", "tel:+996312000001"),
    ([(MAIL, {})], "mailto:office@example.org", "mailto:office@example.org"),
    ([(NUMBER, {"means": "phone", "audience": "network"})], "", ""),
    ([], "", ""),
)


def calls(app: Flask, address: str) -> list[str]:
    return [link for link in row_of(app, address).links if link.startswith(("tel:", "mailto:"))]


@pytest.mark.parametrize(("contacts", "of_authority", "of_desk"), CONTACTS)
def test_a_result_names_the_number_to_try_first(
    small_app: Flask, contacts: list[tuple[str, dict[str, str]]], of_authority: str | None, of_desk: str
) -> None:
    factories.add(factories.authority("kg-new", name=factories.english("Zanver Bureau")))
    factories.add(factories.focal_point("kg-new-desk", "kg-new"))
    factories.add(*(factories.contact(value, "kg-new", **values) for value, values in contacts))
    sync.catch_up()

    if of_authority is not None:
        assert calls(small_app, "authorities/kg-new") == ([of_authority] if of_authority else [])
    assert calls(small_app, "focal-points/kg-new-desk") == ([of_desk] if of_desk else [])


def test_a_number_that_is_not_public_is_on_no_result_of_whoever_may_read_it(small_app: Flask) -> None:
    factories.add(factories.authority("kg-new", name=factories.english("Zanver Bureau")))
    factories.add(factories.contact(NUMBER, "kg-new", means="phone", audience="network"))
    sync.catch_up()
    member = people.signed_in(small_app, factories.account(factories.Role.COORDINATOR, jurisdiction_key="KG"))

    assert "tel:" not in member.get("/en/search?q=zanver").text


def test_results_take_as_many_statements_for_many_authorities_as_for_one(small_app: Flask) -> None:
    for number in range(12):
        key = f"kg-new-{number}"
        factories.add(factories.authority(key, name=factories.english(f"Zanver Bureau {number}")))
        factories.add(factories.contact(NUMBER, key, means="phone"))
    sync.catch_up()
    client = small_app.test_client()

    taken = []
    for number in (1, 12):
        configure_cache(small_app)
        with counted_statements() as counted:
            client.get(f"/en/search?q=zanver&per_page={number}")
        taken.append(len(counted))

    assert taken[1] <= taken[0]
