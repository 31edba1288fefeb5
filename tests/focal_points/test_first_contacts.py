"""The line to call stands where the question is asked: the same one on each page, by what its reader may read.

Who is shown a line that is not public is written down; a line that is only weighed is not.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.focal_points.availability import MOST_INSTEAD
from directory.focal_points.first_contacts import list_first_contacts
from directory.models import ContactDetail, Disclosure, FocalPoint
from directory.search import sync
from directory.vocabulary import Role
from tests import factories, people
from tests.api.conftest import counted_statements
from tests.focal_points.desks import add_desk, add_rota
from tests.html import Element, parse

NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
DESK, OFFICE, OTHER = "+996 312 000 001", "+996 312 000 002", "+996 312 000 003"
PHONE = {"means": "phone"}
OWN, FOR_MEMBERS = {**PHONE, "network_key": "casc"}, {"network_key": "casc", "audience": "network"}
# The contacts of a desk; what a visitor, a member of its network and another practitioner are led to call, and whether
# a member's view is written down.
OF_DESK, OF_OFFICE = f"Duty line {DESK}", f"Office line {OFFICE}"
LINES: Mapping[str, tuple[list[tuple[str, dict[str, Any]]], tuple[list[str], ...], bool]] = {
    "no line": ([], ([],) * 3, False),
    "its own": ([(DESK, OWN), (OFFICE, PHONE)], ([OF_DESK],) * 3, False),
    "its institution's": ([(OFFICE, PHONE)], ([OF_OFFICE],) * 3, False),
    "one for the network": (
        [(DESK, {**PHONE, **FOR_MEMBERS}), (OFFICE, PHONE)],
        ([OF_OFFICE], [OF_DESK, OF_OFFICE], [OF_OFFICE]),
        True,
    ),
    "one for the network beside a public mail address": (
        [(DESK, {**PHONE, **FOR_MEMBERS}), ("office@example.org", {})],
        (
            ["Office line office@example.org"],
            [OF_DESK, "Office line office@example.org"],
            ["Office line office@example.org"],
        ),
        True,
    ),
    "a better one than that for the network": (
        [("desk@example.org", FOR_MEMBERS), (DESK, OWN)],
        ([OF_DESK],) * 3,
        False,
    ),
    "a mail address for the network": ([("desk@example.org", FOR_MEMBERS), (OFFICE, PHONE)], ([OF_OFFICE],) * 3, False),
    "a mail address of its own": (
        [("desk@example.org", {"network_key": "casc"}), (OFFICE, PHONE)],
        ([OF_OFFICE],) * 3,
        False,
    ),
    "one that other countries cannot dial": (
        [("115", OWN), ("office@example.org", {})],
        (["Office line office@example.org"],) * 3,
        False,
    ),
    "only one that other countries cannot dial": ([("115", OWN)], (["Duty line 115"],) * 3, False),
    "a number that no phone dials": ([("ask the exchange", OWN)], ([],) * 3, False),
}
# The board names it first if the desk's own lines are no number that rings from abroad.
OF_STATE = "Office line +996 312 266 064"
READERS = ("visitor", "member", "other")
PAGES = {
    "the board": "/en/focal-points?jurisdiction=KG",
    "the State": "/en/jurisdictions/KG",
    "a hit": "/en/search?q=test-desk+kyrgyzstan&kind=focal_point",
}


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def only_desk(app: Flask, contacts: list[tuple[str, dict[str, Any]]]) -> None:
    """Store a desk with these contacts, as the only one of Kyrgyzstan."""
    for desk in db.session.scalars(select(FocalPoint).where(FocalPoint.key.like("kg-%"))):
        db.session.delete(desk)
    db.session.commit()
    add_desk(cover="on_call")
    factories.add(*(factories.contact(value, **values) for value, values in contacts))
    sync.catch_up()


def reader(app: Flask, name: str) -> FlaskClient:
    if name == "visitor":
        return app.test_client()
    return people.signed_in(app, factories.account(networks=["casc" if name == "member" else "globe"]))


def row(browser: FlaskClient, address: str, key: str = "test-desk") -> Element:
    [found] = [one for one in parse(browser.get(address)).all("main li") if f"/en/focal-points/{key}" in one.links]
    return found


def called(found: Element) -> list[str]:
    """Return each line of a row: whose it is, and its number."""
    return [f"{one.all('span')[0].text} {one.all('.value bdi')[0].text}" for one in found.all("p.call")]


def count_disclosures() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Disclosure)).all())


@pytest.mark.long(each=3)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("contacts", "shown", "is_noted"), LINES.values(), ids=LINES)
def test_a_desk_is_named_with_the_line_that_its_reader_may_call(
    contacts: list[tuple[str, dict[str, Any]]],
    shown: tuple[list[str], ...],
    is_noted: bool,
    name: str,
    page: str,
    small_app: Flask,
) -> None:
    only_desk(small_app, contacts)
    browser = reader(small_app, name)

    found = row(browser, PAGES[page])

    lines = shown[READERS.index(name)]
    if page == "the board" and not any("+" in line for line in lines):
        lines = [OF_STATE, *lines]
    assert called(found) == lines
    numbers = [line.partition("line ")[2].replace(" ", "") for line in lines]
    assert [one for one in found.links if one.startswith("tel:")] == [
        f"tel:{number}" for number in numbers if number.startswith("+")
    ]
    assert count_disclosures() == (is_noted and name == "member")


def test_who_may_not_read_a_line_is_answered_with_the_work_of_a_visitor(small_app: Flask) -> None:
    only_desk(small_app, LINES["one for the network"][0])
    readers = (ANONYMOUS, Viewer(Role.PRACTITIONER, 7, "KZ", frozenset({"globe"})))
    list_first_contacts(ANONYMOUS, [("focal_point", "test-desk")], "en")

    work = []
    for viewer in readers:
        db.session.rollback()
        with counted_statements() as statements:
            list_first_contacts(viewer, [("focal_point", "test-desk")], "en")
        work.append(statements)

    assert work[0] == work[1]


@pytest.mark.parametrize("name", READERS)
def test_the_atlas_begins_with_the_line_that_its_reader_may_call(name: str, small_app: Flask) -> None:
    contacts, shown, _ = LINES["one for the network"]
    only_desk(small_app, contacts)
    browser = reader(small_app, name)

    page = parse(browser.get("/en/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip"))

    assert called(page.one("dl.essentials")) == shown[READERS.index(name)]
    assert count_disclosures() == (name == "member")


def test_the_atlas_says_that_no_number_of_the_desk_is_known_to_answer(small_app: Flask) -> None:
    only_desk(small_app, [(OFFICE, PHONE)])
    for desk in db.session.scalars(select(FocalPoint)):
        desk.cover = "round_the_clock"
    db.session.commit()

    page = parse(small_app.test_client().get("/en/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip"))

    assert "whether a number answers at every hour is not known" in page.one("dl.essentials").text


def test_on_the_page_of_a_state_what_can_be_called_comes_before_a_desk_without_a_line(small_app: Flask) -> None:
    only_desk(small_app, [])

    page = parse(small_app.test_client().get("/en/jurisdictions/KG"))
    *offices, desk = page.all("section[aria-labelledby=contact] ul.rows > li")

    assert all(called(one) for one in offices)
    assert offices
    assert called(desk) == []
    assert "/en/focal-points/test-desk" in desk.links


def test_while_nobody_is_on_duty_the_fallback_lines_come_first(small_app: Flask) -> None:
    only_desk(small_app, [(DESK, OWN)])
    factories.add(factories.authority("kg-ncb", authority_kind="interpol_ncb"))
    factories.add(factories.contact(OTHER, "kg-ncb", means="phone"))
    add_rota("test-desk", (factories.account(desks=["test-desk"]).id, 3, 9))

    told = {name: called(row(reader(small_app, name), PAGES["the board"])) for name in READERS}

    duty = f"Duty line {DESK}"
    assert told == {"visitor": [duty], "member": [f"Office line {OTHER}", duty], "other": [duty]}


def test_a_fallback_line_that_is_not_shown_is_not_disclosed(small_app: Flask) -> None:
    only_desk(small_app, [(DESK, OWN)])
    for number in range(MOST_INSTEAD + 1):
        add_desk(f"kg-desk-{number}", f"kg-office-{number}", network_key="budapest-24-7")
        number_kept = f"+996 312 100 00{number}"
        factories.add(factories.contact(number_kept, f"kg-office-{number}", audience="practitioners", **PHONE))
    add_rota("test-desk", (factories.account(desks=["test-desk"]).id, 3, 9))

    lines = called(row(reader(small_app, "member"), "/en/focal-points?jurisdiction=KG&network=casc"))

    assert len(lines) == MOST_INSTEAD + 1
    assert count_disclosures() == MOST_INSTEAD


def test_an_address_that_a_state_page_does_not_show_is_not_disclosed(small_app: Flask) -> None:
    db.session.execute(delete(ContactDetail))
    only_desk(small_app, [])
    factories.add(factories.authority("kg-police-office", authority_kind="police"))
    factories.add(factories.contact("1 Street of Tests", "kg-police-office", means="address", audience="practitioners"))

    assert "1 Street of Tests" not in reader(small_app, "member").get("/en/jurisdictions/KG").text

    assert count_disclosures() == 0


@pytest.mark.parametrize(
    "address", ["/en/focal-points/news?jurisdiction=KG", "/api/v1/search?q=test-desk", "/en/networks/casc"]
)
def test_what_names_a_desk_without_its_line_discloses_none(address: str, small_app: Flask) -> None:
    only_desk(small_app, [(DESK, {**PHONE, **FOR_MEMBERS})])

    assert reader(small_app, "member").get(address).status_code == 200

    assert count_disclosures() == 0


def test_a_line_says_the_time_where_it_rings_and_its_languages(small_app: Flask) -> None:
    only_desk(small_app, [(DESK, {**OWN, "languages": ("ky", "ru")})])

    text = row(small_app.test_client(), "/en/search?q=test-desk&kind=focal_point").text

    assert "Kyrgyz Russian" in text
    assert "07:30 Thu, 26 Nov UTC+06:00" in text
