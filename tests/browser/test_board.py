"""The board and the tests of desks in a browser: for everyone, wide and on a phone, and following what changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from directory import clock
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.extensions import db
from directory.models import FocalPoint, ReachabilityTest, Shift
from directory.transaction import committing
from directory.verification.service import reachability
from directory.verification.service.reachability_messages import new_link
from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage, sign_in
from tests.conftest import Server, copy_of, make_app
from tests.focal_points.desks import HOUR, add_rota

DESK, OTHER = "kg-casc", "fr-budapest-24-7"
# Of 844 pixels, a phone's browser shows so many between its bars.
MOST_PIXELS = 664


@dataclass(frozen=True)
class Desks:
    """A server with a desk on duty, one in a hole of its rota, and two tests, to look at and to answer; the cookie is a
    coordinator's."""

    server: Server
    app: Flask
    cookie: str
    officer: int
    link: str
    answered: str
    test: str


@pytest.fixture(scope="module")
def desks(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("desks")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])
        officer = factories.account(desks=[DESK], jurisdiction_key="KG").id
        long = "contact-point.day-and-night@prosecution.example.org"
        factories.add(factories.contact(long, "kg-prosecutor-general", network_key="casc"))
        add_rota(DESK, (officer, -1, 5), (officer, 9, 17))
        viewer, desk = viewer_of(coordinator), db.session.get_one(FocalPoint, DESK)
        with committing():
            reachability.log_call(viewer, desk, clock.now(), None)
            reachability.schedule(viewer, desk, clock.now() + HOUR, 60, 7)
            reachability.schedule(viewer, desk, clock.now() + 2 * HOUR, 60, 0)
        shown, answered = db.session.query(ReachabilityTest).filter_by(way="message").order_by(ReachabilityTest.id)
        with committing():
            links = [f"/verification/answer/{new_link(test, None)}" for test in (shown, answered)]
        number = shown.public_id
        client = app.test_client()
        people.sign_in(client, coordinator)
        cookie = people.cookie_of(client)
    server.start()
    yield Desks(server, app, cookie, officer, *links, number)
    server.stop()


@pytest.mark.long(each=3, start=1)
@pytest.mark.parametrize(
    ("language", "size", "quarter"),
    [("en", WIDE, QUARTERS[0]), ("ru", NARROW, QUARTERS[1]), ("ar", NARROW, QUARTERS[0])],
)
def test_the_pages_of_desks_are_accessible_and_fit_the_screen(
    new_page: NewPage, desks: Desks, language: str, size: tuple[int, int], quarter: slice
) -> None:
    tests = "/verification/reachability"
    pages = ["/focal-points", f"/focal-points/{DESK}", "/focal-points?reachable=now&network=none", desks.link]
    pages += [tests, f"{tests}/{desks.test}", f"{tests}/message", f"{tests}/call", "/statistics"]
    pages += [f"{tests}/desks/{DESK}", f"{tests}/calls", f"{tests}/plan"]
    addresses = [f"{desks.server.by_name}/{language}{path}" for path in pages]

    assert faults_of_pages(new_page(size, desks.cookie), addresses, quarter) == {}


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_the_first_number_of_the_board_stands_on_the_first_screen_of_a_phone(
    new_page: NewPage, desks: Desks, language: str, is_signed_in: bool
) -> None:
    page = new_page(PHONE, desks.cookie if is_signed_in else "")

    page.goto(f"{desks.server.by_name}/{language}/focal-points")

    box = page.locator("#board a[href^='tel:']").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < MOST_PIXELS


def test_the_board_follows_the_rota_by_itself_and_leaves_what_is_read_alone(browser: Browser, desks: Desks) -> None:
    context = browser.new_context()
    sign_in(context, desks.cookie)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{desks.server.by_name}/en/focal-points?jurisdiction=KG")
    row = page.locator("#board li", has=page.locator(f"a[href$='{DESK}']")).first
    expect(row).to_contain_text("on duty now")

    with desks.app.app_context(), committing():
        shift = db.session.query(Shift).filter(Shift.starts_at < clock.now()).one()
        shift.ends_at = clock.now()
        record(None, "rota_change", ("desk_rota", DESK))
    page.clock.fast_forward(21_000)
    expect(row).to_contain_text("nobody on duty now")

    row.locator("a").first.focus()
    with desks.app.app_context(), committing():
        db.session.add(
            Shift(
                focal_point_key=DESK, account_id=desks.officer, starts_at=clock.now() - HOUR, ends_at=clock.now() + HOUR
            )
        )
        record(None, "rota_change", ("desk_rota", DESK))
    page.clock.fast_forward(21_000)
    expect(page.locator(".news")).to_be_visible()
    expect(row).to_contain_text("nobody on duty now")
    context.close()


def test_without_a_script_the_board_is_whole_and_a_desk_answers_by_one_button(new_page: NewPage, desks: Desks) -> None:
    page = new_page(java_script_enabled=False)

    page.goto(f"{desks.server.by_name}/en/focal-points?jurisdiction=FR")
    expect(page.locator("#board")).to_contain_text("24 hours a day")
    page.goto(f"{desks.server.by_name}/en{desks.answered}")
    page.get_by_role("button", name="Circle").click()

    expect(page.locator("h1")).to_have_text("Thank you")
