"""What pages and answers say of the standing of desks, and to whom."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.models import Account, Handover
from directory.statistics.presenters.coverage import grades
from directory.statistics.queries.coverage import get_known
from directory.vocabulary import Role
from tests import factories
from tests.focal_points.standings.desks import add_accredited, add_tested, deputy_of, provenance_of, vouch_of
from tests.html import parse
from tests.people import with_token

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# The proofs are of this day, and those of the quarter end first.
LAST_DAY = NOW.date() + timedelta(days=92)
DESK = "/en/focal-points/kg-desk"
ANSWER = "/api/v1/focal-points/kg-desk"


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def visitor(small_app: Flask) -> FlaskClient:
    return small_app.test_client()


def tags(client: FlaskClient, address: str) -> list[str]:
    """Return the labels of standing on a page."""
    page = parse(client.get(address))
    return [tag.text for tag in page.all("main .tag") if tag.text.endswith(" desk")]


PAGES = (
    DESK,
    "/en/focal-points?jurisdiction=KG&network=casc",
    "/en/search?jurisdiction=KG&kind=focal_point",
    "/en/authorities/kg-desk-office",
    "/en/networks/casc",
)


@pytest.mark.parametrize("address", PAGES)
def test_everybody_sees_the_level_and_the_last_whole_month_of_it(visitor: FlaskClient, address: str) -> None:
    add_accredited()

    assert "Accredited desk" in tags(visitor, address)
    assert "until 31 January 2027" in parse(visitor.get(address)).one("main").text


# A proof of 26 November holds until 26 February; with a deputy who leaves, until that day.
LEAVING = (
    ("2027-02-20", "2027-02-01"),
    ("2027-01-31", "2027-02-01"),
    ("2027-01-30", "2027-01-01"),
    ("2026-11-29", None),
)


@pytest.mark.parametrize(("leaves", "lapses"), LEAVING)
def test_the_day_that_everybody_sees_does_not_tell_when_a_deputy_leaves(
    visitor: FlaskClient, leaves: str, lapses: str | None
) -> None:
    add_tested("kg-desk", "KG", but="deputy")
    add_leaving_deputy("kg-desk", "KG", leaves)

    standing = visitor.get(ANSWER).json["standing"]

    assert (standing["level"], standing["lapses_on"], standing["since"]) == ("tested", lapses, None)


def add_leaving_deputy(desk: str, state: str, leaves: str) -> None:
    factories.add(deputy := deputy_of(desk, "casc", state))
    people = {"leaver_id": deputy.account_id, "creator_id": deputy.account_id}
    factories.add(Handover(public_id="leaves", ends_on=date.fromisoformat(leaves), desks=(), networks=(), **people))


def test_a_page_that_was_cached_last_month_does_not_say_that_the_month_is_to_come(visitor: FlaskClient) -> None:
    add_accredited()
    midnight = datetime(2027, 2, 1, tzinfo=UTC)

    with clock.frozen_at(midnight - timedelta(seconds=1)):
        before = parse(visitor.get(PAGES[1])).one("main").text
    with clock.frozen_at(midnight):
        after = parse(visitor.get(PAGES[1])).one("main").text

    assert "until 31 January 2027" in before
    assert "Accredited desk" in after
    assert "until 31 January 2027" not in after


def test_who_keeps_the_rota_does_not_see_when_a_deputy_leaves_a_desk_that_vouches(small_app: Flask) -> None:
    keeper = with_token(small_app, add_tested("kg-desk", "KG"))
    vouching = {"uz-desk": add_tested("uz-desk", "UZ"), "kz-desk": add_tested("kz-desk", "KZ", but="deputy")}
    add_leaving_deputy("kz-desk", "KZ", "2027-01-20")
    factories.add(*(vouch_of(by, "kg-desk", officer) for by, officer in vouching.items()))

    page, standing = parse(keeper.get(DESK)).one("main").text, keeper.get(ANSWER).json["standing"]
    of_kz = with_token(small_app, vouching["kz-desk"]).get("/api/v1/focal-points/kz-desk").json["standing"]

    assert (standing["level"], standing["lapses_on"]) == ("accredited", "2027-01-01")
    assert "January" not in page
    assert of_kz["lapses_on"] == "2027-01-21"


def test_who_keeps_the_rota_sees_the_exact_days(small_app: Flask) -> None:
    keeper = with_token(small_app, add_tested("kg-desk", "KG"))

    page, standing = parse(keeper.get(DESK)).one("main").text, keeper.get(ANSWER).json["standing"]

    assert (standing["since"], standing["lapses_on"]) == ("2026-11-26", "2027-02-27")
    assert "since 26 November 2026 until 26 February 2027" in " ".join(page.split())


def test_the_atlas_says_that_a_desk_is_accredited(visitor: FlaskClient) -> None:
    add_accredited()

    page = parse(visitor.get("/en/atlas?from=KZ&to=KG&measure=extradition&offence=tip")).one("main")

    assert "Accredited desk" in page.text


def test_lists_do_not_say_that_a_desk_is_only_listed(visitor: FlaskClient) -> None:
    add_tested("kg-desk", "KG", but="deputy")

    assert tags(visitor, PAGES[1]) == []
    assert tags(visitor, DESK) == ["Listed desk"]


READERS: dict[str, tuple[Callable[[], Account], bool]] = {
    "a member of the desk": (lambda: factories.account(desks=["kg-desk"], jurisdiction_key="KG"), True),
    "the coordinator of the State": (lambda: factories.account(Role.COORDINATOR, jurisdiction_key="KG"), True),
    "the coordinator of the network": (lambda: factories.account(Role.COORDINATOR, ["casc"]), True),
    "a member of the network": (lambda: factories.account(networks=["casc"], jurisdiction_key="KZ"), False),
    "the coordinator of another State": (lambda: factories.account(Role.COORDINATOR, jurisdiction_key="KZ"), False),
}


@pytest.mark.parametrize("reader", READERS)
def test_only_who_keeps_a_desk_sees_what_it_lacks(small_app: Flask, reader: str) -> None:
    account, sees = READERS[reader]
    add_tested("kg-desk", "KG", but="deputy")
    client = with_token(small_app, account())

    page, answer = client.get(DESK), client.get(ANSWER).json["standing"]

    assert ("The desk has a deputy" in page.text) is sees
    assert answer["missing"] == (
        [{"code": "deputy", "label": "The desk has a deputy", "by": "2027-02-27"}] if sees else None
    )


def test_a_visitor_sees_neither_what_a_desk_lacks_nor_a_line_that_is_restricted(visitor: FlaskClient) -> None:
    add_tested("kg-desk", "KG", but="lines")
    factories.add(
        factories.contact("+996 312 99 99 99", "kg-desk-office", means="phone", network_key="casc", audience="network")
    )

    page, answer = visitor.get(DESK).text, visitor.get(ANSWER)

    assert (answer.json["standing"]["level"], answer.json["standing"]["missing"]) == ("tested", None)
    assert "99 99 99" not in page + answer.text
    assert "Two lines" not in page + answer.text


def test_the_api_says_level_and_whole_months(visitor: FlaskClient) -> None:
    add_accredited()

    assert visitor.get(ANSWER).json["standing"] == {
        "level": "accredited",
        "since": None,
        "lapses_on": "2027-02-01",
        "missing": None,
    }


def test_the_api_says_that_a_desk_that_has_ended_has_no_standing(visitor: FlaskClient) -> None:
    add_tested("kg-desk", "KG", status="closed")

    assert visitor.get(ANSWER).json["standing"] == dict.fromkeys(("level", "since", "lapses_on", "missing"))


FILTERED = (
    ("listed", {"kg-desk", "kz-desk", "uz-desk", "tj-desk"}),
    ("tested", {"kg-desk", "kz-desk", "uz-desk"}),
    ("accredited", {"kg-desk"}),
)


@pytest.mark.parametrize(("level", "desks"), FILTERED)
def test_a_filter_finds_the_desks_of_a_level_and_of_those_above(
    visitor: FlaskClient, level: str, desks: set[str]
) -> None:
    add_accredited()
    add_tested("tj-desk", "TJ", but="deputy")

    listed = visitor.get(f"/api/v1/focal-points?standing={level}").json["items"]
    found = visitor.get(f"/api/v1/search?standing={level}").json
    board = parse(visitor.get(f"/en/focal-points?standing={level}"))

    of_tests = {key for key in desks if key.endswith("-desk")}
    assert of_tests <= {one["id"] for one in listed}
    assert {one["id"] for one in found["items"]} == {one["id"] for one in listed}
    assert {link["href"].rsplit("/")[-1] for link in board.all("#board h3 a")} == {one["id"] for one in listed}
    assert {one["value"]: one["count"] for one in found["facets"]["standing"]}[level] == len(listed)
    assert not {"kg-desk", "kz-desk", "uz-desk", "tj-desk"} - desks & {one["id"] for one in listed}


def test_an_unknown_level_is_refused_by_the_api_and_no_filter_of_the_board(visitor: FlaskClient) -> None:
    assert visitor.get("/api/v1/focal-points?standing=best").status_code == 400
    assert visitor.get("/en/focal-points?standing=best").status_code == 200


@pytest.mark.parametrize("address", PAGES[:3])
def test_a_page_that_was_cached_yesterday_does_not_say_accredited_today(visitor: FlaskClient, address: str) -> None:
    add_accredited()
    last_minute = datetime.combine(LAST_DAY, datetime.max.time(), UTC)

    with clock.frozen_at(last_minute):
        before = tags(visitor, address)
    with clock.frozen_at(last_minute + timedelta(seconds=1)):
        after = tags(visitor, address)

    assert ("Accredited desk" in before, "Accredited desk" in after) == (True, False)


def test_the_help_says_what_each_level_takes(visitor: FlaskClient) -> None:
    page: Any = parse(visitor.get("/en/help"))

    assert "Tested desks of two other States vouch for it" in page.one("main").text


@pytest.mark.parametrize(("but", "grade"), [("", "tested"), ("deputy", "round_the_clock")])
def test_the_map_of_coverage_shows_the_state_of_a_tested_desk(small_app: Flask, but: str, grade: str) -> None:
    add_tested("tj-desk", "TJ", but=but)
    factories.add(
        *(
            provenance_of(kind, key, detail, verified_on=NOW.date(), due_on=LAST_DAY)
            for kind, key, detail in (
                ("focal_point", "tj-desk", "cover"),
                ("contact_detail", "tj-desk-office:+996 312 54 28 16", "value"),
            )
        )
    )

    found = get_known(NOW.date())

    assert grades(found)["TJ"] == grade
