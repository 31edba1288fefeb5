"""Everyone can use the pages of imports, mail, periods and histories, wide and on a small phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from directory.accounts.queries import viewer_of
from directory.imports import service
from directory.models import Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import grave_faults, unreadable
from tests.browser.conftest import NARROW, WIDE
from tests.conftest import Server, copy_of, make_app
from tests.imports.files import check, office, phone, submit, table

KEY = "kg-prosecutor-general"


@dataclass(frozen=True)
class Work:
    """A server with work of each kind: the pages of it, and the cookie of an administrator."""

    server: Server
    pages: list[str]
    cookie: str


@pytest.fixture(scope="module")
def work(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("work")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        administrator = factories.account(Role.ADMINISTRATOR)
        author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
        factories.add(factories.contact("+996 555 010 101", KEY, means="phone", audience="practitioners"))
        factories.add(Mail(key="lost", letter="", address="a@example.org", language="en", values={}, state="bounced"))
        checked = check(administrator, table([office("kg-new"), phone("kg-new", "none"), office("kg-bad", source="")]))
        waiting = submit(author, check(author, table([office("kg-other")])))
        with committing():
            running = service.take_in(viewer_of(administrator), "running.csv", b"kind,key").id
        with committing():
            export = service.ask_for_export(viewer_of(administrator), "csv").public_id
        client = app.test_client()
        people.sign_in(client, administrator)
        client.get(f"/en/authorities/{KEY}")
        imports = [f"/imports/{one}" for one in (checked.id, waiting.id, running, f"exports/{export}")]
        cookie = people.cookie_of(client)
    histories = [f"/history?kind={kind}&key={key}" for kind, key in (("authority", KEY), ("network", "casc"))]
    others = ["/operation", "/verification/periods/casc", "/proposals", "/legislation", f"/authorities/{KEY}"]
    server.start()
    yield Work(server, ["/imports", *imports, "/history", *histories, *others], cookie)
    server.stop()


@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("ru", NARROW), ("ar", NARROW)])
def test_the_pages_of_work_are_accessible_and_fit_the_screen(
    browser: Browser, work: Work, language: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": "__Host-session", "value": work.cookie, "url": "https://localhost"}])
    page, faults = context.new_page(), {}

    for path in work.pages:
        answer = page.goto(f"{work.server.by_name}/{language}{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        found = [*grave_faults(page), *unreadable(page)]
        if found or width > size[0] or answer is None or answer.status != 200 or page.locator("h1").count() != 1:
            faults[path] = (answer and answer.status, width, found)

    context.close()
    assert faults == {}
