"""Keeping a rota in a real browser: on a phone, in Arabic, without a mouse; and every page of it for everyone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas.service import patterns, swaps
from directory.focal_points.shift_generation import Pattern
from directory.models import FocalPoint, Shift
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages, grave_faults
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app

DESK, DESK_OF_FIVE = "test-desk", "desk-of-five"
ROTA = f"/focal-points/{DESK}/rota"


@dataclass(frozen=True)
class Desk:
    """A server with a desk that has a rota, and cookies of a member of the desk and of its coordinator."""

    server: Server
    member: str
    coordinator: str
    member_of_five: str
    pages: list[str]


@pytest.fixture(scope="module")
def desk(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("rotas")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        factories.add(factories.authority(), factories.focal_point(DESK), factories.focal_point(DESK_OF_FIVE))
        own = {"jurisdiction_key": "KG", "networks": ["casc"], "desks": [DESK]}
        officer, deputy = factories.account(name="Officer One", **own), factories.account(name="Officer Two", **own)
        coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
        number = keep_rota(viewer_of(officer), officer.id, deputy.id)
        own |= {"desks": [DESK_OF_FIVE]}
        five = [factories.account(name=f"Officer {name}", **own) for name in ("A", "B", "C", "D", "E")]
        cookies = []
        for account in (officer, coordinator, five[0]):
            client = app.test_client()
            people.sign_in(client, account)
            cookies.append(people.cookie_of(client))
    pages = ["", "/order", "/patterns/new", "/patterns/1", "/patterns/1/remove", "/changes/new", "/zone"]
    own_pages = ["/swaps/new", f"/swaps/{number}", "/calendar", "/calendar/file"]
    server.start()
    yield Desk(server, *cookies, [f"{ROTA}{page}" for page in (*pages, *own_pages)])
    server.stop()


def keep_rota(viewer: object, officer: int, deputy: int) -> int:
    """Begin a rota with two patterns and a swap that is asked for; return the number of the swap."""
    desk, today = db.session.get_one(FocalPoint, DESK), clock.today()
    days = frozenset(range(7))
    with committing():
        patterns.set_zone(viewer, desk, "Asia/Bishkek", patterns.NO_ROTA)
        patterns.save_pattern(viewer, desk, Pattern(officer, days, time(9), time(21), today - timedelta(days=9)), 1)
        patterns.save_pattern(viewer, desk, Pattern(deputy, days, time(22), time(9), today, on_holidays=False), 2)
    shift = db.session.query(Shift).filter(Shift.account_id == officer).order_by(Shift.starts_at)[2]
    with committing():
        swaps.ask(viewer, desk, deputy, shift.starts_at, shift.ends_at, 3)
    return int(get_rota(DESK).changes[0].id)


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "size", "quarter"),
    [("en", WIDE, QUARTERS[0]), ("ru", NARROW, QUARTERS[1]), ("ar", NARROW, QUARTERS[0])],
)
def test_the_pages_of_a_rota_are_accessible_and_fit_the_screen(
    new_page: NewPage, desk: Desk, language: str, size: tuple[int, int], quarter: slice
) -> None:
    faults = {}
    own = [*desk.pages, "/focal-points/rotas", f"/focal-points/{DESK}"]
    for cookie, paths in ((desk.member, own), (desk.coordinator, ["/focal-points/holidays/KG", ROTA])):
        addresses = [f"{desk.server.by_name}/{language}{path}" for path in paths]
        faults |= faults_of_pages(new_page(size, cookie), addresses, quarter)

    assert faults == {}


@dataclass
class Hand:
    """Counts what a person does on a page: a click, a field filled, a choice."""

    page: Page
    interactions: int = 0

    def click(self, role: str, name: str) -> None:
        self.interactions += 1
        self.page.get_by_role(role, name=name).click()

    def tick(self, label: str) -> None:
        self.interactions += 1
        self.page.get_by_label(label).check()

    def fill(self, label: str, value: str) -> None:
        self.interactions += 1
        self.page.get_by_label(label).fill(value)

    def choose(self, label: str, value: str) -> None:
        self.interactions += 1
        self.page.get_by_label(label).select_option(label=value)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_rota_of_five_people_is_made_in_fewer_than_twenty_interactions(
    new_page: NewPage, desk: Desk, has_script: bool
) -> None:
    """Two shifts a day, from people in another order than the list, with deputies: more than most desks need."""
    page = new_page(PHONE, desk.member_of_five, java_script_enabled=has_script)
    first = clock.today() + timedelta(days=7 - clock.today().weekday())
    page.goto(f"{desk.server.by_name}/en/focal-points/rotas")
    hand = Hand(page)

    hand.click("link", "Office of Tests")
    hand.click("link", "Make the rota from people in order")
    hand.fill("Officer E", "1")
    hand.fill("Officer B", "5")
    hand.click("radio", "two shifts a day")
    hand.fill("Handover at", "08:00")
    hand.fill("Second shift begins at", "19:00")
    hand.choose("The next person takes over", "each week")
    hand.choose("Handover day", "Monday")
    hand.fill("First day", f"{first}")
    hand.tick("The next person in the order is the deputy")
    hand.click("button", "Show the first two weeks")
    expect(page.locator("#planned")).to_be_visible()
    assert grave_faults(page) == [] if has_script else True
    hand.click("button", "Save")

    expect(page.locator("#done-title")).to_contain_text("5 people in order")
    assert hand.interactions < 20
    monday = page.get_by_role("table").get_by_role("row").nth(1).get_by_role("listitem").all_inner_texts()
    officers = [re.findall("Officer .", text) for text in monday]
    assert officers == [["Officer E", "Officer A"], ["Officer A", "Officer C"], []]


@pytest.mark.parametrize("has_script", [True, False])
def test_an_absence_is_entered_on_a_phone_in_arabic_after_its_gap_was_shown(
    new_page: NewPage, desk: Desk, has_script: bool
) -> None:
    page = new_page(PHONE, desk.member, has_touch=True, java_script_enabled=has_script)
    day = clock.today() + timedelta(days=10 if has_script else 20)
    page.goto(f"{desk.server.by_name}/ar{ROTA}")
    page.locator("a.button").first.tap()

    page.locator("#kind").select_option("absence")
    page.locator("#starts").fill(f"{day}T10:00")
    page.locator("#ends").fill(f"{day}T12:30")
    page.locator("form.form button").tap()
    expect(page.locator("#consequences ~ ul li:not(:has(b)) time")).to_have_count(1)
    page.locator("form.form button").tap()

    expect(page).to_have_url(re.compile(rf"{ROTA}(\?|$)"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    spans = [one.get_attribute("datetime") or "" for one in page.locator("#changes ~ ul time").all()]
    assert [span for span in spans if re.match(rf"{day}T04:00\+00:00/{day}T06:30", span)]


def test_a_weekly_pattern_holds_for_the_days_that_are_ticked(new_page: NewPage, desk: Desk) -> None:
    page = new_page(PHONE, desk.member, has_touch=True)
    page.goto(f"{desk.server.by_name}/en{ROTA}/patterns/new")

    for day in ("Tuesday", "Saturday"):
        page.get_by_label(day).check()
    for name, value in {"starts": "09:00", "ends": "10:00", "valid_from": f"{clock.today()}"}.items():
        page.locator(f"#{name}").fill(value)
    for button in ("Show the consequences", "Save"):
        page.get_by_role("button", name=button).tap()

    expect(page).to_have_url(re.compile(rf"{ROTA}(\?|$)"))
    expect(page.get_by_text("Tuesday and Saturday")).to_be_visible()


def test_a_day_of_the_week_is_a_row_of_its_own_on_a_phone(new_page: NewPage, desk: Desk) -> None:
    page = new_page(PHONE, desk.member)
    page.goto(f"{desk.server.by_name}/en{ROTA}")

    rows = page.get_by_role("table").get_by_role("row").all()

    assert len(rows) == 1 + 7
    boxes = [row.get_by_role("cell").first.bounding_box() for row in rows[1:]]
    heads = [row.get_by_role("rowheader").bounding_box() for row in rows[1:]]
    assert all(
        cell and head and cell["y"] >= head["y"] + head["height"] - 1 for cell, head in zip(boxes, heads, strict=True)
    )
