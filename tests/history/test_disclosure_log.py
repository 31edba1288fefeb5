"""Who was shown what not everyone may read is written down: one row a view, on page and API alike."""

import sqlite3
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from directory.extensions import db
from directory.models import Account, Disclosure
from directory.transaction import committing
from directory.vocabulary import Audience
from tests.history.conftest import KEY, OPEN_KEY, PHONES

PAGE, RESOURCE = f"/en/authorities/{KEY}", f"/api/v1/authorities/{KEY}"
PARTS = ("contact_detail.languages", "contact_detail.means", "contact_detail.value")

Clients = dict[str, FlaskClient]


@pytest.fixture
def newest(clients: Clients) -> int:
    return newest_reveal()


def newest_reveal() -> int:
    db.session.rollback()
    return db.session.scalar(select(Disclosure.id).order_by(Disclosure.id.desc()).limit(1)) or 0


def reveals_after(number: int) -> list[tuple[str, str, tuple[str, ...]]]:
    db.session.rollback()
    rows = db.session.scalars(select(Disclosure).where(Disclosure.id > number).order_by(Disclosure.id))
    return [(row.kind, row.key, row.details) for row in rows]


@pytest.mark.parametrize("address", [PAGE, RESOURCE])
def test_one_view_of_an_entry_writes_one_row(clients: Clients, newest: int, address: str) -> None:
    clients["member"].get(address)

    assert reveals_after(newest) == [("authority", KEY, PARTS[1:])]


def test_every_view_is_written_down(clients: Clients, newest: int) -> None:
    for _ in range(3):
        clients["member"].get(PAGE)

    assert len(reveals_after(newest)) == 3


def test_the_row_names_the_viewer(clients: Clients, newest: int) -> None:
    clients["administrator"].get(RESOURCE)

    viewer = select(Account.name).join(Disclosure, Disclosure.account_id == Account.id).where(Disclosure.id > newest)
    assert list(db.session.scalars(viewer)) == ["Administrator Fictional"]


def test_the_row_names_every_detail_that_was_shown(clients: Clients, newest: int) -> None:
    clients["administrator"].get(RESOURCE)

    assert reveals_after(newest) == [("authority", KEY, (*PARTS[1:], "coordinator_note"))]


@pytest.mark.parametrize(
    ("reader", "address"),
    [
        ("visitor", PAGE),
        ("visitor", RESOURCE),
        ("member", f"/en/authorities/{OPEN_KEY}"),
        ("member", f"/api/v1/authorities/{OPEN_KEY}"),
        ("member", "/en/search?q=office+of+tests"),
        ("member", "/api/v1/search?q=office+of+tests"),
        ("administrator", "/api/v1/authorities?jurisdiction=KG&per_page=100"),
        ("administrator", "/en/focal-points"),
        ("member", "/en/authorities/unknown"),
    ],
)
def test_what_shows_public_details_alone_writes_no_row(
    clients: Clients, newest: int, reader: str, address: str
) -> None:
    clients[reader].get(address)

    assert reveals_after(newest) == []


@pytest.mark.parametrize("address", [PAGE, RESOURCE, f"{PAGE}.vcf?own=1", f"{PAGE}/card?own=1"])
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}, {"If-None-Match": '"other"'}], ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_tells_only_how_long_a_page_is_writes_the_row_of_the_page(
    clients: Clients, newest: int, method: str, headers: dict[str, str], address: str
) -> None:
    answer = clients["member"].open(address, method=method, headers=headers)

    assert answer.status_code == 200
    assert reveals_after(newest) == [("authority", KEY, PARTS[1:])]


def test_that_a_copy_is_still_right_writes_a_row(clients: Clients) -> None:
    etag = clients["member"].get(RESOURCE).headers["ETag"]
    newest = newest_reveal()

    answer = clients["member"].get(RESOURCE, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert reveals_after(newest) == [("authority", KEY, PARTS[1:])]


@pytest.mark.parametrize("address", [PAGE, RESOURCE])
def test_which_methods_there_are_tells_nothing_of_the_page_and_writes_no_row(
    clients: Clients, newest: int, address: str
) -> None:
    asked = [clients[reader].options(address) for reader in ("member", "visitor")]

    assert len({(answer.text, answer.headers["Allow"], answer.content_length) for answer in asked}) == 1
    assert reveals_after(newest) == []


def test_a_visitor_after_a_person_writes_no_row(clients: Clients, newest: int) -> None:
    clients["member"].get(PAGE)

    clients["visitor"].get(PAGE)

    assert len(reveals_after(newest)) == 1


@pytest.fixture
def unwritable(site: Flask) -> Iterator[None]:
    """Let the database take no row of who looked."""
    rule = "CREATE TRIGGER full BEFORE INSERT ON reveal BEGIN SELECT RAISE(ABORT, 'full'); END"
    for statement in (rule, "DROP TRIGGER full"):
        with committing():
            db.session.execute(text(statement))
        if statement == rule:
            yield


@pytest.fixture
def busy(site: Flask) -> Iterator[None]:
    """Let another writer hold the lock for longer than anybody waits."""
    db.session.execute(text("PRAGMA busy_timeout=1"))
    db.session.rollback()
    writer = sqlite3.connect(db.engine.url.database or "", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    yield
    writer.close()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("address", "words"), [(PAGE.replace("/en/", "/ru/"), 'lang="ru"'), (RESOURCE, '"status":503')]
)
@pytest.mark.usefixtures("busy")
def test_while_another_writer_holds_the_lock_the_reader_is_told_when_to_come_again(
    clients: Clients, address: str, words: str
) -> None:
    refused = clients["member"].get(address)

    assert (refused.status_code, refused.headers.get("Retry-After")) == (503, "5")
    assert PHONES[Audience.NETWORK] not in refused.text
    assert words in refused.text


@pytest.mark.parametrize("address", [PAGE, RESOURCE])
@pytest.mark.usefixtures("unwritable")
def test_what_cannot_be_written_down_is_not_shown_and_the_reader_is_told_to_come_again(
    clients: Clients, address: str
) -> None:
    refused = clients["member"].get(address)

    assert refused.status_code == 503
    assert PHONES[Audience.NETWORK] not in refused.text
    assert clients["visitor"].get(address).status_code == 200
