"""Followers hear that what they follow has left the directory."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Treaty, TreatyParty
from directory.proposals.successions import retiring
from tests import factories
from tests.follows.conftest import edit, follower, letters, tell


@pytest.fixture
def treaty(site: Flask) -> Treaty:
    key = f"retired-{next(factories.NUMBERS)}"
    title = factories.english(f"Treaty {key}")
    made = Treaty(key=key, title=title, short_title=title, level="bilateral")
    factories.add(made)
    factories.add(TreatyParty(key=f"{key}:KG", treaty_key=key, jurisdiction_key="KG"))
    return db.session.get_one(Treaty, key)


@pytest.mark.parametrize("followed", ["the treaty", "a State party"])
def test_followers_of_a_treaty_and_of_its_parties_hear_that_it_is_retired(treaty: Treaty, followed: str) -> None:
    name = f"Treaty {treaty.key}"
    reader = follower(treaty.entry_key if followed == "the treaty" else ("jurisdiction", "KG"))

    edit(*retiring(treaty))
    tell()

    [news] = letters(reader)
    assert news.startswith(f"{name} (Treaty)")
    assert "removed" in news
