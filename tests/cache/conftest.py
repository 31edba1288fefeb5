"""The site and the office on which tests record acts, for tests of the cache as well."""

from tests.access.conftest import office, site

__all__ = ["office", "site"]
