"""The seeded site of the tests of accounts, for tests of what every request passes as well."""

from tests.accounts.conftest import site, whole_site

__all__ = ["site", "whole_site"]
