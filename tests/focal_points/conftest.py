"""A desk with two members, and browsers of those who may and may not keep its rota."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.models import Account
from directory.vocabulary import Role
from tests import factories, people
from tests.conftest import copy_of, make_app
from tests.focal_points.desks import add_desk

DESK = "test-desk"


@dataclass
class Office:
    """A desk of Kyrgyzstan in the network CASC, and the people around it."""

    app: Flask
    officer: Account = field(init=False)
    deputy: Account = field(init=False)
    coordinator: Account = field(init=False)

    def __post_init__(self) -> None:
        add_desk(DESK)
        own = {"jurisdiction_key": "KG", "networks": ["casc"], "desks": [DESK]}
        self.officer = factories.account(name="Officer One", **own)
        self.deputy = factories.account(name="Officer Two", **own)
        self.coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG")

    def browser(self, account: Account) -> FlaskClient:
        """Return a browser of one of them."""
        return people.signed_in(self.app, account)


@pytest.fixture
def small_app(few_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data of a few States; its context is pushed.

    Its index follows at the next search, since one that follows each commit takes half of the time of these tests.
    """
    app = make_app(copy_of(few_treaties, tmp_path / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        yield app


@pytest.fixture
def office(small_app: Flask) -> Office:
    return Office(small_app)


@pytest.fixture
def thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a Thursday, 13:00 in Bishkek."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 7, tzinfo=UTC))
