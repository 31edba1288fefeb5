"""The browser and the server of the short tests."""

from tests.browser.conftest import browser, open_page
from tests.browser.test_work import work

__all__ = ["browser", "open_page", "work"]
