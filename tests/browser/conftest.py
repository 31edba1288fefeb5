"""A real browser on a real server."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from directory.catalogues import CatalogueKey
from tests.conftest import MadeOnce, Server, copy_of, keep_few_states, rebuild_index
from tests.parts import chromium

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    # A page that is used again keeps its process when it comes back from nothing.
    "--process-per-site",
]
HERE = Path(__file__).parent
# What takes too long for one worker.
SPREAD = ("test_every_page",)
# On a machine with much else to do.
PATIENCE_MS = 30_000
WIDE, PHONE, NARROW = (1280, 900), (390, 844), (320, 640)

# One of each page: every template, with the States of which no number is known among them. Of like pages the shortest.
PAGES = (
    "/",
    "/search?q=kyrgyz+prosecutor",
    "/search?q=zzzzqqqq",
    "/jurisdictions",
    "/jurisdictions?order=name",
    "/jurisdictions/KG",
    "/jurisdictions/TM",
    "/jurisdictions/PH",
    "/jurisdictions/UZ/requirements",
    "/jurisdictions/PG/requirements",
    "/jurisdictions/KZ/card",
    "/authorities/am-prosecutor-general/card?card=0123456789abcdef",
    "/focal-points/ge-budapest-24-7/card",
    "/jurisdictions/compare",
    "/jurisdictions/compare?codes=KG,UZ,PH",
    "/authorities/am-prosecutor-general",
    "/authorities/kg-ministry-of-justice",
    "/focal-points",
    "/focal-points/ge-budapest-24-7",
    "/networks",
    "/networks/casc",
    "/networks/carin",
    "/networks/casc/pocket",
    "/treaties",
    "/treaties/minsk-1993",
    "/treaties/kz-kg-mla-1996",
    "/measures",
    "/measures/joint_investigation",
    "/atlas?from=KZ&to=KG",
    "/atlas?from=KZ&to=GB&measure=telecom_data&offence=som&both=1",
    "/atlas/joint-investigation",
    "/atlas/joint-investigation?with=KZ&with=KG&with=UZ&offence=tip",
    "/notices",
    "/notices?archive=1",
    "/phrases",
    "/phrases?group=time&beside=ar",
    "/legislation",
    "/exchange",
    "/statistics",
    "/statistics/map",
    "/statistics/translations",
    "/statistics/returns",
    "/statistics/returns/KG/tip",
    "/legislation?q=zzzz",
    "/legislation/kz-cpc",
    "/legislation/ro-law-565-2002",
    "/history",
    "/history?kind=authority&key=am-prosecutor-general",
    "/account/request",
    "/account/request?jurisdiction=KG",
    "/help",
    "/api",
    "/offline",
    "/offline/KG",
    "/account/sign-in",
    "/account/reset",
    "/wordings/suggest?page=/networks",
    f"/wordings/suggest/{CatalogueKey('', 'Networks').code}?page=/networks",
    "/nothing-here",
)
# What these pages are about: of a hundred more of a kind on each, all are visited by `make long-pages`.
STATES = ("AM", "FR", "GB", "GE", "KG", "KZ", "PG", "PH", "RO", "TJ", "TM", "UZ")
TREATIES = ("budapest-185", "kz-kg-extradition-1997", "kz-kg-mla-1996", "minsk-1993", "tip-protocol", "untoc")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together where they share a site of their own: it takes seconds to make."""
    for item in items:
        if item.path.parent == HERE and item.path.stem not in SPREAD:
            item.add_marker(pytest.mark.xdist_group(f"browser {item.path.stem}"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


NewPage = Callable[..., Page]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def idle_pages() -> defaultdict[object, list[Page]]:
    """Return the pages that no test uses, by the options of their contexts: a new one costs seven visits."""
    return defaultdict(list)


@pytest.fixture
def new_page(browser: Browser, idle_pages: defaultdict[object, list[Page]]) -> Iterator[NewPage]:
    """Return a function that gives a page of one more person: size, cookie of a session, options of the context.

    Cookies, media and what stands open are taken off it in the end. A test that leaves more behind, such as a clock
    of its own, makes a context for itself.
    """
    used: list[tuple[object, Page]] = []

    def new(size: tuple[int, int] = WIDE, cookie: str = "", **given: object) -> Page:
        options = {"java_script_enabled": True, **given}
        look = tuple(sorted(options.items()))
        page = idle_pages[look].pop() if idle_pages[look] else browser.new_context(**options).new_page()
        used.append((look, page))
        page.set_viewport_size({"width": size[0], "height": size[1]})
        sign_in(page.context, cookie)
        return page

    yield new
    for look, page in used:
        page.context.clear_cookies()
        page.emulate_media(media="null")
        page.goto("about:blank")
        idle_pages[look].append(page)


def sign_in(context: BrowserContext, cookie: str) -> None:
    """Give a browser the cookie of a session, unless it is empty."""
    if cookie:
        context.add_cookies([{"name": "__Host-session", "value": cookie, "url": "https://localhost"}])


@pytest.fixture
def open_page(new_page: NewPage, server: Server) -> OpenPage:
    """Return a function that opens a path as a new visitor: size, colour scheme, script on or off."""
    return opener(new_page, server)


def opener(new_page: NewPage, server: Server) -> OpenPage:
    def open_(path: str, size: tuple[int, int] = WIDE, **options: object) -> Page:
        page = new_page(size, **options)
        page.goto(server.address + path)
        return page

    return open_


@pytest.fixture(scope="session")
def server_of_few(
    seeded_folder: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return a running server over what PAGES are about."""

    def make(folder: Path) -> None:
        keep_few_states(copy_of(seeded_folder, folder) / "directory.sqlite3", STATES, TREATIES)
        rebuild_index(folder)

    server = Server(copy_of(made_once("visited", make), tmp_path_factory.mktemp("visited") / "data"), workers=1)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser on a device that has passkeys and asks who holds it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = device | {"isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()
