"""The answer of the atlas in a browser: on the first screen, by keyboard, on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage

ANSWERS = (
    "/atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip",
    "/atlas?from=AM&to=UZ&measure=video_hearing&offence=som",
    "/atlas?from=KZ&to=AE&measure=bank_data&offence=laundering",
)
SCREENS = PHONE, (1280, 800)
# Whom, the line to call, channel, language, contents and legal basis: of each the first paragraph.
BELOW_THE_SCREEN = """() => [...document.querySelectorAll('dl.essentials > dd')].slice(0, 6)
    .map(e => [e.previousElementSibling.textContent, e.querySelector('p') || e])
    .filter(([, e]) => !e.textContent.trim() || e.getBoundingClientRect().bottom > innerHeight)
    .map(([label]) => label)"""
MOST_PAPER_PAGES = 5


@pytest.mark.parametrize("language", ["en", "ru", "ar", "ky"])
def test_the_answer_stands_on_the_first_screen(open_page: OpenPage, language: str) -> None:
    page = open_page("/healthz")
    home, below = page.url.removesuffix("/healthz"), {}

    for path in ANSWERS:
        for size in SCREENS:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(f"{home}/{language}{path}")
            assert page.locator("dl.essentials > dd").count() >= 6
            below[path, size] = page.evaluate(BELOW_THE_SCREEN)

    assert {where: labels for where, labels in below.items() if labels} == {}


def test_the_folded_questions_are_opened_by_keyboard_and_lead_to_each_question(open_page: OpenPage) -> None:
    page = open_page(f"/en{ANSWERS[0]}", PHONE)

    page.locator(".questions > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("ask=from"))
    expect(page.get_by_role("link", name="Back to the answer")).to_be_visible()


def test_an_answer_takes_five_sheets_of_paper_at_most(open_page: OpenPage) -> None:
    page = open_page(f"/ru{ANSWERS[0]}")

    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))

    assert 0 < sheets <= MOST_PAPER_PAGES
