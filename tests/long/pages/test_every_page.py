"""Every page in English, Russian and Arabic, wide and on a phone, light and dark."""

import pytest

from tests.browser.checks import grave_faults, unreadable
from tests.browser.conftest import PAGES, PHONE, WIDE, OpenPage


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_has_no_grave_accessibility_fault_in_light_or_dark(
    open_page: OpenPage, path: str, language: str, size: tuple[int, int]
) -> None:
    page = open_page(f"/{language}{path}", size)

    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert unreadable(page) == []
