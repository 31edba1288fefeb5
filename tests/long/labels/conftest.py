"""The browser and the site of canaries of the short tests."""

from tests.browser.conftest import browser
from tests.matrix.conftest import site

__all__ = ["browser", "site"]
