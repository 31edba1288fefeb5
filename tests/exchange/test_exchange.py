"""Files and feeds of the public directory: they open in programs of their kind, are dated, and hold what is public."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from directory import clock
from directory.exchange import snapshots, store
from directory.extensions import db
from directory.models import ContactDetail
from directory.transaction import committing
from directory.vocabulary import Audience
from directory.web.concurrency_limit import slot
from tests import factories
from tests.conftest import close, copy_of, make_app

PHONE = "+374 10 511 650"


@pytest.fixture(scope="module")
def published(few_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Return a data folder with today's files, and the moment at which they were made."""
    folder, moment, office = tmp_path_factory.mktemp("published") / "data", clock.now(), "am-prosecutor-general"
    app = make_app(copy_of(few_offices, folder))
    with app.app_context(), clock.frozen_at(moment):
        factories.add(
            factories.contact("canary@example.org", office, audience=Audience.NETWORK, network_key="casc"),
            factories.contact("=HYPERLINK(1)", office, means="phone"),
        )
        snapshots.make()
    close(app)
    return folder, moment


@pytest.fixture
def site(published: tuple[Path, datetime], tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder at that moment; its context is pushed."""
    folder, moment = published
    app = make_app(copy_of(folder, tmp_path / "data"))
    with app.app_context(), clock.frozen_at(moment):
        yield app


def files_of(client: FlaskClient) -> dict[str, bytes]:
    return {ending: client.get(f"/en/exchange/counterpart.{ending}").data for ending in snapshots.ENDINGS}


def test_files_open_are_dated_and_hold_what_is_public_alone(site: Flask) -> None:
    files = files_of(site.test_client())

    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(files["xlsx"]), read_only=True)["facts"]
    cells = list(sheet.iter_rows(values_only=True))
    entries = [json.loads(line) for line in files["jsonl"].decode().splitlines()]
    [row] = [row for row in rows if row["value"] == f"'{PHONE}"]
    assert (row["jurisdiction"], row["id"], row["confidence"]) == ("AM", "am-prosecutor-general", "sourced")
    assert row["made_on"] == clock.today().isoformat()
    assert row["valid_until"] == (clock.today() + timedelta(days=90)).isoformat()
    assert row["sources"].startswith("https://")
    assert len(cells) == len(rows) + 1
    assert any(PHONE in cell for cell in cells)
    assert {entry["kind"] for entry in entries} >= {"jurisdiction", "authority", "treaty", "focal_point", "legislation"}
    assert all(entry["valid_until"] and entry["details"] for entry in entries)
    assert "canary@example.org" not in files["csv"].decode() + files["jsonl"].decode() + str(cells)


def test_no_cell_is_a_formula(site: Flask) -> None:
    files = files_of(site.test_client())

    book = load_workbook(io.BytesIO(files["xlsx"]))
    assert {cell.data_type for row in book["facts"].iter_rows() for cell in row} <= {"s", "n"}
    assert "'=HYPERLINK(1)" in files["csv"].decode()


def test_the_page_names_each_file_with_its_days_and_checksum(site: Flask) -> None:
    client = site.test_client()

    page, [made] = client.get("/en/exchange").text, snapshots.list_snapshots()

    for file in made.files:
        sent = client.get(f"/en/exchange/{file.name}").data
        assert file.name in page
        assert hashlib.sha256(sent).hexdigest() == file.sha256
        assert file.sha256 in page
    assert made.valid_until in page


def test_a_part_of_a_file_is_sent_where_a_part_is_asked_for(site: Flask) -> None:
    answer = site.test_client().get("/en/exchange/counterpart.csv", headers={"Range": "bytes=3-14"})

    assert (answer.status_code, answer.text) == (206, "jurisdiction")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_site_without_files_says_so(office_app: Flask) -> None:
    client = office_app.test_client()

    assert "There is no file yet" in client.get("/en/exchange").text
    assert client.get("/en/exchange/counterpart.csv").status_code == 404


@pytest.mark.parametrize("name", ["..%2fdirectory.sqlite3", "unknown.csv", "counterpart-2026-01-01.list", "."])
def test_no_other_file_is_sent(site: Flask, name: str) -> None:
    assert site.test_client().get(f"/en/exchange/{name}").status_code == 404


def test_a_file_that_is_gone_when_reading_begins_has_no_parts(site: Flask) -> None:
    assert list(store.parts("counterpart-2026-01-01", "counterpart.csv", 2 * store.PART_BYTES)) == []


def test_what_is_withdrawn_is_gone_from_every_file(site: Flask) -> None:
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().audience = Audience.NETWORK

    snapshots.refresh_snapshots()

    files = files_of(site.test_client())
    assert PHONE.encode() not in files["csv"] + files["jsonl"]
    assert len(snapshots.list_snapshots()) == 1


def test_a_corrected_value_leaves_the_files_of_the_day(site: Flask) -> None:
    [before] = snapshots.list_snapshots()
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"

    snapshots.refresh_snapshots()

    [after] = snapshots.list_snapshots()
    assert after.files == before.files
    assert after.checked == snapshots.newest_change() > before.checked


def test_files_are_kept_for_a_week(site: Flask) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        snapshots.refresh_snapshots()
        assert len(snapshots.list_snapshots()) == 2
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        snapshots.refresh_snapshots()
        assert len(snapshots.list_snapshots()) == 2


def test_files_of_a_clock_that_was_ahead_are_not_taken_for_the_newest(site: Flask) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=6)):
        snapshots.refresh_snapshots()

    snapshots.refresh_snapshots()

    assert [one.made_on for one in snapshots.list_snapshots()] == [clock.today().isoformat()]


@pytest.mark.long(each=5)
@pytest.mark.parametrize("question", ["", "?jurisdiction=AM"])
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_feed_tells_what_changed_by_ids_that_stay(office_app: Flask, language: str, question: str) -> None:
    """The office and whatever shows its line."""
    showing = {"authorities/am-prosecutor-general", "jurisdictions/AM"}
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"

    first, again = (
        feedparser.parse(office_app.test_client().get(f"/{language}/exchange/changes.atom{question}").data)
        for _ in "12"
    )

    assert not first.bozo
    assert first.version == "atom10"
    newest = first.entries[: len(showing)]
    assert {one.link.rpartition(f"/{language}/")[2] for one in newest} == showing
    assert [one.id for one in first.entries] == [one.id for one in again.entries]
    assert len({one.id for one in first.entries}) == len(first.entries) <= 100
    assert not question or all("AM" in one.title for one in first.entries)


@pytest.mark.parametrize("question", ["", "?jurisdiction=AM", "?kind=authority&key=am-prosecutor-general"])
def test_a_feed_is_made_once_for_each_change(office_app: Flask, question: str) -> None:
    client, address = office_app.test_client(), f"/en/exchange/changes.atom{question}"
    first = client.get(address)

    with office_app.app_context(), slot():
        again = client.get(address)
        not_modified = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.data, not_modified.status_code, not_modified.data) == (first.data, 304, b"")
    assert (changed.status_code, changed.data != first.data) == (200, True)


def test_parameters_that_a_feed_does_not_read_have_no_feed_made(office_app: Flask) -> None:
    client, kept = office_app.test_client(), office_app.extensions["cache_store"]
    feeds = ["", "?jurisdiction=AM", "?kind=authority&key=am-prosecutor-general"]
    plain = [client.get(f"/en/exchange/changes.atom{question}").data for question in feeds]
    before = set(kept._entries)

    asked = ["?kind=x&x=1", "?jurisdiction=AM&jurisdiction=KG&kind=x", f"{feeds[2]}&jurisdiction=KG"]
    others = [client.get(f"/en/exchange/changes.atom{question}").data for question in asked]

    assert others == plain
    assert set(kept._entries) == before


def test_a_change_that_is_not_for_everyone_is_in_no_feed(office_app: Flask) -> None:
    client = office_app.test_client()
    before = client.get("/en/exchange/changes.atom").data

    factories.add(
        factories.contact("canary@example.org", "am-prosecutor-general", audience=Audience.NETWORK, network_key="casc")
    )

    assert client.get("/en/exchange/changes.atom").data == before


@pytest.mark.parametrize(
    ("page", "of"),
    [
        ("jurisdictions/AM", "jurisdiction=AM"),
        ("authorities/am-prosecutor-general", "kind=authority&amp;key=am-prosecutor-general"),
        ("treaties/cis-custody-1994", "kind=treaty&amp;key=cis-custody-1994"),
    ],
)
def test_pages_lead_to_the_feed_of_what_changed_there(office_app: Flask, page: str, of: str) -> None:
    client = office_app.test_client()

    text = client.get(f"/en/{page}").text

    address = f'href="/en/exchange/changes.atom?{of}"'
    assert text.count(address) == 2
    assert f'<link rel="alternate" type="application/atom+xml" title="What changed here (Atom)" {address}>' in text
    assert not feedparser.parse(client.get(f"/en/exchange/changes.atom?{of.replace('&amp;', '&')}").data).bozo


def test_the_feed_of_an_entry_tells_of_it_alone(office_app: Flask) -> None:
    address = "/en/exchange/changes.atom?kind=authority&key=am-prosecutor-general"
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"

    read = feedparser.parse(office_app.test_client().get(address).data)

    [entry] = read.entries
    assert "/authorities/am-prosecutor-general" in entry.link
    assert "Armenia" in read.feed.title


@pytest.mark.parametrize("of", ["kind=authority&key=unknown", "kind=account&key=1", "key=untoc", "jurisdiction=ZZ"])
def test_there_is_no_feed_of_what_is_not_there(client: FlaskClient, of: str) -> None:
    assert client.get(f"/en/exchange/changes.atom?{of}").status_code == 404
