"""Everyone can use the pages of imports, mail, periods and histories, wide and on a small phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from directory import clock
from directory.accounts.queries import viewer_of
from directory.imports import service
from directory.models import Account, Mail, SourceTable
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app
from tests.imports.files import check, office, phone, submit, table

KEY = "kg-prosecutor-general"
ENTRY = f"kind=authority&key={KEY}"
HISTORIES = ("/history", f"/history?{ENTRY}", "/history?kind=network&key=casc")
# The pages of each role that need nothing but its account; each role has those of the roles before it too.
ACCOUNT = ("", "/password", "/code-generator", "/passkeys", "/recovery-codes", "/confirm", "/tokens", "/tokens/new")
OPEN = (f"/authorities/{KEY}", "/legislation", "/follows")
OF_PRACTITIONERS = (*(f"/account{page}" for page in ACCOUNT), *HISTORIES, *OPEN)
OF_PEOPLE = (
    "",
    "/invitations",
    "/invitations/new",
    "/invitations/new?jurisdiction=KG",
    "/requests",
    "/handovers",
)
OF_COORDINATORS = (
    *(f"/people{page}" for page in OF_PEOPLE),
    *(f"/proposals{page}" for page in ("", "?list=mine", "?list=decided", f"/new?{ENTRY}", f"/ending?{ENTRY}")),
    *(f"/proposals/translations{page}" for page in ("?into=ky&standing=all", f"/authority/{KEY}?into=ky")),
    *(f"/verification{page}" for page in ("", "/campaigns/new", "/reports", f"/verify?{ENTRY}")),
    "/imports",
)
NEW = tuple(f"/proposals/new?kind={kind}" for kind in ("network", "treaty", "requirement", "legislation"))
TABLES = ("/sources/tables", "/sources/tables/new", "/sources/tables/untoc")
OF_ADMINISTRATORS = (*NEW, "/verification/periods/casc", "/operation", *TABLES)


@dataclass(frozen=True)
class Work:
    """A server with work of each kind, and by role the pages that show it and the cookie of one who has the role."""

    server: Server
    pages: dict[Role, list[str]]
    cookies: dict[Role, str]


@pytest.fixture(scope="module")
def work(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("work")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        roles = (Role.PRACTITIONER, Role.COORDINATOR, Role.ADMINISTRATOR)
        persons = {role: factories.account(role, jurisdiction_key="KG") for role in roles}
        administrator, author = persons[Role.ADMINISTRATOR], persons[Role.COORDINATOR]
        factories.add(factories.contact("+996 555 010 101", KEY, means="phone", audience="practitioners"))
        factories.add(Mail(key="lost", letter="", address="a@example.org", language="en", values={}, state="bounced"))
        checked = check(
            administrator, table([office("kg-new"), phone("kg-new", "none"), office("kg-bad", source="")])
        ).id
        waiting = submit(author, check(author, table([office("kg-other")]))).id
        refused = ["The layout has changed: “%(part)s” is missing.", {"part": "Treaty/Participants/Table/TGroup/Tbody"}]
        read_from = {
            "reader": "un_treaty",
            "address": "https://treaties.example.org/XVIII-12.en.xml",
            "treaty_key": "untoc",
        }
        last = {
            "asked_at": clock.now(),
            "outcome": "refused",
            "fault": refused,
            "absent": ["untoc:UZ:signature:signature"],
        }
        factories.add(SourceTable(name="untoc", **read_from, **last))
        with committing():
            running = service.take_in(viewer_of(administrator), "running.csv", b"kind,key").id
        with committing():
            export = service.ask_for_export(viewer_of(administrator), "csv").public_id
        cookies = {role: cookie_that_has_looked(app, person) for role, person in persons.items()}
    imports = [f"/imports/{one}" for one in (checked, running, f"exports/{export}")]
    server.start()
    yield Work(
        server,
        {
            Role.PRACTITIONER: [],
            Role.COORDINATOR: [f"/imports/{waiting}"],
            Role.ADMINISTRATOR: ["/imports", "/operation", "/verification/periods/casc", *TABLES, *imports, *HISTORIES],
        },
        cookies,
    )
    server.stop()


def cookie_that_has_looked(app: Flask, person: Account) -> str:
    """Return the cookie of a person who was shown a restricted number, so that histories say so."""
    client = app.test_client()
    people.sign_in(client, person)
    client.get(f"/en/authorities/{KEY}")
    return people.cookie_of(client)


@pytest.mark.long(each=3)
@pytest.mark.parametrize(
    ("language", "size", "quarter"),
    [("en", WIDE, QUARTERS[0]), ("ru", NARROW, QUARTERS[1]), ("ar", NARROW, QUARTERS[0])],
)
def test_the_pages_of_work_are_accessible_and_fit_the_screen(
    new_page: NewPage, work: Work, language: str, size: tuple[int, int], quarter: slice
) -> None:
    role, home = Role.ADMINISTRATOR, f"{work.server.by_name}/{language}"
    addresses = [f"{home}{path}" for path in (*work.pages[role], f"/authorities/{KEY}")]

    assert faults_of_pages(new_page(size, work.cookies[role]), addresses, quarter) == {}


def test_a_phone_folds_the_work_bar_into_one_line(new_page: NewPage, work: Work) -> None:
    page = new_page(PHONE, work.cookies[Role.COORDINATOR])
    page.goto(f"{work.server.by_name}/en/help")
    bar = page.locator("nav.work")

    expect(bar.get_by_role("link").first).to_be_hidden()
    bar.locator("summary").click()
    expect(bar.get_by_role("link", name="Proposals")).to_be_visible()

    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.reload()
    expect(bar.get_by_role("link", name="Proposals")).to_be_visible()
    expect(bar.locator("summary")).to_be_hidden()
