"""The browser, the server and the site of canaries of the short tests."""

from tests.browser.conftest import browser
from tests.browser.test_work import work
from tests.matrix.conftest import site

__all__ = ["browser", "site", "work"]
