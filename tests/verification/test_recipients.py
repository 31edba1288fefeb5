"""Whom a campaign writes to about an entry, in which language, and whom it turns to when nobody answers."""

import pytest
from flask import Flask

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, Jurisdiction, RequirementSheet
from directory.outbox.service import note_bounce
from directory.transaction import committing
from directory.verification.queries.recipients import Recipients
from directory.vocabulary import Audience, Role
from tests import factories
from tests.focal_points.desks import OF_STATE, add_desk
from tests.verification.conftest import letters, offices, start, take_steps

OF_BOTH = Viewer(Role.COORDINATOR, jurisdiction="KG", networks=frozenset({"casc", "globe"}))
LONG = f"{'a' * 260}@example.org"


def written_to(entry: Entry, who: Viewer = OF_STATE) -> list[str]:
    return [one.address for one in Recipients(who).of(entry)]


def turned_to(entry: Entry) -> list[str]:
    return [one.address for one in Recipients(OF_STATE).coordinators(entry.place())]


def desk() -> FocalPoint:
    return db.session.get_one(FocalPoint, "test-desk")


def office() -> Authority:
    return db.session.get_one(Authority, "test-authority")


def sheet() -> RequirementSheet:
    return db.session.get_one(RequirementSheet, "kg")


def bounce(address: str) -> None:
    with committing():
        note_bounce(address)


def test_a_letter_about_a_desk_goes_to_those_who_staff_it(small_app: Flask) -> None:
    add_desk()
    add_desk("other-desk", "other-authority")
    member, of_both = factories.account(desks=["test-desk"]), factories.account(desks=["other-desk", "test-desk"])
    factories.account(desks=["other-desk"])
    factories.account(authority_key="test-authority")
    factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    factories.account(desks=["test-desk"], active=False)

    assert written_to(desk()) == [member.email, of_both.email]


def test_a_letter_about_a_desk_that_nobody_staffs_goes_to_the_first_contact_of_its_authority(small_app: Flask) -> None:
    add_desk()
    factories.add(
        factories.contact("+996 312 000 001", means="phone", position=0),
        factories.contact("first@example.org", position=1),
        factories.contact("second@example.org", position=2),
    )

    assert written_to(desk()) == ["first@example.org"]


# The lines of an authority by the network that each is for, in their order, and where a letter about its desk of `casc`
# goes, and where a letter about the authority.
LINES = (
    (("globe", "casc", None), "casc", "all"),
    (("globe", None, "casc"), "all", "all"),
    (("globe", "casc"), "casc", None),
    (("globe",), None, None),
)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PRACTITIONERS])
@pytest.mark.parametrize(("networks", "of_desk", "of_authority"), LINES)
def test_a_letter_goes_to_no_contact_for_another_network(
    small_app: Flask,
    networks: tuple[str | None, ...],
    of_desk: str | None,
    of_authority: str | None,
    audience: Audience,
) -> None:
    add_desk()
    add_desk("other-desk", "other-authority")
    with committing():
        for place, network in enumerate(networks):
            own = {"position": place, "network_key": network, "audience": audience}
            db.session.add(factories.contact(f"{network or 'all'}@example.org", **own))

    expected = [[f"{name}@example.org"] if name else [] for name in (of_desk, of_authority)]
    assert [written_to(desk(), OF_BOTH), written_to(office(), OF_BOTH)] == expected


def test_a_letter_about_a_sheet_goes_to_the_coordinators_of_its_state_or_to_nobody(small_app: Flask) -> None:
    factories.account(jurisdiction_key="KG")
    factories.account(Role.ADMINISTRATOR)
    factories.account(Role.COORDINATOR, jurisdiction_key="KZ")
    factories.account(Role.COORDINATOR, networks=["casc"])
    assert written_to(sheet()) == []

    own = factories.account(Role.COORDINATOR, jurisdiction_key="KG")

    assert written_to(sheet()) == [own.email]


def test_a_letter_goes_to_no_address_that_mail_does_not_reach(small_app: Flask) -> None:
    factories.add(factories.authority())
    factories.add(*(factories.contact(f"{name}@example.org", position=n) for n, name in enumerate(("first", "second"))))
    people = [factories.account(authority_key="test-authority") for _ in range(2)]
    reached = []

    for address in (people[0].email, people[1].email, "first@example.org", "second@example.org"):
        bounce(address)
        reached.append(written_to(office()))

    assert reached == [[people[1].email], ["first@example.org"], ["second@example.org"], []]


@pytest.mark.parametrize(
    ("state", "spoken", "language"),
    [("KG", ("ky", "ru"), "ky"), ("KG", ("qu", "ru"), "ru"), ("KG", ("qu",), "en"), (None, (), "en")],
)
def test_an_office_is_written_to_in_the_first_language_of_its_state_that_the_site_speaks(
    small_app: Flask, state: str | None, spoken: tuple[str, ...], language: str
) -> None:
    factories.add(factories.authority(jurisdiction_key=state))
    factories.add(factories.contact("office@example.org"))
    with committing():
        db.session.get_one(Jurisdiction, "KG").official_languages = spoken

    [found] = Recipients(OF_STATE).of(office())

    assert (found.name, found.address, found.language) == ("contact", "office@example.org", language)


def test_a_person_is_written_to_in_their_own_language(small_app: Flask) -> None:
    factories.add(factories.authority())
    person = factories.account(authority_key="test-authority", language="ru")

    [found] = Recipients(OF_STATE).of(office())

    assert (found.name, found.address, found.language) == (str(person.id), person.email, "ru")


def test_where_nobody_answers_the_coordinators_in_scope_are_told_or_else_the_administrators(small_app: Flask) -> None:
    add_desk()
    administrator = factories.account(Role.ADMINISTRATOR)
    factories.account(desks=["test-desk"], jurisdiction_key="KG")
    factories.account(Role.COORDINATOR, jurisdiction_key="KZ")
    factories.account(Role.COORDINATOR, networks=["globe"])
    factories.account(Role.COORDINATOR, jurisdiction_key="KG", active=False)
    assert turned_to(desk()) == [administrator.email]

    of_state = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    of_network = factories.account(Role.COORDINATOR, networks=["casc"])

    assert turned_to(desk()) == [of_state.email, of_network.email]


def test_a_letter_goes_to_no_contact_that_is_longer_than_mail_takes_and_to_the_next(small_app: Flask) -> None:
    factories.add(factories.authority())
    factories.add(
        ContactDetail(key="test-authority:long", authority_key="test-authority", means="email", value=LONG, position=0),
        factories.contact("second@example.org", position=1),
    )

    assert written_to(office()) == ["second@example.org"]


@pytest.mark.parametrize(
    "site", ["small_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))]
)
def test_an_address_that_mail_does_not_take_stops_no_other_letter_of_a_campaign(
    request: pytest.FixtureRequest, site: str
) -> None:
    request.getfixturevalue(site)
    coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    keys = offices(2)
    with committing():
        db.session.get_one(ContactDetail, f"{keys[0]}:{keys[0]}-at-example.org").value = LONG
    start(coordinator)

    take_steps()

    addresses = {letter.address for letter in letters()}
    assert f"{keys[1]}@example.org" in addresses
    assert LONG not in addresses
