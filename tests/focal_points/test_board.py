"""The board: who can be reached now, as far as the reader may know, and nothing of it for anyone else."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.audit.chain import record
from directory.cache.store import configure_cache
from directory.extensions import db
from directory.focal_points.board import DeskBoardPage, DeskFilter, board, version
from directory.focal_points.desk_states import list_reachable
from directory.focal_points.state_contacts import desk_calls
from directory.models import (
    Account,
    AccountSession,
    Authority,
    FocalPoint,
    Jurisdiction,
    Network,
    ReachabilityTest,
    Shift,
)
from directory.search import presenters as search_presenters
from directory.search.queries import SearchQuery
from directory.transaction import committing
from directory.vocabulary import ReachabilityOutcome, Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.api.programs import bearer
from tests.focal_points.desks import HOUR, MEMBER, OTHERS, READERS, add_desk, add_rota
from tests.html import parse
from tests.people import sign_in, signed_in

NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
PUBLIC = (
    "focal-points",
    "focal-points?reachable=now",
    "focal-points/test-desk",
    "search?reachable=now",
    "networks/casc",
)
ANSWERS = (
    "focal-points",
    "focal-points?reachable=now",
    "focal-points/test-desk",
    "search?reachable=now",
    "changes?since=0",
)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def officer(small_app: Flask) -> int:
    """Store a desk of Kyrgyzstan and return who staffs it."""
    add_desk(cover="on_call")
    return factories.account(desks=["test-desk"], jurisdiction_key="KG", name="Aigul Canary").id


def shown(viewer: Viewer, **asked: object) -> DeskBoardPage:
    return board(viewer, DeskFilter(**asked), "en")


def state_of(viewer: Viewer, key: str = "test-desk") -> str:
    """Return what the board says of a desk in one word."""
    duty = next(line.duty for line in shown(viewer, jurisdiction="KG").lines if line.desk.link.key == key)
    return "published" if duty is None else "on duty" if duty.is_on_duty else "nobody"


SHIFTS = (
    ([], "nobody"),
    ([(-1, 1)], "on duty"),
    ([(-23.9, 0.1)], "on duty"),
    ([(-1, 0)], "nobody"),
    ([(0, 1)], "on duty"),
    ([(-5, -1), (1, 5)], "nobody"),
    ([(-5, -1), (-1, 2), (1, 5)], "on duty"),
)


@pytest.mark.long(each=3)
@pytest.mark.parametrize(("shifts", "says"), SHIFTS)
def test_the_rota_says_who_may_read_it_whether_somebody_is_on_duty(
    officer: int, shifts: list[tuple[float, float]], says: str
) -> None:
    add_rota("test-desk", *((officer, begins, ends) for begins, ends in shifts))

    assert {state_of(viewer) for viewer in READERS} == {says}
    assert {state_of(viewer) for viewer in OTHERS} == {"published"}
    assert all(("test-desk" in list_reachable(viewer, NOW)) == (says == "on duty") for viewer in READERS)
    assert not any("test-desk" in list_reachable(viewer, NOW) for viewer in OTHERS)


def test_a_desk_without_a_rota_never_reads_on_duty(officer: int) -> None:
    assert state_of(MEMBER) == "published"


def test_the_languages_of_a_desk_stand_once_in_its_row(small_app: Flask, officer: int) -> None:
    with committing():
        db.session.get_one(Authority, "test-authority").languages_spoken = ["fr", "de"]
        db.session.add(factories.contact("+996 312 000001", "test-authority", means="phone"))
    rows = parse(small_app.test_client().get("/en/focal-points?jurisdiction=KG")).all("ul.rows > li")

    row = next(one.text for one in rows if "test-desk" in one.markup)
    assert (row.count("French"), row.count("German")) == (1, 1)


def test_a_rota_that_is_not_laid_out_that_far_says_nothing(officer: int) -> None:
    add_rota("test-desk", (officer, -1, 1), laid_out_hours=-1)

    assert state_of(MEMBER) == "published"


@pytest.mark.parametrize("leaves", ["the desk", "altogether"])
def test_who_has_left_is_not_on_duty(officer: int, leaves: str) -> None:
    add_rota("test-desk", (officer, -1, 1))
    account = db.session.get_one(Account, officer)
    if leaves == "the desk":
        account.desks.clear()
    else:
        account.active = False
    db.session.commit()

    assert state_of(MEMBER) == "nobody"


def test_a_desk_that_promises_all_hours_is_not_reachable_in_a_hole_of_its_rota(officer: int) -> None:
    add_desk("always", "kg-always", cover="round_the_clock")
    factories.add(factories.contact("+996 312 000 001", "kg-always", means="phone", network_key="casc"))
    add_rota("always")

    assert "always" not in list_reachable(MEMBER, NOW)
    assert "always" in list_reachable(ANONYMOUS, NOW)


def test_on_duty_comes_first_then_published_cover_then_the_rest(officer: int) -> None:
    add_rota("test-desk", (officer, -1, 1))
    add_desk("hole", "kg-hole", cover="round_the_clock")
    add_rota("hole")

    keys = [line.desk.link.key for line in shown(MEMBER).lines]
    covers = [line.desk.cover for line in shown(MEMBER).lines]

    assert keys[0] == "test-desk"
    assert covers[1] == "round_the_clock"
    assert keys.index("hole") > covers.index("not_published") - len(keys)
    assert "hole" not in keys[: 1 + covers[1:].index("not_published")]


def test_a_page_has_fifty_desks_and_a_page_past_the_end_is_the_last(small_app: Flask) -> None:
    many = [factories.authority(f"kg-{number}") for number in range(60)]
    factories.add(*many)
    factories.add(*(factories.focal_point(f"desk-{number}", f"kg-{number}") for number in range(60)))

    pages = [shown(ANONYMOUS, jurisdiction="KG", page=page) for page in (1, 2, 9)]

    assert [len(page.lines) for page in pages] == [50, pages[0].total - 50, pages[0].total - 50]
    first, second = ({line.desk.link.key for line in page.lines} for page in pages[:2])
    assert not first & second


def test_filters_narrow_before_the_count(officer: int) -> None:
    add_desk("abroad", "kz-abroad", jurisdiction_key="KZ", network_key="globe")
    add_rota("test-desk", (officer, -1, 1))

    def keys(viewer: Viewer, **asked: str) -> set[str]:
        page = shown(viewer, **asked)
        assert page.total == len(page.lines)
        return {line.desk.link.key for line in page.lines}

    assert keys(MEMBER, jurisdiction="KZ") >= {"abroad"}
    assert "test-desk" not in keys(MEMBER, jurisdiction="KZ")
    assert keys(MEMBER, network="globe") == {"abroad"}
    assert "abroad" in keys(MEMBER, speaks="kk")
    assert "test-desk" not in keys(MEMBER, speaks="kk")
    assert "test-desk" in keys(MEMBER, reachable="now")
    assert "test-desk" not in keys(ANONYMOUS, reachable="now")
    assert keys(MEMBER, network="none") == set()


def test_times_are_in_the_readers_own_zone(officer: int) -> None:
    add_rota("test-desk", (officer, -1, 1), (officer, 30, 31))

    day = {viewer: shown(viewer, jurisdiction="KG") for viewer in (MEMBER, Viewer(Role.ADMINISTRATOR, 9))}
    times = {line.zone: line.duty.times for page in day.values() for line in page.lines if line.duty}

    assert times["UTC"] == ("until 02:30", "then nobody until Fri, 27 Nov, 07:30")
    assert times["Asia/Almaty"] == ("until 07:30", "then nobody until Fri, 27 Nov, 12:30")


def test_the_band_of_a_state_joins_its_desks_and_says_the_same_in_words(officer: int) -> None:
    add_desk("second", "kg-second", cover="on_call")
    second = factories.account(desks=["second"]).id
    add_rota("test-desk", (officer, -1, 1), (officer, 5, 6))
    add_rota("second", (second, 0.5, 2))
    viewer = Viewer(Role.ADMINISTRATOR, 9)

    [band] = [one for one in shown(viewer, network="casc", reachable="now").day.bands if one.state == "Kyrgyzstan"]

    assert band.parts == ((0, 90), (330, 60))
    assert band.words == "01:00–02:30; 06:30–07:30"


def test_the_chain_of_a_visitor_begins_where_the_networks_own_people_end(officer: int) -> None:
    add_desk("other", "kg-other", network_key="globe")
    add_rota("test-desk", (officer, -1, 1))

    def labels(viewer: Viewer) -> list[str]:
        return [step.label for line in shown(viewer).lines if line.desk.link.key == "test-desk" for step in line.steps]

    assert labels(MEMBER)[0] == "The person on duty"
    assert labels(ANONYMOUS) == labels(MEMBER)[1:]


def test_no_name_stands_on_the_board(officer: int, small_app: Flask) -> None:
    add_rota("test-desk", (officer, -1, 1))
    factories.add(factories.contact("+996 312 000 001", means="phone", network_key="casc", held_by="Aigul Canary"))
    client = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))

    page = client.get("/en/focal-points").text

    assert "on duty now" in page
    assert "canary" not in page.lower()


@pytest.mark.parametrize(
    ("reader", "is_offered"),
    [({"jurisdiction_key": "KZ"}, True), ({"jurisdiction_key": "KG", "desks": ["test-desk"]}, False), ({}, False)],
)
def test_who_may_ask_a_desk_is_led_there_from_the_board(
    officer: int, small_app: Flask, reader: dict[str, object], is_offered: bool
) -> None:
    page = signed_in(small_app, factories.account(**reader)).get("/en/focal-points?network=casc").text

    assert ("/en/consultations/new?desk=test-desk" in page) is is_offered
    assert "consultations/new" not in small_app.test_client().get("/en/focal-points").text


def forget(app: Flask) -> None:
    """Empty the cache; this transaction still has the former one."""
    configure_cache(app)
    db.session.rollback()


def test_the_board_takes_as_many_statements_for_many_desks_as_for_few(officer: int, small_app: Flask) -> None:
    add_rota("test-desk", (officer, -1, 1))
    shown(MEMBER)
    with counted_statements() as few:
        shown(MEMBER)
        forget(small_app)
        shown(MEMBER)
    for number in range(30):
        add_desk(f"desk-{number}", f"authority-{number}")
        add_rota(f"desk-{number}", (factories.account(desks=[f"desk-{number}"]).id, -1, 1))
    shown(MEMBER)
    with counted_statements() as many:
        shown(MEMBER)
        forget(small_app)
        shown(MEMBER)

    assert len(many) <= len(few)


@pytest.fixture
def changing(officer: int, small_app: Flask) -> Iterator[Callable[[], None]]:
    """Return what changes the rota: one that was there before gains a duty now."""
    add_rota("test-desk")

    def change() -> None:
        with committing():
            db.session.add_all(_duty(officer))
            record(None, "rota_change", ("desk_rota", "test-desk"))

    return change


def _duty(officer: int) -> list[object]:
    return [Shift(focal_point_key="test-desk", account_id=officer, starts_at=NOW - HOUR, ends_at=NOW + HOUR)]


def test_after_a_change_of_the_rota_every_anonymous_answer_is_the_same(
    small_app: Flask, changing: Callable[[], None]
) -> None:
    def answers() -> dict[str, tuple[int, bytes]]:
        client = small_app.test_client()
        addresses = [*(f"/en/{page}" for page in PUBLIC), *(f"/api/v1/{one}" for one in ANSWERS)]
        found = {address: client.get(address) for address in addresses}
        return {address: (one.status_code, one.get_data(), one.headers.get("ETag")) for address, one in found.items()}

    member = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))
    before, own = answers(), member.get("/en/focal-points").text

    changing()

    assert {one[0] for one in before.values()} == {200}
    assert answers() == before
    assert member.get("/en/focal-points").text != own


def test_the_page_is_told_of_news_and_of_nothing_else(small_app: Flask, changing: Callable[[], None]) -> None:
    member = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))
    seen = re.search(r'data-version="(\w+)"', member.get("/en/focal-points").text)
    assert seen

    def status() -> int:
        return member.get("/en/focal-points/news", headers={"If-None-Match": f'"{seen.group(1)}"'}).status_code

    assert status() == 304
    changing()
    assert status() == 200


@pytest.mark.parametrize(
    ("model", "key", "values"),
    [
        (Network, "casc", {"name": factories.english("Renamed Network")}),
        (Authority, "test-authority", {"name": factories.english("Renamed Office")}),
        (Authority, "test-authority", {"languages_spoken": ["fr"]}),
        (Jurisdiction, "KG", {"time_zones": ("Asia/Almaty",)}),
    ],
    ids=["name of a network", "name of an office", "languages", "time zone"],
)
def test_the_page_is_told_of_words_that_changed(
    officer: int, small_app: Flask, model: type[Any], key: str, values: dict[str, Any]
) -> None:
    client = small_app.test_client()
    narrowed = "jurisdiction=KG"
    seen = re.search(r'data-version="(\w+)"', client.get(f"/en/focal-points?{narrowed}").text)
    assert seen

    with committing():
        for name, value in values.items():
            setattr(db.session.get_one(model, key), name, value)

    known = {"If-None-Match": f'"{seen.group(1)}"'}
    assert client.get(f"/en/focal-points/news?{narrowed}", headers=known).status_code == 200


def test_what_everyone_may_read_of_a_desk_is_shown_as_soon_as_it_is_changed(officer: int) -> None:
    factories.add(factories.contact("+996 312 000 001", means="phone", network_key="casc"))
    assert shown(ANONYMOUS, jurisdiction="KG").lines

    with committing():
        db.session.get_one(Authority, "test-authority").name = factories.english("Renamed Office")
        db.session.get_one(FocalPoint, "test-desk").cover = "round_the_clock"

    [line] = [one for one in shown(ANONYMOUS, reachable="now").lines if one.desk.link.key == "test-desk"]
    assert line.desk.link.text.text == "Renamed Office"

    with committing():
        db.session.get_one(FocalPoint, "test-desk").status = "closed"

    assert "test-desk" not in [one.desk.link.key for one in shown(ANONYMOUS).lines]


def test_the_version_follows_what_is_asked_for(officer: int) -> None:
    add_rota("test-desk", (officer, -1, 1))

    assert version(MEMBER, DeskFilter(), "en") == shown(MEMBER).version
    assert version(MEMBER, DeskFilter(), "en") != version(ANONYMOUS, DeskFilter(), "en")


def test_the_page_is_told_when_another_desk_closes_and_the_number_of_its_state_is_another(
    officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_desk("mail-alone", "kg-mail", network_key="globe", cover="on_call")
    factories.add(factories.contact("+996 312 000 001", means="phone", network_key="casc", audience="network"))
    add_rota("test-desk", (officer, -1, 1))
    asked = DeskFilter(network="globe")

    def called() -> list[str]:
        calls = desk_calls(MEMBER, board(MEMBER, asked, "en").lines, "en", with_open=True)
        return [one.first.contact.value for one in calls["mail-alone"].instead]

    seen, number = version(MEMBER, asked, "en"), called()
    monkeypatch.setattr(clock, "now", lambda: NOW + 1.5 * HOUR)

    assert number == ["+996 312 000 001"]
    assert called() != number
    assert version(MEMBER, asked, "en") != seen


def test_the_page_is_told_when_its_coming_24_hours_begin_with_another_hour(
    officer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = DeskFilter()
    seen, day = version(ANONYMOUS, asked, "en"), shown(ANONYMOUS).day
    monkeypatch.setattr(clock, "now", lambda: NOW + HOUR)

    assert shown(ANONYMOUS).day != day
    assert version(ANONYMOUS, asked, "en") != seen


def test_a_page_that_asks_for_news_by_itself_keeps_no_session_alive(small_app: Flask) -> None:
    client = small_app.test_client()
    row = sign_in(client, factories.account(networks=["casc"]))
    row.seen_at = seen_at = datetime.now(UTC) - timedelta(minutes=10)
    db.session.commit()

    def last_use() -> datetime:
        db.session.expire_all()
        return db.session.get_one(AccountSession, row.id).seen_at.replace(tzinfo=UTC)

    client.get("/en/focal-points/news", headers={"X-Polling": "1"})
    assert last_use() == seen_at

    client.get("/en/focal-points")
    assert last_use() > seen_at


def test_search_finds_and_counts_by_what_the_reader_may_know(officer: int) -> None:
    add_rota("test-desk", (officer, -1, 1))

    def found(viewer: Viewer, per_page: int = 100) -> tuple[set[str], int, dict[str, int]]:
        query = SearchQuery(filters={"reachable": ("now",)}, per_page=per_page)
        page = search_presenters.page(viewer, query, "en")
        counts = {value.value: value.count for facet in page.facets if facet.field == "kind" for value in facet.values}
        return {hit.link.key for hit in page.hits}, page.total, counts

    own, total, counts = found(MEMBER)
    public, public_total, _ = found(ANONYMOUS)

    assert own == public | {"test-desk"}
    assert (total, counts) == (public_total + 1, {"focal_point": total})
    assert found(MEMBER, per_page=1)[1] == total


def test_the_list_of_the_api_is_narrowed_by_what_the_caller_may_know(officer: int, small_app: Flask) -> None:
    add_rota("test-desk", (officer, -1, 1))
    member = bearer(factories.account(networks=["casc"], jurisdiction_key="KG"))

    def keys(headers: dict[str, str]) -> set[str]:
        address = "/api/v1/focal-points?reachable=now&per_page=100"
        body = small_app.test_client().get(address, headers=headers).get_json()
        assert body["total"] == len(body["items"])
        return {item["id"] for item in body["items"]}

    assert keys(member) == keys({}) | {"test-desk"}


@pytest.mark.xdist_group("postgresql")
def test_the_board_says_the_same_on_postgresql(postgresql_app: Flask) -> None:
    add_desk(cover="on_call")
    officer = factories.account(desks=["test-desk"], jurisdiction_key="KG").id
    add_rota("test-desk", (officer, -1, 1), (officer, 30, 31))
    silent = {"way": "call", "outcome": ReachabilityOutcome.SILENT, "finished_at": NOW}
    factories.add(ReachabilityTest(focal_point_key="test-desk", author_id=officer, **silent))

    [line] = [one for one in shown(MEMBER, speaks="ky", reachable="now").lines if one.desk.link.key == "test-desk"]

    assert line.duty.times == ("until 07:30", "then nobody until Fri, 27 Nov, 12:30")
    assert line.is_silent
    assert "test-desk" in list_reachable(MEMBER, NOW)
    assert "test-desk" not in list_reachable(ANONYMOUS, NOW)


def test_the_board_names_the_states_of_the_home_network_that_have_a_desk(small_app: Flask) -> None:
    add_desk()
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ", network_key="budapest-24-7")

    page = parse(small_app.test_client().get("/en/focal-points"))

    chosen = {link.rpartition("=")[2] for link in page.one("ul.chips").links}
    assert {"KG", "TJ"} <= chosen <= {"AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ"}
