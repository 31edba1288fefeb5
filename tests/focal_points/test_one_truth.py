"""Whether a desk can be reached is said alike wherever it is said, to each reader as far as they may know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.desk_states import list_reachable
from directory.models import FocalPoint, Provenance, ReachabilityTest
from directory.vocabulary import ReachabilityOutcome, Role
from tests import factories, people
from tests.focal_points.desks import add_desk, add_rota

NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
DESK = "test-desk"
ON, NOBODY, ALL_HOURS, HOURS, ON_CALL = (
    "on duty now",
    "nobody on duty now",
    "24 hours a day, 7 days a week",
    "Working hours",
    "On call",
)
# Hours from now in which somebody is on duty.
COVERED, HOLE = ((-1, 3),), ((-5, -1), (4, 9))


@dataclass(frozen=True)
class Situation:
    """What there is of a desk, and what a visitor, a member of its network and another practitioner are told: its own
    number is one of NUMBERS."""

    cover: str
    published: str
    shifts: tuple[tuple[float, float], ...] | None
    member: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_verified: bool = False
    number: str = "verified"


SITUATIONS = {
    "24/7 and covered": Situation("round_the_clock", ALL_HOURS, COVERED, ON),
    "24/7 and a hole in the rota": Situation("round_the_clock", ALL_HOURS, HOLE, NOBODY),
    "24/7 and no rota": Situation("round_the_clock", ALL_HOURS, None, ALL_HOURS),
    "24/7, verified, and a hole": Situation("round_the_clock", ALL_HOURS, HOLE, NOBODY, is_verified=True),
    "24/7, verified, and no rota": Situation("round_the_clock", ALL_HOURS, None, ALL_HOURS, is_verified=True),
    "on call and covered": Situation("on_call", ON_CALL, COVERED, ON),
    "on call and a hole": Situation("on_call", ON_CALL, HOLE, NOBODY),
    "working hours, inside": Situation("working_hours", HOURS, COVERED, ON),
    "working hours, outside": Situation("working_hours", HOURS, HOLE, NOBODY),
    "working hours, verified, no rota": Situation("working_hours", HOURS, None, HOURS, is_verified=True),
}
# The numbers of its own that a desk may have, with who reads one that may be relied on, and whether it is verified.
NUMBERS: Mapping[str, tuple[dict[str, Any] | None, dict[str, Any], tuple[str, ...], bool]] = {
    "verified": ({}, {}, ("visitor", "member", "other"), True),
    "sourced": ({}, {"verified_on": None, "due_on": None}, ("visitor", "member", "other"), False),
    "for its network": ({"audience": "network"}, {}, ("member",), True),
    "overdue": ({}, {"verified_on": date(2026, 8, 25), "due_on": date(2026, 11, 25)}, (), True),
    "dead": ({}, {"is_dead": True}, (), True),
    "no number": ({"value": "call the duty officer"}, {}, (), True),
    "an address": ({"means": "email"}, {}, (), True),
    "of another network": ({"network_key": "caricc"}, {}, (), True),
    "none": (None, {}, (), False),
}
SITUATIONS |= {
    f"24/7, verified, no rota, and its number is {number}": Situation(
        "round_the_clock", ALL_HOURS, None, ALL_HOURS, is_verified=True, number=number
    )
    for number in NUMBERS
}
READERS = ("visitor", "member", "other")


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def put(situation: Situation) -> None:
    add_desk(DESK, cover=situation.cover, **situation.values)
    officer = factories.account(desks=[DESK], jurisdiction_key="KG", name="Aigul Canary").id
    if situation.shifts is not None:
        add_rota(DESK, *((officer, begins, ends) for begins, ends in situation.shifts))
    if situation.is_verified:
        factories.add(known("focal_point", DESK, "cover"))
    line, said, _readers, _is_verified = NUMBERS[situation.number]
    if line is not None:
        own = {"means": "phone", "network_key": "casc"} | line
        contact = factories.contact(own.pop("value", "+996 312 000 009"), **own)
        factories.add(contact)
        factories.add(known("contact_detail", contact.key, "value", **said))


def known(kind: str, key: str, detail: str, **said: Any) -> Provenance:
    """Return the provenance of a detail that its office verified today."""
    verified = {"verified_on": NOW.date(), "due_on": NOW.date() + timedelta(days=90)}
    given = {"confidence": "sourced", "sources": ("x",), "verified_by": "Office"} | verified | said
    return Provenance(kind=kind, key=key, detail=detail, **given)


def reader(app: Flask, name: str) -> tuple[FlaskClient, FlaskClient, Viewer]:
    """Return a reader's browser, their program, and who they are."""
    if name == "visitor":
        return app.test_client(), app.test_client(), ANONYMOUS
    network = "casc" if name == "member" else "globe"
    account = factories.account(Role.PRACTITIONER, (network,), jurisdiction_key="KZ", email=f"{name}@example.org")
    return people.signed_in(app, account), people.with_token(app, account), viewer_of(account)


