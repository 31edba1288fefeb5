"""A question in Arabic, put together from the phrasebook, is read in Kyrgyz: with scripts and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import faults_of_pages
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.browser.test_consultations import cookie_of
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene

SUBJECT, OWN_WORDS = "سؤال عن قطة برية", "نشكركم مسبقا"
WHOLE = slice(None)


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Scene]]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("phrasebook")), workers=1)
    with make_app(server.folder).app_context():
        scene = make_scene()
    server.start()
    yield server, scene
    server.stop()


def fill_in(page: Page) -> None:
    page.locator("input[name=urgency][value=normal]").check()
    page.locator("select[name=measure]").select_option("bank_data")
    page.locator("select[name=offence]").select_option("tip")
    page.locator("input[name=subject]").fill(SUBJECT)
    page.locator("textarea[name=text]").fill(OWN_WORDS)
    page.locator("#phrases > summary").click()


def send(page: Page) -> None:
    page.locator("input[name=phrases-0-date]").fill("2026-12-31")
    expect(page.locator("textarea[name=text]")).to_have_value(OWN_WORDS)
    page.locator("main form.form button[type=submit]:not([name])").click()
    expect(page.locator(".written-phrases li")).to_contain_text("نحتاج إلى النتيجة في موعد أقصاه")


def test_a_question_in_arabic_is_read_in_kyrgyz(served: tuple[Server, Scene], new_page: NewPage) -> None:
    server, scene = served
    asker = new_page(WIDE, cookie_of(server, scene, "asker"))
    asker.goto(f"{server.by_name}/ar/consultations/new?desk={scene.desk}")

    fill_in(asker)
    asker.locator("input[name=phrases-words]").fill("النتيجة موعد أقصاه")
    expect(asker.locator("#phrases-choice option")).to_have_count(1)
    asker.locator("input[name=phrases-words]").press("Enter")
    asker.locator("button[name=phrases-add]").click()
    send(asker)
    reader = new_page(NARROW, cookie_of(server, scene, "member"))
    address = asker.url.split("?")[0].replace("/ar/", "/ky/")
    assert faults_of_pages(reader, [address, f"{address}/answer", f"{address}/print"], WHOLE) == {}
    reader.goto(address)

    expect(reader.locator(".written-phrases li")).to_contain_text(
        "Натыйжа бизге көрсөтүлгөн күндөн кечикпей керек: 2026"
    )
    expect(reader.locator(".thread .written")).to_have_attribute("lang", "ar")


def test_without_scripts_each_step_and_enter_in_a_line_keep_what_was_typed(
    served: tuple[Server, Scene], new_page: NewPage
) -> None:
    server, scene = served
    asker = new_page(NARROW, cookie_of(server, scene, "asker"), java_script_enabled=False)
    asker.goto(f"{server.by_name}/ar/consultations/new?desk={scene.desk}")

    fill_in(asker)
    asker.locator("select[name=phrases-group]").select_option("time")
    asker.locator(".narrowing button[name=phrases-find]").click()
    asker.locator("select[name=phrases-choice]").select_option("needed_by")
    asker.locator("button[name=phrases-add]").click()
    asker.locator("input[name=phrases-0-date]").press("Enter")
    asker.locator("input[name=subject]").press("Enter")
    expect(asker.locator("input[name=phrases]")).to_have_value("needed_by")
    send(asker)


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_the_phrasebook_can_be_used_on_a_small_phone(
    served: tuple[Server, Scene], new_page: NewPage, language: str
) -> None:
    server, _scene = served
    page = new_page(NARROW)

    addresses = [f"{server.by_name}/{language}/phrases", f"{server.by_name}/{language}/phrases?group=time&beside=ka"]

    assert faults_of_pages(page, addresses, WHOLE) == {}
