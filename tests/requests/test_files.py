"""Table files of the docket: 2,000 rows with faults, all or nothing; what an export and a list for a meeting hold."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from directory import clock
from directory.accounts.attempt_limits import LIMITS
from directory.extensions import db
from directory.formats.tables import write_table
from directory.models import DocketEntry
from directory.transaction import committing
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import sign_in
from tests.requests.conftest import FILE_NUMBER, browser_of, entered, joined, other_office

HEADING = [
    "direction",
    "other_state",
    "measure",
    "offence",
    "channel",
    "file_number",
    "sent",
    "received",
    "refused",
    "ground",
]
ROW = ["outgoing", "FR", "hearing_witness", "tip", "central", "F 1", "2026-03-01", "2026-03-09", "", ""]


def send(client: FlaskClient, rows: list[list[str]], ending: str = "csv", **form: str) -> TestResponse:
    content = write_table(ending, [("requests", [HEADING, *rows])])
    # The office holds entries of other tests.
    data = {"file": (BytesIO(content), f"table.{ending}"), "again": "y", **form}
    return client.post("/en/requests/import", data=data, content_type="multipart/form-data")


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(DocketEntry)) or 0


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_thousand_rows_are_entered_whole(site: Flask, scene: Scene, ending: str) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()

    answer = send(client, [ROW] * 2000, ending)

    assert (answer.status_code, count() - before) == (303, 2000)
    numbers = db.session.scalars(select(DocketEntry.number).where(DocketEntry.jurisdiction_key == "KG"))
    assert sorted(numbers) == list(range(1, count() + 1))


def test_faults_in_two_thousand_rows_are_named_by_row_and_nothing_is_applied(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()
    rows = [list(ROW) for _number in range(2000)]
    faults = {
        7: (2, "juggling", "measure"),
        250: (1, "KG", "other_state"),
        600: (6, "1 March", "sent"),
        1100: (7, "2026-02-01", ""),
        1500: (8, "2026-04-01", ""),
        1998: (5, "Ivan Petrov", "file_number"),
    }
    for row, (place, value, _column) in faults.items():
        rows[row - 2][place] = value

    answer = send(client, rows)

    told = [[cell.text for cell in [*row.all("th"), *row.all("td")]] for row in parse(answer).all("tbody tr")]
    assert answer.status_code == 422
    assert [(int(row.replace(",", "")), column) for row, column, _message in told] == [
        (row, one[2]) for row, one in faults.items()
    ]
    assert all(message for _row, _column, message in told)
    assert count() == before


def test_the_words_of_the_pages_stand_for_codes(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()
    words = ["sent by us", "France", "Hearing a witness or victim", "Trafficking in persons", "", "", "2026-03-01"]

    answer = send(client, [[*words, "", "", ""]])

    assert (answer.status_code, count() - before) == (303, 1)


def test_a_request_with_the_own_state_is_told_so(site: Flask, scene: Scene) -> None:
    answer = send(browser_of(site, scene.people["asker"]), [["outgoing", "KG", *ROW[2:]]])

    assert "with another State" in answer.text


def test_more_rows_than_a_file_may_have_are_refused(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()

    answer = send(client, [ROW] * 2001)

    assert (answer.status_code, count()) == (422, before)


@pytest.mark.parametrize(
    "heading", [["direction", "other_state", "measure"], [*HEADING, "person"], [*HEADING, "sent"], []]
)
def test_a_heading_that_is_not_known_is_refused(site: Flask, scene: Scene, heading: list[str]) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()
    content = write_table("csv", [("requests", [heading, ROW])])

    data = {"file": (BytesIO(content), "table.csv")}
    answer = client.post("/en/requests/import", data=data, content_type="multipart/form-data")

    assert (answer.status_code, count()) == (422, before)


@pytest.mark.parametrize(
    ("name", "content"), [("table.pdf", b"%PDF"), ("table.xlsx", b"PK nothing"), ("table.csv", b"\0")]
)
def test_a_file_that_is_no_table_is_refused_beside_its_field(
    site: Flask, scene: Scene, name: str, content: bytes
) -> None:
    client = browser_of(site, scene.people["asker"])

    data = {"file": (BytesIO(content), name)}
    answer = client.post("/en/requests/import", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert parse(answer).one("#file-error").text


def test_what_stands_in_the_list_already_is_entered_again_only_if_that_is_wanted(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, other_office(scene)), count()
    other = [*ROW[:6], "2026-03-02", *ROW[7:]]
    send(client, [ROW])

    refused = send(client, [ROW, other], again="")
    again = send(client, [ROW, other])

    assert (refused.status_code, again.status_code, count() - before) == (422, 303, 3)
    assert "1 request of the file stands in your list already" in refused.text
    assert parse(refused).one("#again")["type"] == "checkbox"


def test_a_file_that_is_sent_twice_is_imported_once(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()
    key = str(parse(client.get("/en/requests/import")).one("#key")["value"])

    answers = [send(client, [ROW] * 3, key=key).status_code for _time in range(2)]

    assert (answers, count() - before) == ([303, 303], 3)


def test_an_export_holds_what_the_office_may_read_and_no_file_number_and_can_be_imported(
    site: Flask, scene: Scene
) -> None:
    entered(scene), joined(scene)
    client = browser_of(site, scene.people["asker"])

    own = client.get("/en/requests/export.csv")
    others = browser_of(site, other_office(scene)).get("/en/requests/export.csv").text
    data = {"file": (BytesIO(own.data), "table.csv")}
    answer = client.post("/en/requests/import", data=data, content_type="multipart/form-data")

    assert "hearing_witness" in own.text
    assert FILE_NUMBER not in own.text
    assert len(others.splitlines()) == 1
    assert answer.status_code in (303, 422)


def test_what_is_pending_with_a_state_is_listed_for_a_meeting(site: Flask, scene: Scene) -> None:
    entry = entered(scene)
    client = browser_of(site, scene.people["asker"])

    sheet = load_workbook(BytesIO(client.get("/en/requests/pending/FR.xlsx").data)).active
    paper = client.get("/en/requests/pending/FR.pdf")

    heading, *rows = sheet.iter_rows(values_only=True)
    since = entry.since.isoformat()
    assert ("Hearing a witness or victim", "Trafficking in persons", since) in [
        (row[1], row[2], row[4]) for row in rows
    ]
    # The numbers of the list would tell the other State how many requests there are.
    assert "Number" not in heading
    assert f"{entry.year}/{entry.number}" not in str(rows)
    assert paper.data.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["coordinator here", "stranger at home", "member"])
def test_a_list_for_a_meeting_is_there_for_whoever_has_a_state(site: Flask, scene: Scene, who: str) -> None:
    answer = browser_of(site, scene.people[who]).get("/en/requests/pending/TJ.xlsx")

    assert answer.status_code == 200


@pytest.mark.parametrize("code", ["KG", "XX"])
def test_there_is_no_list_with_the_own_state_or_none(site: Flask, scene: Scene, code: str) -> None:
    client = browser_of(site, scene.people["asker"])

    assert client.get(f"/en/requests/pending/{code}.xlsx").status_code == 404


def test_all_files_of_requests_count_toward_one_limit(
    site: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "docket_file", "3 per hour")
    entered(scene)
    client = browser_of(site, scene.people["asker"])
    taken = ["export.csv", "export.xlsx", "pending/FR.xlsx", "pending/FR.pdf"]

    answers = [client.get(f"/en/requests/{one}").status_code for one in taken]

    assert answers == [200, 200, 200, 429]
    assert send(client, [ROW]).status_code == 429


def test_an_import_asks_for_a_recent_factor(site: Flask, scene: Scene) -> None:
    client, before = site.test_client(), count()
    row = sign_in(client, scene.people["asker"])
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = clock.now() - timedelta(minutes=40)

    answer = send(client, [ROW])

    assert ("/account/confirm" in answer.headers["Location"], count()) == (True, before)
