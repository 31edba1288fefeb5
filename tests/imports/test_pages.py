"""Pages of imports in the hands of coordinators: bring, look, submit, approve, take along."""

from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.accounts.attempt_limits import LIMITS, count_attempt
from directory.extensions import db
from directory.formats.tables import read_table
from directory.imports import jobs, service
from directory.models import Account
from directory.proposals.field_types import MOST_VALUES
from directory.transaction import committing
from directory.vocabulary import Role
from directory.web.concurrency_limit import slot
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.imports.files import batch, office, phone, rows, table, work_off
from tests.people import signed_in


@pytest.fixture
def coordinator(app: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def client(app: Flask, coordinator: Account) -> FlaskClient:
    return signed_in(app, coordinator)


def bring(client: FlaskClient, content: bytes, name: str = "offices.csv") -> str:
    """Import a file and return the address of its page."""
    answer = client.post("/en/imports", data={"file": (BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_a_file_goes_from_one_coordinator_to_another_and_is_applied(app: Flask, client: FlaskClient) -> None:
    other = signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    address = bring(client, table([office("kg-paged"), phone("kg-paged", "+996 312 4"), office("kz-elsewhere")]))
    assert "data-progress" in client.get(address).text
    work_off()

    checked = client.get(address).text
    unconfirmed = client.post(f"{address}/submit")
    client.post(f"{address}/submit", data={"checked": "on"})
    waiting = other.get("/en/imports").text
    decide(other, address, "approve")
    work_off()

    assert "row 4, column key: A key begins with the code of the State of its row" in checked
    assert "+996 312 4" in checked
    assert "Check this value again:" in checked
    assert unconfirmed.status_code == 400
    assert "Confirm that you have checked them" in parse(unconfirmed).one("main [role=alert]").text
    assert address in waiting
    assert "Office kg-paged" in client.get("/en/authorities/kg-paged").text
    assert client.get(f"{address}/progress").get_json()["at_work"] is False


def test_a_file_that_is_not_utf8_says_where_and_how_to_save_it_and_offers_what_helps(
    app: Flask, client: FlaskClient
) -> None:
    address = bring(client, table([office("kg-letters")]).removeprefix(b"\xef\xbb\xbf") + "имя".encode("cp1251"))
    work_off()

    page = parse(client.get(address))
    acts = [one.text for one in page.all("main .button")]

    assert "The letters in line 3 are not saved as UTF-8" in page.one("main [role=alert]").text
    assert acts == ["Import the corrected file", "Withdraw"]
    assert page.one("main a.button")["href"] == "/en/imports#bring"
    assert [str(one["href"]) for one in page.all("main a") if "report" in str(one["href"])] == []


def test_a_row_is_refused_in_the_readers_language(app: Flask, client: FlaskClient) -> None:
    many = "; ".join(["ky"] * (MOST_VALUES + 1))
    refused = [{"authority_kind": "palace"}, {"languages_accepted": many}]
    lines = [office(f"kg-language-{number}", **values) for number, values in enumerate(refused)]
    address = bring(client, table([*lines, office("kg-Bad_Key")]))
    work_off()

    report = client.get(f"{address}/report.csv".replace("/en/", "/ru/"))

    assert report.mimetype == "text/csv"
    assert "authority_kind" in report.text
    assert "palace" not in report.text
    assert "Ключ написан неверно." in report.text
    assert f"не более {MOST_VALUES} значений" in report.text


def lines_of(file: bytes) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in read_table("refused.csv", file)]


def test_a_refused_row_shows_its_author_the_value_its_column_and_how_to_separate_codes(
    app: Flask, client: FlaskClient
) -> None:
    in_network = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])
    reviewer = signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    wrong = office("kg-wrong", stages="trial, appeal", authority_kind="prosecution;judicial_body")
    author = signed_in(app, in_network)
    address = bring(author, table([office("kg-right"), wrong]))
    work_off()
    page = parse(author.get(address))
    author.post(f"{address}/submit")

    cells = [cell.text for cell in page.all("ol.rows li div > div")]
    assert any("trial, appeal" in cell and "Separate several values by semicolons" in cell for cell in cells)
    assert any("prosecution;judicial_body" in cell and "takes one value" in cell for cell in cells)
    assert "trial, appeal" not in reviewer.get(address).text
    assert reviewer.get(f"{address}/refused.csv").status_code == 404
    told = parse(author.get(address.replace("/en/", "/ru/"))).text
    assert "trial, appeal" in told


def test_refused_rows_are_downloaded_with_the_reason_mended_and_imported_again(app: Flask, client: FlaskClient) -> None:
    rows = [office("kg-fine"), office("kg-mended", authority_kind="palace"), phone("kg-mended", "+996 312 5")]
    address = bring(client, table(rows))
    work_off()
    file = client.get(f"{address}/refused.csv")
    headings, *refused = lines_of(file.data)

    mended = table([dict(zip(headings, row, strict=True)) | {"authority_kind": "judicial_body"} for row in refused[:1]])
    again = bring(client, mended)
    work_off()

    assert file.mimetype == "text/csv"
    assert headings[-1] == "reason"
    assert [row[headings.index("key")] for row in refused[:1]] == ["kg-mended"]
    assert "row 3, column authority_kind" in refused[0][-1]
    assert parse(client.get(again)).text.count("kg-mended")
    assert "refused: 0" in parse(client.get(again)).text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_of_refused_rows_is_read_as_it_was_written(app: Flask, client: FlaskClient, ending: str) -> None:
    address = bring(
        client, table([office("kg-again", authority_kind="palace", **{"name.en": "=A1"})], ending), f"a.{ending}"
    )
    work_off()

    again = bring(client, client.get(f"{address}/refused.{ending}").data, f"b.{ending}")
    work_off()

    assert lines_of(client.get(f"{again}/refused.csv").data) == lines_of(client.get(f"{address}/refused.csv").data)


def test_values_that_the_reader_may_not_see_are_not_on_the_page(app: Flask, client: FlaskClient) -> None:
    in_network = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])
    line = phone("kg-prosecutor-general", "+996 312 777", audience="network", network="casc")
    author = signed_in(app, in_network)
    address = bring(author, table([line]))
    work_off()
    author.post(f"{address}/submit")

    page, own = client.get(address), author.get(address)

    assert all(words in own.text for words in ("+996 312 777", "https://example.org/list"))
    assert not any(words in page.text for words in ("+996 312 777", "https://example.org/list"))


