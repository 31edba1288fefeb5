"""A name that was withdrawn comes back to no visitor: to no mistyped query, to no beginning of one, on both stores."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Authority
from directory.models.types import Texts
from directory.search import sync
from directory.transaction import committing
from tests import factories
from tests.conftest import copy_of, make_app
from tests.search_index.conftest import DATABASE, EMBEDDED
from tests.stored import add_states

pytestmark = pytest.mark.usefixtures("index_at_once")

WITHDRAWN = ("Zakoverline", "Занкерлин", "Zükerlam")
ADDRESSES = ("/en/search?q={}", "/api/v1/search?q={}", "/api/v1/suggest?q={}")
NAMES = Texts("en", {"en": "Office Zakoverline", "ru": "Офис Занкерлин", "fr": "Bureau Zükerlam"})


@pytest.fixture(params=[EMBEDDED, DATABASE])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over three States, an office to be withdrawn and one with names like its own."""
    if request.param == "embedded":
        app = make_app(copy_of(request.getfixturevalue("three_states"), tmp_path / "data"))
    else:
        address = request.getfixturevalue("postgresql").database(request.getfixturevalue("migrated_template"))
        app = make_app(tmp_path / "data", address, search_engine="postgresql")
    with app.app_context():
        if request.param == "postgresql":
            add_states()
        staying = Texts("en", {"en": "Bureau Zatoverline", "ru": "Бюро Зантерлин", "fr": "Bureau Zuterlam"})
        factories.add(factories.authority("kg-staying", name=staying), factories.authority("kg-other", name=NAMES))
        yield app


def office() -> Authority:
    found = db.session.get(Authority, "kg-other")
    assert found is not None
    return found


def rename() -> None:
    office().name = factories.english("Another Office")


def delete() -> None:
    db.session.delete(office())


def keep_from_visitors() -> None:
    rename()
    office().coordinator_note = NAMES


WAYS: dict[str, Callable[[], None]] = {"renamed": rename, "deleted": delete, "for coordinators": keep_from_visitors}


def mistyped() -> Iterator[str]:
    """Yield each withdrawn word with an error in it, and some of its beginnings."""
    for word in map(str.lower, WITHDRAWN):
        for at in range(2, len(word), 3):
            yield word[:at] + word[at + 1 :]
            yield word[:at] + "p" + word[at + 1 :]
        yield from (word[:end] for end in range(3, len(word), 4))


def telling(site: Flask) -> Iterator[str]:
    """Yield the addresses where a visitor is answered with a withdrawn word."""
    client = site.test_client()
    for text in mistyped():
        for address in (each.format(text) for each in ADDRESSES):
            body = client.get(address).get_data(as_text=True).lower()
            if any(word.lower() in body for word in WITHDRAWN):
                yield address


@pytest.mark.long(each=3)
@pytest.mark.parametrize("withdraw", WAYS.values(), ids=WAYS)
def test_a_withdrawn_name_comes_back_to_no_visitor(site: Flask, withdraw: Callable[[], None]) -> None:
    assert next(telling(site), "")

    with committing():
        withdraw()

    assert list(telling(site)) == []
    assert sync.differences() == []
