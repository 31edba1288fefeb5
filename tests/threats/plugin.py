"""Runs tests with one defence off: `THREAT=7 python -m pytest -p tests.threats.plugin tests/accounts/test_sessions.py`.

No target of the Makefile loads it, so no other run of the tests knows of it.
"""

import os

import pytest

from tests.threats.table import ROWS

THREAT = "THREAT"


def pytest_configure(config: pytest.Config) -> None:
    """Turn the defence off before anything of the product is made."""
    ROWS[int(os.environ[THREAT])].switch()