def test_a_visitor_and_a_practitioner_have_no_imports(app: Flask) -> None:
    practitioner = signed_in(app, factories.account(Role.PRACTITIONER, jurisdiction_key="KG"))

    assert app.test_client().get("/en/imports").status_code == 303
    assert practitioner.get("/en/imports").status_code == 403
    assert practitioner.post("/en/imports", data={"file": (BytesIO(b"kind,key"), "a.csv")}).status_code == 403


def test_no_file_is_an_error_that_names_the_field(client: FlaskClient) -> None:
    answer = client.post("/en/imports", data={})

    assert answer.status_code == 400
    assert 'href="#file"' in answer.text


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post(
        "/en/imports",
        input_stream=BytesIO(b""),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "50000000"},
    )

    assert answer.status_code == 413


def test_who_may_not_import_sends_no_large_file(app: Flask) -> None:
    practitioner = signed_in(app, factories.account(Role.PRACTITIONER, jurisdiction_key="KG"))
    answer = practitioner.post(
        "/en/imports",
        input_stream=BytesIO(b""),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "2000000"},
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["/en/imports", "/en/imports/exports"])
def test_nobody_sends_a_large_form_without_a_file(client: FlaskClient, address: str) -> None:
    form = "application/x-www-form-urlencoded"
    answer = client.post(
        address,
        input_stream=BytesIO(b""),
        content_type=form,
        environ_overrides={"CONTENT_LENGTH": "2000000"},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_is_written_by_the_worker_and_taken_by_who_asked_for_it(
    app: Flask, client: FlaskClient, ending: str
) -> None:
    address = client.post("/en/imports/exports", data={"ending": ending}).headers["Location"]
    assert client.get(f"{address}/file").status_code == 404
    work_off()
    other = signed_in(app, factories.account(Role.ADMINISTRATOR))

    file = client.get(f"{address}/file")

    assert file.status_code == 200
    assert file.headers["Content-Disposition"].startswith("attachment; filename=counterpart-")
    assert len(file.data) > 1000
    assert f"{address}/file" in client.get(address).text
    assert other.get(f"{address}/file").status_code == 404


def test_a_reviewer_reads_neither_keys_nor_values_of_refused_rows_and_why(app: Flask, client: FlaskClient) -> None:
    other = signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    lines = [office("kg-reviewed"), office("kz-secret-office"), phone("kz-typed-office", "+7 727 123 456")]
    address = bring(client, table(lines))
    work_off()
    client.post(f"{address}/submit")

    page, report = other.get(address).text, other.get(f"{address}/report.csv").text

    own = client.get(address).text
    for text in (page, report):
        assert "kg-reviewed" in text
        assert not [hidden for hidden in ("kz-secret-office", "kz-typed-office", "+7 727") if hidden in text]
    assert "shown only to the person who imported the file" in page
    assert all(shown in own for shown in ("kz-secret-office", "kz-typed-office"))
    assert "shown only to the person who imported the file" not in own


def test_the_page_explains_each_column_of_the_template(app: Flask, client: FlaskClient) -> None:
    heads = lines_of(client.get("/en/imports/template.csv").data)[0]

    told = {row.one("th").text: row for row in parse(client.get("/en/imports")).all("#columns tbody tr")}

    assert list(told) == heads
    assert [cell.text for cell in told["languages"].all("td")][2:] == ["codes, separated by semicolons", "ky; ru"]
    assert "Contact" in told["means"].all("td")[1].text
    assert "phone" in told["means"].all("td")[0].text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_taken_and_brought_back_empty(app: Flask, client: FlaskClient, ending: str) -> None:
    template = client.get(f"/en/imports/template.{ending}")

    address = bring(client, template.data, f"template.{ending}")
    work_off()

    assert "The file holds no rows." in client.get(address).text


def test_a_file_name_with_a_character_that_no_database_takes_is_refused(client: FlaskClient) -> None:
    answer = client.post("/en/imports", data={"file": (BytesIO(b"kind,key"), "a\0.csv")})

    assert answer.status_code == 400


def test_nobody_fills_the_database_with_files(client: FlaskClient, coordinator: Account) -> None:
    for _ in range(int(LIMITS["file"].split()[0])):
        count_attempt("file", coordinator.id)

    answers = [client.post("/en/imports", data={}), client.post("/en/imports/exports", data={"ending": "csv"})]

    assert [answer.status_code for answer in answers] == [429, 429]


def moved_to(app: Flask, number: int, state: str) -> FlaskClient:
    """Make somebody a coordinator of a State and return what they go on with."""
    account = db.session.get_one(Account, number)
    with committing():
        account.jurisdiction_key = state
    return signed_in(app, account)


def test_a_file_of_an_export_is_for_the_scope_with_which_it_was_asked_for(
    app: Flask, client: FlaskClient, coordinator: Account
) -> None:
    number = coordinator.id
    address = client.post("/en/imports/exports", data={"ending": "csv"}).headers["Location"]
    work_off()
    assert client.get(f"{address}/file").status_code == 200

    moved = moved_to(app, number, "FR")

    assert [moved.get(f"{address}{rest}").status_code for rest in ("", "/file", "/progress")] == [404] * 3


def test_a_file_of_an_export_ends_for_whom_the_own_office_did_not_confirm(
    client: FlaskClient, coordinator: Account
) -> None:
    number = coordinator.id
    address = client.post("/en/imports/exports", data={"ending": "csv"}).headers["Location"]
    work_off()

    with committing():
        db.session.get_one(Account, number).narrowed_at = clock.now()

    assert client.get(f"{address}/file").status_code == 404


def test_an_import_stays_with_the_scope_in_which_it_was_brought(
    app: Flask, client: FlaskClient, coordinator: Account
) -> None:
    number = coordinator.id
    address = bring(client, table([office("kg-left-behind")]))
    work_off()
    assert address in client.get("/en/imports").text

    moved = moved_to(app, number, "FR")

    assert address not in moved.get("/en/imports").text
    assert [moved.get(f"{address}{rest}").status_code for rest in ("", "/report.csv")] == [404] * 2
    assert [moved.post(f"{address}/{act}").status_code for act in ("submit", "withdraw")] == [404] * 2
    assert moved_to(app, number, "KG").post(f"{address}/submit").status_code == 303


def test_who_left_the_page_of_an_export_finds_it_again(client: FlaskClient) -> None:
    address = str(client.post("/en/imports/exports", data={"ending": "csv"}).headers["Location"])

    waiting = client.get("/en/imports").text
    work_off()
    ready = client.get("/en/imports").text

    assert address in waiting
    assert f"{address}/file" not in waiting
    assert f"{address}/file" in ready


def test_an_export_of_a_former_scope_is_not_listed(client: FlaskClient, coordinator: Account) -> None:
    number = coordinator.id
    address = str(client.post("/en/imports/exports", data={"ending": "csv"}).headers["Location"])
    with committing():
        db.session.get_one(Account, number).jurisdiction_key = "KZ"

    assert address not in client.get("/en/imports").text


@pytest.mark.parametrize("rest", ["", "/refused.csv", "/refused.xlsx"])
def test_refused_rows_stay_with_the_scope_in_which_they_were_brought(
    app: Flask, client: FlaskClient, coordinator: Account, rest: str
) -> None:
    number = coordinator.id
    address = bring(client, table([office("kg-never", authority_kind="palace")]))
    work_off()

    moved = moved_to(app, number, "FR").get(f"{address}{rest}").status_code

    assert moved == 404
    assert moved_to(app, number, "KG").get(f"{address}{rest}").status_code == 200


def test_what_a_refused_row_said_goes_with_its_file_when_nobody_decides(app: Flask, client: FlaskClient) -> None:
    address = bring(client, table([office("kg-undecided", authority_kind="palace")]))
    work_off()
    before = client.get(f"{address}/refused.csv").text

    with clock.frozen_at(clock.now() + service.KEPT_FOR + timedelta(minutes=1)):
        jobs.forget_files()

    assert "kg-undecided" in before
    assert [dict(row.cells) for row in rows(batch(address.rpartition("/")[2]))] == [{}]


def test_files_of_refused_rows_count_as_files(app: Flask, client: FlaskClient, coordinator: Account) -> None:
    number = coordinator.id
    address = bring(client, table([office("kg-often", authority_kind="palace")]))
    work_off()
    for _ in range(int(LIMITS["file"].split()[0]) - 2):
        count_attempt("file", number)

    answers = [client.get(f"{address}/refused.csv").status_code for _time in range(2)]

    assert answers == [200, 429]


def test_a_file_of_refused_rows_that_finds_no_place_is_to_be_asked_for_again(app: Flask, client: FlaskClient) -> None:
    address = bring(client, table([office("kg-crowded", authority_kind="palace")]))
    work_off()

    with ExitStack() as held:
        for _ in range(max(1, app.config["SETTINGS"].workers - 1)):
            held.enter_context(slot())
        crowded = client.get(f"{address}/refused.xlsx")

    assert (crowded.status_code, crowded.headers["Retry-After"]) == (503, "3")


def test_a_row_that_changes_only_the_source_shows_office_value_and_both_sources(
    app: Flask, client: FlaskClient
) -> None:
    other = signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    key = "kg-resourced"
    first = {"source": "https://example.org/former", "source_date": "2024-02-03"}
    address = bring(client, table([office(key, **first), phone(key, "+996 312 54 28 10", **first)]))
    work_off()
    client.post(f"{address}/submit")
    decide(other, address, "approve")
    work_off()

    second = {"source": "https://example.org/new", "source_date": "2024-02-03"}
    resourced = bring(client, table([phone(key, "+996 312 54 28 10", **second)]))
    work_off()
    page = parse(client.get(resourced))

    [row] = page.all("ol.rows > li")
    for shown in ("Office kg-resourced", "+996 312 54 28 10", "https://example.org/former", "https://example.org/new"):
        assert shown in row.text
    assert "still the date of the former source" in row.text
    assert client.post(f"{resourced}/submit").status_code == 400