ROW = re.compile(rf'href="/en/focal-points/{DESK}">.*?<span class="(tag[^"]*)">(.*?)</span>', re.DOTALL)
HEAD = re.compile(r'<header class="stack">.*?<span class="(tag[^"]*)">(.*?)</span>', re.DOTALL)
# How far a line can be trusted is said beside the line.
CALL = re.compile(r'<p class="call inline">.*?</p>', re.DOTALL)
SURFACES = {
    "the board": ("/en/focal-points?jurisdiction=KG", ROW),
    "its own page": (f"/en/focal-points/{DESK}", HEAD),
    "the page of its State": ("/en/jurisdictions/KG", ROW),
    "the page of its authority": ("/en/authorities/test-authority", ROW),
    "the page of its network": ("/en/networks/casc", ROW),
    "the first page": ("/en/", ROW),
    "the atlas": ("/en/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip", ROW),
    "a hit": ("/en/search?q=test-desk+kyrgyzstan&kind=focal_point", ROW),
}


def told(browser: FlaskClient, surface: str) -> tuple[str, bool]:
    """Return what a page says of the desk, and whether it is green."""
    address, pattern = SURFACES[surface]
    page = browser.get(address)
    assert page.status_code == 200
    found = pattern.search(CALL.sub("", page.text))
    assert found is not None, surface
    return unescape(found[2]), "now" in found[1].split()


@pytest.mark.long(each=20)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_every_page_and_answer_says_the_same_of_a_desk(situation: Situation, name: str, small_app: Flask) -> None:
    # The desk to consult is the first of its State by key.
    for desk in db.session.query(FocalPoint).filter(FocalPoint.key.like("kg-%")):
        db.session.delete(desk)
    db.session.commit()
    put(situation)
    browser, program, viewer = reader(small_app, name)
    words = situation.member if name == "member" else situation.published
    _line, _said, readers, is_verified = NUMBERS[situation.number]
    is_reachable = words == ON or (words == ALL_HOURS and name in readers)
    is_green = words == ON or (is_reachable and situation.is_verified and is_verified)

    said = {surface: told(browser, surface) for surface in SURFACES}
    listed = [one["id"] for one in program.get("/api/v1/focal-points?reachable=now&per_page=100").json["items"]]
    asked = program.get("/api/v1/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip").json["consult"]

    assert said == dict.fromkeys(SURFACES, (words, is_green))
    assert (DESK in list_reachable(viewer, NOW)) == is_reachable
    assert (DESK in listed) == is_reachable
    assert (asked["id"], asked["on_duty"]) == (DESK, {ON: True, NOBODY: False}.get(words))


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_a_desk_that_has_ended_is_offered_nowhere_and_its_page_shows_no_number_to_call(
    status: str, small_app: Flask
) -> None:
    put(Situation("round_the_clock", ALL_HOURS, COVERED, ON, {"status": status}))
    factories.add(factories.contact("+996 312 000 001", network_key="casc"))
    browser, _program, _viewer = reader(small_app, "member")

    page = browser.get(f"/en/focal-points/{DESK}").text

    assert "now" not in HEAD.search(page)[1].split()
    assert '<div class="lead">' not in page
    assert all(
        not ROW.search(browser.get(SURFACES[one][0]).text) for one in SURFACES if one not in ("a hit", "its own page")
    )


