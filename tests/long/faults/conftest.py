"""How often the long runs try."""

import pytest


@pytest.fixture
def kills() -> int:
    return 20
