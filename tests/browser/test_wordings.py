"""A wording goes from a page in Kyrgyz to its keeper, onto the pages of both nodes, and into the next catalogue."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect
from sqlalchemy import select

from directory.catalogues import FOLDER
from directory.extensions import db
from directory.models import Account, LanguageKeeper, PublishedWording
from directory.transaction import committing
from directory.vocabulary import Role
from directory.wordings import po_files
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages, grave_faults
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app
from tests.project_copy import copy_project
from tests.wordings.strings import NETWORKS, PAGE_OF, published, string

OTHER, PLACE = "Түйүндөр", "/ky/networks"
HOSTILE = ("<b>Түйүндөр</b>", "Түйүндөр %(name)s", "Түйүн\u202eдөр")
# What the worker of the next version does within an hour.
END = """
from wsgi import app
from directory.jobs.schedule import tidy_wordings
with app.app_context():
    tidy_wordings()
"""
SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def nodes(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """Return two servers over one database."""
    folder = copy_of(few_states, tmp_path_factory.mktemp("wordings") / "data")
    servers = Server(folder, workers=1), Server(folder, workers=1)
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture
def sign_in(new_page: NewPage, nodes: tuple[Server, Server]) -> SignIn:
    """Return a function that gives a page on which a new person is signed in, who may look after a language."""

    def signed(
        language: str = "", role: Role = Role.PRACTITIONER, size: tuple[int, int] = WIDE, **options: object
    ) -> Page:
        app = make_app(nodes[0].folder)
        with app.app_context():
            client = app.test_client()
            account: Account = factories.account(role, jurisdiction_key="KG", language="ky")
            if language:
                factories.add(LanguageKeeper(language=language, account_id=account.id))
            people.sign_in(client, account)
            cookie = people.cookie_of(client)
        return new_page(size, cookie, **options)

    return signed


def open_form(page: Page, server: Server) -> None:
    """Go from a page to the form of a text on it."""
    page.goto(server.by_name + PLACE)
    page.locator("footer a[data-wording]").click()
    page.locator("#q").fill("networks")
    page.locator("#q").press("Enter")
    page.locator(f'main a[href*="{NETWORKS.code}"]').click()


def navigation(page: Page, server: Server) -> str:
    page.goto(server.by_name + PLACE)
    return page.locator("nav.sections").inner_text()


def test_a_lawyer_suggests_a_wording_its_keeper_publishes_it_and_the_next_catalogue_takes_it_over(
    nodes: tuple[Server, Server], sign_in: SignIn, new_page: NewPage, tmp_path: Path
) -> None:
    first, second = nodes
    lawyer, keeper, visitor = sign_in(java_script_enabled=False), sign_in("ky"), new_page()
    assert OTHER not in navigation(visitor, first) + navigation(visitor, second)

    open_form(lawyer, first)
    lawyer.locator('[name="form-0"]').fill(OTHER)
    lawyer.locator('[name="words"]').fill("КПК, 1-берене")
    lawyer.locator("main form button").click()
    expect(lawyer.locator(f'main a[href="{PLACE}"]')).to_be_visible()

    keeper.goto(f"{second.by_name}/ky/work")
    keeper.locator('main a[href="/ky/wordings"]').click()
    keeper.locator("main ul.rows a").first.click()
    for said in (OTHER, "Networks", string(NETWORKS).forms[0], "КПК, 1-берене"):
        expect(keeper.locator("main dl.facts").first).to_contain_text(said)
    keeper.locator("main form button").first.click()

    for node in nodes:
        assert OTHER in navigation(visitor, node)
    for node in nodes:
        assert OTHER in navigation(lawyer, node)

    next_version = take_over(first, tmp_path / "next")
    next_version.start()
    try:
        assert OTHER in navigation(visitor, next_version)
    finally:
        next_version.stop()
    with make_app(first.folder).app_context():
        newest = select(PublishedWording.end).order_by(PublishedWording.id.desc())
        assert db.session.scalars(newest).first() == "taken_over"


def take_over(server: Server, folder: Path) -> Server:
    """Return a server, not started, of a next version whose catalogues say what was published."""
    folder.mkdir()
    copy_project(folder)
    catalogue = folder / "directory" / "translations" / "ky" / "LC_MESSAGES" / "messages.po"
    with make_app(server.folder).app_context():
        assert po_files.merge("ky", folder / FOLDER.relative_to(FOLDER.parent.parent)) == 1
    with catalogue.open("rb") as po, catalogue.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read_po(po, locale="ky"))
    made = Server(server.folder, workers=1, project=folder)
    subprocess.run([sys.executable, "-c", END], cwd=folder, env=made.environment, check=True)
    return made


def test_a_hostile_suggestion_is_refused_with_a_reason_and_nothing_typed_is_lost(
    nodes: tuple[Server, Server], sign_in: SignIn
) -> None:
    page = sign_in()
    open_form(page, nodes[0])

    for text in HOSTILE:
        page.locator('[name="form-0"]').fill(text)
        page.locator("main form button").click()
        expect(page.locator('[role="alert"] a')).to_have_count(1)
        expect(page.locator('[id="form-0-error"]')).not_to_be_empty()
        expect(page.locator('[name="form-0"]')).to_have_value(text)


def test_what_is_marked_on_the_page_is_looked_for(nodes: tuple[Server, Server], new_page: NewPage) -> None:
    page = new_page()
    page.goto(nodes[0].by_name + PLACE)
    page.locator("main h1").select_text()

    page.locator("footer a[data-wording]").press("Enter")

    expect(page.locator("#q")).to_have_value(string(NETWORKS).forms[0])
    expect(page.locator(f'main a[href*="{NETWORKS.code}"]')).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("language", ["ky", "ar"])
def test_the_pages_of_wordings_are_accessible_and_fit_320_pixels(
    nodes: tuple[Server, Server], sign_in: SignIn, language: str
) -> None:
    server, app = nodes[0], make_app(nodes[0].folder)
    with app.app_context(), committing():
        db.session.add(published(PAGE_OF, "%(number)s / %(total)s"))
    page = sign_in("ky", Role.ADMINISTRATOR, NARROW)
    home = f"{server.by_name}/{language}/wordings"
    page.goto(f"{home}/suggest/{NETWORKS.code}?page=/networks")
    page.locator('[name="form-0"]').fill("<b>")
    page.locator("main form button").click()
    faults = grave_faults(page)
    page.locator('[name="form-0"]').fill("Б")
    page.locator("main form button").click()

    page.goto(home)
    page.locator("main ul.rows a").first.click()
    waiting = page.url
    pages = [home, waiting, f"{home}/published/ky", f"{home}/keepers", f"{home}/suggest?page=/networks"]

    assert faults + grave_faults(page) == []
    assert faults_of_pages(page, pages, QUARTERS[0]) == {}
