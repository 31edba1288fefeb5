"""What the tests of gaps share: a State without anything, and one that can be filled."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

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
from tests.conftest import MadeOnce, copy_of, keep_few_states, make_app

# To find the gaps of a State, the sheets of all its partners and the terms of all treaties are read: a State with two
# partners of which there are no sheets, a party to the treaty of a network, and that treaty beside the one of the
# partners.
STATES = ("FR", "KG", "KZ", "UZ")
TREATIES = ("budapest-185", "minsk-1993")


@pytest.fixture(scope="session")
def two_partners(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with these States and treaties alone; its index is not made anew, since no test searches."""
    return made_once("two_partners", lambda folder: keep_two_partners(copy_of(few_states, folder)))


def keep_two_partners(folder: Path) -> None:
    database = folder / "directory.sqlite3"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("DELETE FROM requirement_sheet WHERE jurisdiction_key != 'KG'")
    keep_few_states(database, STATES, TREATIES)


@pytest.fixture
def small_app(two_partners: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder that leaves the index alone; its context is pushed."""
    app = make_app(copy_of(two_partners, tmp_path / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        yield app


@pytest.fixture
def coordinator(small_app: Flask) -> Account:
    """Return the coordinator of Kyrgyzstan."""
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


Find = Callable[..., list[Gap]]


@pytest.fixture
def find(small_app: Flask, coordinator: Account) -> Find:
    """Return a function that finds the gaps of a kind in a State, or of all kinds, as its coordinator or another viewer
    sees them."""

    def found(code: str = "", state: str = "KG", viewer: Viewer | None = None) -> list[Gap]:
        gaps = find_gaps(read_state(viewer or viewer_of(coordinator), state, "en"))
        return [gap for gap in gaps if code in ("", gap.code)]

    return found