LINES: Mapping[str, tuple[list[dict[str, Any]], str, str]] = {
    "no line": ([], "", ""),
    "its own": ([{"network_key": "casc"}], "+996 312 000 000", "+996 312 000 000"),
    "its own beside its institution's": ([{}, {"network_key": "casc"}], "+996 312 000 001", "+996 312 000 001"),
    "one for the network alone": ([{"network_key": "casc", "audience": "network"}], "", "+996 312 000 000"),
    "its institution's": ([{}], "institution +996 312 000 000", "institution +996 312 000 000"),
    "its institution's, and one for the network alone": (
        [{}, {"network_key": "casc", "audience": "network"}],
        "institution +996 312 000 000",
        "+996 312 000 001",
    ),
}


@pytest.mark.long(each=6)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("lines", "public", "members"), LINES.values(), ids=LINES)
def test_the_number_to_call_is_the_desks_own_or_is_said_to_be_its_institutions(
    lines: list[dict[str, Any]], public: str, members: str, name: str, small_app: Flask
) -> None:
    put(Situation("round_the_clock", ALL_HOURS, COVERED, ON, number="none"))
    factories.add(*(factories.contact(f"+996 312 000 00{n}", **one) for n, one in enumerate(lines)))
    browser, _program, _viewer = reader(small_app, name)

    page = browser.get(f"/en/focal-points/{DESK}").text

    assert lead_on(page) == (members if name == "member" else public)


def lead_on(page: str) -> str:
    """Return the number at the head of a desk's page, and before it whose it is said to be, where not the desk's."""
    found = re.search(r'<div class="lead">(.*?)</div>', page, re.DOTALL)
    if found is None:
        return ""
    [number] = re.findall(r'<bdi dir="ltr">(\+.*?)</bdi>', found[1])
    return f"institution {number}" if "is its institution’s" in found[1] else str(number)


TELLING_HOW = (
    "/en/jurisdictions/KG",
    "/en/authorities/test-authority",
    "/en/networks/casc",
    f"/en/focal-points/{DESK}",
)


@pytest.mark.long(each=5)
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("has_rota", [True, False])
@pytest.mark.parametrize("address", TELLING_HOW)
def test_only_who_is_not_admitted_is_told_how_to_be(address: str, has_rota: bool, name: str, small_app: Flask) -> None:
    put(SITUATIONS["24/7 and covered" if has_rota else "24/7 and no rota"])
    browser, _program, _viewer = reader(small_app, name)

    text = browser.get(address).text
    assert ("How to be admitted" in text) == (name != "member")
    assert ("Ask for access" in text) == (name == "visitor")


def test_the_band_of_a_day_is_green_only_where_somebody_is_on_duty(small_app: Flask) -> None:
    put(SITUATIONS["24/7 and no rota"])
    browser, _program, _viewer = reader(small_app, "visitor")

    page = browser.get("/en/focal-points?jurisdiction=KG&network=casc").text

    assert "all 24 hours, as published" in page
    assert re.findall(r'<svg class="(band-24[^"]*)"', page) == ["band-24 published"]


PARTED = [SURFACES[one][0] for one in SURFACES if one != "the board"]


@pytest.mark.long(each=3)
@pytest.mark.parametrize("address", PARTED)
def test_the_times_of_duty_are_parted_and_name_their_zone(address: str, small_app: Flask) -> None:
    put(Situation("round_the_clock", ALL_HOURS, ((-1, 3), (5, 9)), ON))
    browser, _program, _viewer = reader(small_app, "member")

    text = unescape(re.sub(r"<[^>]*>", "", browser.get(address).text))

    assert re.search(r"until \d\d:\d\d · then nobody until \d\d:\d\d [^\n]*\(UTC\+0\d:00\)", text)


@pytest.mark.long(each=2)
@pytest.mark.parametrize("name", READERS)
def test_wherever_a_desk_stands_its_own_are_told_that_it_did_not_answer_its_last_test(
    name: str, small_app: Flask
) -> None:
    put(SITUATIONS["24/7 and covered"])
    silent = {"way": "call", "outcome": ReachabilityOutcome.SILENT, "finished_at": NOW}
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    factories.add(ReachabilityTest(focal_point_key=DESK, author_id=author.id, **silent))
    browser, _program, _viewer = reader(small_app, name)

    told_on = [one for one, (address, _) in SURFACES.items() if "did not answer its last" in browser.get(address).text]

    assert told_on == (list(SURFACES) if name == "member" else [])
