"""What the tests of gaps share: a State without anything, and one that can be filled."""

from collections.abc import Callable

import pytest
from flask import Flask

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.gaps.facts import Gap
from directory.gaps.queries import read_state
from directory.gaps.rules import find_gaps
from directory.models import Account
from directory.vocabulary import Role
from tests import factories


@pytest.fixture
def small_app(small_app: Flask) -> Flask:
    """Return the same app; its index follows at the next search."""
    small_app.extensions["after_commit"].clear()
    return small_app


@pytest.fixture
def coordinator(small_app: Flask) -> Account:
    """Return the coordinator of Kyrgyzstan."""
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


Find = Callable[..., list[Gap]]


@pytest.fixture
def find(small_app: Flask, coordinator: Account) -> Find:
    """Return a function that finds the gaps of a kind in a State, as its coordinator or another viewer sees them."""

    def found(code: str, state: str = "KG", viewer: Viewer | None = None) -> list[Gap]:
        gaps = find_gaps(read_state(viewer or viewer_of(coordinator), state, "en"))
        return [gap for gap in gaps if gap.code == code]

    return found
