"""What is kept for visitors is gone at the next request after anything that it shows has changed, in each process."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.access.viewer import Viewer
from directory.accounts.sessions import FORM_TOKEN
from directory.audit.chain import record
from directory.cache import store
from directory.cache.store import cached
from directory.extensions import db
from directory.models import (
    Account,
    AnnualReturn,
    Authority,
    ContactDetail,
    DeskMember,
    Disclosure,
    FocalPoint,
    Provenance,
    Report,
)
from directory.transaction import committing
from directory.verification.service.reports import report, settle
from directory.vocabulary import Audience, ReportOutcome, Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import Server, copy_of, make_app
from tests.people import sign_in, signed_in, visit

AUTHORITY, STATE, LINE = "/en/authorities/test-authority", "/en/jurisdictions/KG", "line@example.org"
RESULTS = "/en/search?q=Office+of+Changes"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NOON = datetime(2026, 11, 2, 12, 0, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def two(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Flask]:
    """Return two apps over one database, as two processes have them: the first writes."""
    folder = copy_of(few_states, tmp_path_factory.mktemp("two") / "data")
    return make_app(folder), make_app(folder)


@pytest.fixture
def writing(two: tuple[Flask, Flask]) -> Iterator[Flask]:
    """Push the context of the app that writes; what the test added is gone afterwards."""
    with two[0].app_context():
        line = factories.contact(LINE, held_by="Ms Zanver")
        line_key = line.key
        factories.add(factories.authority(), line, factories.focal_point(cover="working_hours"))
        yield two[0]
        with committing():
            for row in (*all_of(Report), *all_of(DeskMember), *db.session.query(Provenance).filter_by(key=line_key)):
                db.session.delete(row)
            for model, key in ((FocalPoint, "test-desk"), (ContactDetail, line_key), (Authority, "test-authority")):
                row = db.session.get(model, key)
                if row is not None:
                    db.session.delete(row)


def all_of(model: type[Any]) -> list[Any]:
    return list(db.session.query(model))


def the_authority() -> Authority:
    return db.session.get_one(Authority, "test-authority")


def name_of_authority() -> str:
    return the_authority().name.text("en")


def the_line() -> ContactDetail:
    return db.session.get_one(ContactDetail, f"test-authority:{LINE.replace('@', '-at-')}")


def rename() -> None:
    the_authority().name = factories.english("Office of Changes")


def renumber() -> None:
    the_line().value = "other@example.org"


def withdraw() -> None:
    db.session.delete(the_line())


def restrict() -> None:
    the_line().audience = Audience.PRACTITIONERS


def close() -> None:
    the_authority().status = "closed"


def verify() -> None:
    values = {"verified_on": date(2026, 11, 1), "due_on": date(2027, 5, 1), "verified_by": "Office of Tests"}
    db.session.add(
        Provenance(kind="contact_detail", key=the_line().key, detail="value", confidence="sourced", **values)
    )


def cover() -> None:
    db.session.get_one(FocalPoint, "test-desk").cover = "round_the_clock"


def report_it() -> None:
    report(the_line(), "no_answer", "", "", "en")


CHANGES = (rename, renumber, withdraw, restrict, close, verify, cover, report_it)


@pytest.mark.long(each=3)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_on_the_page_of_every_process_at_its_next_request(
    writing: Flask, two: tuple[Flask, Flask], change: Callable[[], None]
) -> None:
    with clock.frozen_at(clock.true_now()):
        before = [read(app, AUTHORITY) for app in two]

        with committing():
            change()

        after = [read(app, AUTHORITY) for app in two]
    assert before[0] == before[1] != after[0] == after[1]
    assert (LINE in after[1]) is (change not in (renumber, withdraw, restrict))


def test_a_change_is_among_the_results_of_every_process_at_its_next_request(
    writing: Flask, two: tuple[Flask, Flask]
) -> None:
    found = 'href="/en/authorities/test-authority"'
    before = [read(app, RESULTS) for app in (*two, *two)]

    with committing():
        rename()

    assert not any(found in page for page in before)
    assert all(found in read(app, RESULTS) for app in two)


def test_a_report_that_is_settled_is_gone_from_the_page(writing: Flask, two: tuple[Flask, Flask]) -> None:
    coordinator = Viewer(Role.COORDINATOR, factories.account(Role.COORDINATOR, jurisdiction_key="KG").id, "KG")
    # The page has a clock.
    with clock.frozen_at(clock.true_now()):
        before = [read(app, AUTHORITY) for app in two]
        with committing():
            made = report(the_line(), "no_answer", "", "", "en")
        reported = [read(app, AUTHORITY) for app in two]
        with committing():
            record(None, "changed", (ContactDetail.KIND, made.contact_key), "value", "", "")
            settle(coordinator, made, ReportOutcome.CORRECTED, "")
        after = [read(app, AUTHORITY) for app in two]

    assert after == before != reported


def rename_in_vain() -> None:
    with committing():
        rename()
        db.session.flush()
        assert cached("name", name_of_authority) == "Office of Changes"
        raise ZeroDivisionError


def test_what_is_rolled_back_is_kept_by_nobody(writing: Flask, two: tuple[Flask, Flask]) -> None:
    before = read(writing, AUTHORITY)

    with pytest.raises(ZeroDivisionError):
        rename_in_vain()

    assert cached("name", name_of_authority) == "Office of Tests"
    assert [read(app, AUTHORITY) for app in two] == [before, before]


def test_a_clock_on_a_page_goes_on_and_back(writing: Flask) -> None:
    with clock.frozen_at(NOON):
        first = read(writing, STATE)
    with clock.frozen_at(NOON + timedelta(minutes=1)):
        later = read(writing, STATE)
    with clock.frozen_at(NOON):
        again = read(writing, STATE)

    assert "18:00" in first
    assert "18:01" in later
    assert again == first


def test_what_is_due_again_is_overdue_on_the_day_after(writing: Flask) -> None:
    with committing():
        verify()
    with clock.frozen_at(datetime(2027, 5, 1, 23, 59, tzinfo=UTC)):
        before = read(writing, "/en/jurisdictions/KG/requirements"), read(writing, AUTHORITY)
    with clock.frozen_at(datetime(2027, 5, 2, tzinfo=UTC)):
        after = read(writing, "/en/jurisdictions/KG/requirements"), read(writing, AUTHORITY)

    assert "overdue" not in before[1]
    assert "overdue" in after[1]


def test_a_result_whose_name_is_due_again_is_overdue_on_the_day_after(writing: Flask) -> None:
    values = {"verified_on": date(2026, 11, 1), "due_on": date(2027, 5, 1), "verified_by": "Office of Tests"}
    named = Provenance(kind="authority", key="test-authority", detail="name", confidence="sourced", **values)
    with committing():
        rename()
        db.session.add(named)
    with clock.frozen_at(datetime(2027, 5, 1, 23, 59, tzinfo=UTC)):
        before = read(writing, RESULTS)
    with clock.frozen_at(datetime(2027, 5, 2, tzinfo=UTC)):
        after = read(writing, RESULTS)
    with committing():
        db.session.delete(named)

    assert "due again soon" in before
    assert "overdue" not in before
    assert "overdue" in after


def test_who_signs_in_is_shown_a_page_of_their_own_and_a_visitor_never_that_one(writing: Flask) -> None:
    with committing():
        restrict()
    person = signed_in(writing, factories.account(jurisdiction_key="KG", networks=["casc"]))

    own, visitors, again = person.get(AUTHORITY).text, read(writing, AUTHORITY), person.get(AUTHORITY).text

    assert LINE in own
    assert LINE in again
    assert LINE not in visitors
    assert "Sign out" in again


def test_people_who_may_do_the_same_share_a_page_with_a_token_and_a_button_of_their_own(writing: Flask) -> None:
    first, second = writing.test_client(), writing.test_client()
    sign_in(first, factories.account(jurisdiction_key="KG"))
    session = sign_in(second, factories.account(jurisdiction_key="KG"))
    with committing():
        session.data = {FORM_TOKEN: "another token"}
    first.get(STATE)
    first.post("/en/follows/jurisdiction/KG/follow")
    own = first.get(STATE).text

    with counted_statements() as statements:
        other = second.get(STATE).text

    assert len(statements) < 5
    assert "You follow this entry" in own
    assert "You follow this entry" not in other
    assert TOKEN.search(own)[1] != TOKEN.search(other)[1]
    assert TOKEN.sub("", other) == TOKEN.sub("", second.get(STATE).text)


def test_a_token_that_a_template_has_past_our_own_way_keeps_the_page_from_others(
    writing: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(writing.jinja_env.globals, "csrf_token", generate_csrf)
    first, second, visitor = writing.test_client(), writing.test_client(), writing.test_client()
    sign_in(first, factories.account(jurisdiction_key="KG"))
    session = sign_in(second, factories.account(jurisdiction_key="KG"))
    with committing():
        session.data = {FORM_TOKEN: "another token"}
    address = "/en/jurisdictions/KG/requirements"

    tokens = {TOKEN.search(reader.get(address).text)[1] for reader in (first, second)}

    assert len(tokens) == 2
    assert not tokens & {found[1] for found in TOKEN.finditer(visitor.get(address).text)}


def test_people_of_another_state_or_role_are_sent_another_page(writing: Flask) -> None:
    readers = (
        factories.account(jurisdiction_key="KG"),
        factories.account(jurisdiction_key="KG", desks=["test-desk"]),
        factories.account(Role.COORDINATOR, jurisdiction_key="KG"),
        factories.account(Role.COORDINATOR, jurisdiction_key="KZ"),
    )
    address = "/en/focal-points/test-desk"

    pages = [signed_in(writing, reader).get(address).text for reader in readers]

    assert ["Ask this desk" in page or "consultations/new" in page for page in pages] == [True, False, True, True]
    assert [">Edit<" in page for page in pages] == [False, False, True, False]


def test_a_page_with_a_restricted_value_is_made_for_each_reader_and_written_down(writing: Flask) -> None:
    with committing():
        restrict()
    people = [signed_in(writing, factories.account(jurisdiction_key="KG")) for _ in range(2)]
    before = db.session.query(Disclosure).count()

    pages = [person.get(AUTHORITY).text for person in (*people, *people)]

    assert all(LINE in page for page in pages)
    assert db.session.query(Disclosure).count() == before + 4


def test_a_page_is_made_once_for_visitors_and_each_time_for_who_holds_a_token(writing: Flask) -> None:
    visitor, with_token = writing.test_client(), writing.test_client()
    visit(with_token)

    statements = [statements_of(client) for client in (visitor, visitor, with_token, with_token)]

    assert statements[1] <= 1
    assert statements[2] == statements[3] > 20


def statements_of(client: FlaskClient) -> int:
    # Rows that an earlier request has read would be held until the collector comes by.
    db.session.expunge_all()
    with counted_statements() as statements:
        client.get(STATE)
    return len(statements)


@pytest.mark.parametrize(
    ("make", "is_kept"),
    [
        (lambda: str(db.session.get(Authority, "test-authority")), True),
        (lambda: str(db.session.query(Account).count()), True),
        (lambda: str(db.session.query(AnnualReturn).count()), False),
        (lambda: str(current_viewer()), False),
        (lambda: "", False),
    ],
    ids=["entries", "acts", "another table", "who reads", "nothing"],
)
def test_only_what_the_log_or_the_chain_follows_is_kept(writing: Flask, make: Callable[[], str], is_kept: bool) -> None:
    made: list[str] = []

    for _ in range(2):
        cached(make, lambda: made.append(make()) or made[-1])

    assert len(made) == (1 if is_kept else 2)


def test_a_part_lends_the_whole_what_it_depends_on(writing: Flask) -> None:
    made: list[str] = []

    def whole() -> str:
        made.append(cached("part", lambda: str(clock.today())))
        return made[-1]

    for day in (2, 2, 3):
        with clock.frozen_at(NOON.replace(day=day)):
            cached("read by others first", lambda: cached("part", lambda: str(clock.today())))
            cached("whole", whole)

    assert made == ["2026-11-02", "2026-11-03"]


def test_no_more_is_kept_than_fits(writing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 2 * (store.BYTES_BESIDE + 1_200))
    made: list[int] = []

    for number in (1, 2, 1, 3, 1, 2):
        cached(("of", number), lambda number=number: made.append(number) or "x" * 1_000)

    assert made == [1, 2, 3, 2]


def test_a_place_counts_as_well_as_what_is_kept_there(writing: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 2 * (store.BYTES_BESIDE + 1_200))
    made: list[str] = []

    for letter in ("a", "b", "c", "a"):
        cached(letter * 1_000, lambda letter=letter: made.append(letter) or "x")

    assert made == ["a", "b", "c", "a"]


def read(app: Flask, address: str) -> str:
    client: FlaskClient = app.test_client()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_both_workers_of_a_server_show_a_change_at_once(few_states: Path, tmp_path: Path) -> None:
    folder = copy_of(few_states, tmp_path / "data")
    app, server = make_app(folder), Server(folder, workers=2)
    with app.app_context():
        factories.add(factories.authority(), factories.contact(LINE))
        server.start()
        before = {page_of(server) for _ in range(8)}

        with committing():
            renumber()

        after = {page_of(server) for _ in range(8)}
        server.stop()
    assert all(LINE in page for page in before)
    assert all("other@example.org" in page and LINE not in page for page in after)


def page_of(server: Server) -> str:
    with urllib.request.urlopen(f"{server.address}{AUTHORITY}", timeout=10) as answer:
        return str(answer.read().decode())
