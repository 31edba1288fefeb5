"""Every page of each role's own work in English, Russian and Arabic, wide and at 320 pixels, light and dark."""

import pytest
from playwright.sync_api import Browser

from directory.vocabulary import Role
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_work import OF_ADMINISTRATORS, OF_COORDINATORS, OF_PRACTITIONERS, Work, faults_of

PAGES = {
    Role.PRACTITIONER: OF_PRACTITIONERS,
    Role.COORDINATOR: (*OF_PRACTITIONERS, *OF_COORDINATORS),
    Role.ADMINISTRATOR: (*OF_PRACTITIONERS, *OF_COORDINATORS, *OF_ADMINISTRATORS),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("role", PAGES)
def test_the_pages_of_a_role_are_accessible_and_fit_the_screen(
    browser: Browser, work: Work, role: Role, language: str, size: tuple[int, int], scheme: str
) -> None:
    pages = [f"/{language}{page}" for page in (*PAGES[role], *work.pages[role])]

    assert faults_of(browser, work, role, pages, size, color_scheme=scheme) == {}
