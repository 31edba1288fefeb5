"""What a reader does: searches, switches language, prints, reads without a script and on a slow link."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from directory import clock
from tests.browser.conftest import PHONE, WIDE, NewPage, OpenPage
from tests.conftest import Server

FIRST_VISIT_BYTES = 60_000


def type_into_search(page: Page, text: str) -> None:
    box = page.locator("#search[role=combobox]")
    box.click()
    box.press_sequentially(text)


def test_suggestions_come_while_typing_and_are_chosen_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/")

    type_into_search(page, "kyrgyz")
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    box = page.locator("#search[role=combobox]")
    chosen = page.locator('[role="option"][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/jurisdictions/KG$"))


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("/en/")

    type_into_search(page, "kyrgyz")
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")

    box = page.locator("#search[role=combobox]")
    expect(page.locator("#search-list")).to_be_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "kyrgyz"


def test_a_text_without_a_choice_is_searched_for(open_page: OpenPage) -> None:
    page = open_page("/ar/")

    type_into_search(page, "قيرغيزستان")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/ar/search\?q="))
    expect(page.locator("main h2 a").first).to_have_attribute("href", "/ar/jurisdictions/KG")


def test_search_filters_and_entries_work_without_a_script(open_page: OpenPage) -> None:
    page = open_page("/en/", java_script_enabled=False)

    page.locator("#search").fill("kyrgyzstan")
    page.locator("form[role=search] button").click()
    page.get_by_label(re.compile("Authority")).check()
    page.get_by_role("button", name="Apply filters").click()

    assert "kind=authority" in page.url
    assert "q=kyrgyzstan" in page.url
    page.locator("main h2 a").first.click()
    expect(page.locator("h1")).to_contain_text("Kyrgyz")


def test_an_old_copy_of_a_page_shows_the_time_there_at_once(new_page: NewPage, server: Server) -> None:
    page = new_page(WIDE)
    in_an_hour = clock.now().replace(second=0) + timedelta(hours=1)
    page.clock.set_fixed_time(in_an_hour)

    page.goto(f"{server.address}/en/jurisdictions/KG")

    there = in_an_hour.astimezone(ZoneInfo("Asia/Bishkek"))
    expect(page.locator("time[data-zone='Asia/Bishkek']").first).to_have_text(f"{there:%H:%M}")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_link_to_a_folded_part_of_an_answer_opens_it(open_page: OpenPage, has_script: bool) -> None:
    page = open_page(
        "/en/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip", PHONE, java_script_enabled=has_script
    )

    page.locator("dl.essentials a[href='#kz-kg-channel']").click()

    expect(page.locator("#kz-kg-channel .reasons").first).to_be_in_viewport()


def test_a_filter_is_taken_off_by_its_chip(open_page: OpenPage) -> None:
    page = open_page("/en/search?q=kyrgyzstan&kind=authority&kind=treaty")

    page.locator("a", has_text="Treaty").filter(has=page.locator("visible=true")).first.click()

    assert "kind=treaty" not in page.url


def test_the_language_switch_keeps_the_page_and_the_query(open_page: OpenPage) -> None:
    page = open_page("/en/search?q=kazakhstan&kind=authority")

    page.locator('a[hreflang="ru"]:visible').first.click()

    assert page.url.endswith("/ru/search?q=kazakhstan&kind=authority")
    assert page.locator("html").get_attribute("lang") == "ru"


def test_a_phone_number_reads_left_to_right_on_a_right_to_left_page(open_page: OpenPage) -> None:
    page = open_page("/ar/authorities/am-prosecutor-general", PHONE)

    number = page.get_by_role("link", name="+374 10 511650").first

    assert number.locator("bdi").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert number.get_attribute("href") == "tel:+37410511650"


@pytest.mark.long(each=3)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=kyrgyzstan",
        "/jurisdictions/KG",
        "/jurisdictions/KZ",
        "/authorities/kg-prosecutor-general",
        "/focal-points",
        "/atlas",
        "/atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip",
    ],
)
def test_a_first_visit_weighs_less_than_60_kilobytes(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page("/healthz")
    home = page.url.removesuffix("/healthz")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    # Another test may have been here and left files, or a worker that keeps copies.
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(f"{home}/{language}{path}", wait_until="networkidle")
    session.detach()

    assert 0 < sum(sizes) < FIRST_VISIT_BYTES


def test_every_source_of_a_state_can_be_read_with_its_date_and_confidence(open_page: OpenPage) -> None:
    page = open_page("/en/authorities/kg-prosecutor-general")

    sources = page.locator("main details")
    assert sources.count() > 5
    sources.first.locator("summary").click()
    expect(sources.first).to_contain_text("stated by its source")


def test_the_card_prints_on_paper_with_its_address_and_date(open_page: OpenPage) -> None:
    page = open_page("/en/jurisdictions/KG/card")
    page.emulate_media(media="print")

    assert page.locator("nav").filter(visible=True).count() == 0
    expect(page.locator("body")).to_contain_text("/en/jurisdictions/KG")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_forced_colours_leave_every_state_its_word(open_page: OpenPage) -> None:
    page = open_page("/en/focal-points", forced_colors="active")

    expect(page.locator("main")).to_contain_text("24 hours a day")
