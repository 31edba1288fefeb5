"""Demonstration data: marked wherever they show, alive at any hour, nobody's, and gone without a trace."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.accounts.queries import get_by_address, viewer_of
from directory.audit.verification import verify as verify_audit
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.duty import get_rota, list_on_duty
from directory.formats.tables import read_table
from directory.models import (
    Account,
    Authority,
    Competence,
    Consultation,
    ConsultationEntry,
    ContactDetail,
    DocketEntry,
    FocalPoint,
    Follow,
    Mail,
    Notice,
    Outline,
    OutlineComment,
    Provenance,
    RequirementSheet,
    RoundMember,
    Rule,
)
from directory.requests.queries.entries import partner_of
from directory.requests.statements import compared
from directory.search import sync
from directory.seeding.demonstration import load
from directory.seeding.demonstration.entries import list_entry_keys
from directory.seeding.demonstration.removal import remove
from directory.seeding.load import FOLDER
from directory.transaction import committing
from directory.verification.service.entries import confirm
from directory.vocabulary import NOTICE_KINDS, ConsultationState, Mark, Role
from tests import factories, people
from tests.conftest import copy_of, make_app
from tests.imports.files import table
from tests.seeding.conftest import Shown
from tests.seeding.demonstration import Dump, dump_of, printed_accounts, words
from tests.seeding.short import short_files, short_site

__all__ = ["short_files", "short_site"]

# Reserved for fiction: Ofcom (numbers for drama), and the numbering plan of North America.
FICTION = re.compile(r"\+44 20 7946 0\d{3}|\+44 7700 900\d{3}|\+1 202 555 01\d\d")
MARKED = '<span class="tag due">Demonstration</span>'
DESK, OFFICE = "demo-kz-casc", "demo-kz-prosecution"
# What remembers, and counts of tries, which end by themselves; of the accounts nothing is left but their numbers.
REMEMBER = {"change", "audit_event", "audit_values", "account", "limit_count"}


def ask(app: Flask, address: str) -> str:
    answer = app.test_client().get(address)
    assert answer.status_code == 200, address
    return answer.text


class Killed(BaseException):
    """What ends a command in the middle."""


def load_and_end_after(last: str) -> None:
    with committing():
        for step in load.load():
            if step == last:
                raise Killed


def listed(app: Flask, address: str) -> list[dict[str, Any]]:
    return list(json.loads(ask(app, address))["items"])


def test_every_number_is_one_that_is_reserved_for_fiction() -> None:
    numbers = [number for text in words() for number in re.findall(r"\+[\d ]{6,}\d", text)]

    assert numbers
    assert [number for number in numbers if not FICTION.fullmatch(number)] == []


@pytest.mark.parametrize("language", ["en", "ru", "ar", "kk", "ky"])
def test_each_invented_authority_has_a_name_in_the_language_of_the_page(language: str) -> None:
    lines = (FOLDER / "demonstration" / "authorities.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]

    assert rows
    assert [row["id"] for row in rows if language not in row["name"]] == []


def test_every_address_is_one_that_nobody_can_have(demo_app: Flask) -> None:
    written = [address for text in words() for address in re.findall(r"[\w.+-]+@([\w.-]+)", text)]
    accounts = [account.email.partition("@")[2] for account in db.session.scalars(select(Account))]

    assert set(written) == set(accounts) == {"example.org"}


@pytest.mark.parametrize(
    "address",
    [
        f"/en/authorities/{OFFICE}",
        f"/en/focal-points/{DESK}",
        "/en/focal-points?jurisdiction=KZ",
        "/en/jurisdictions/KZ",
        "/en/jurisdictions/KZ/card",
        "/en/networks/casc",
        "/en/search?q=demonstration+prosecutor+kazakhstan",
    ],
)
def test_a_page_that_shows_an_invented_entry_marks_it(demo_app: Flask, address: str) -> None:
    page = ask(demo_app, address)

    assert "Demonstration Prosecutor" in page
    assert MARKED in page or "This entry is invented" in page


def test_a_page_that_shows_none_has_no_mark(demo_app: Flask) -> None:
    assert MARKED not in ask(demo_app, "/en/jurisdictions/FR")


@pytest.mark.parametrize("address", ["focal-points?per_page=100", "authorities?jurisdiction=KZ", "search?q=kazakhstan"])
def test_the_api_marks_what_is_invented_and_nothing_else(demo_app: Flask, address: str) -> None:
    items = listed(demo_app, f"/api/v1/{address}")

    marked = {item["id"] for item in items if item.get("mark") == "demonstration"}
    assert marked == {item["id"] for item in items if item["id"].startswith("demo-")} != set()
    assert len(items) > len(marked)


def test_an_entry_of_the_api_says_what_it_is(demo_app: Flask) -> None:
    mark = json.loads(ask(demo_app, f"/api/v1/authorities/{OFFICE}"))["details"]["mark"]

    assert (mark["value"], mark["label"]) == ("demonstration", "Demonstration")


@pytest.mark.parametrize("desk", [DESK, "demo-ge-casc", "demo-kg-casc", "demo-tr-budapest-24-7"])
def test_somebody_is_on_duty_at_any_hour(demo_app: Flask, desk: str) -> None:
    week = [clock.now() + timedelta(hours=hour) for hour in range(7 * 24)]

    assert [at for at in week if not list_on_duty([desk], at)] == []


def test_one_desk_has_a_hole_every_night_and_one_has_no_rota(demo_app: Flask) -> None:
    week = [clock.now() + timedelta(hours=hour) for hour in range(7 * 24)]
    empty = [at for at in week if not list_on_duty(["demo-uz-casc"], at)]

    assert 21 <= len(empty) <= 28
    assert get_rota("demo-tm-casc") is None


def test_members_see_on_the_board_who_is_on_duty(demo_app: Flask) -> None:
    client = demo_app.test_client()
    person = get_by_address("coordinator@example.org")
    assert person is not None
    people.sign_in(client, person)

    board = client.get("/en/focal-points?network=casc").text

    assert MARKED in board
    assert "on duty" in board
    assert "did not answer its last test" in board


def test_consultations_stand_in_every_state_and_in_several_languages(demo_app: Flask) -> None:
    threads = db.session.scalars(select(Consultation)).all()
    languages = set(db.session.scalars(select(ConsultationEntry.language)))

    assert {thread.state for thread in threads} == set(ConsultationState)
    assert {"en", "ru", "ar", "kk", "ky"} <= languages
    assert any(thread.acknowledge_by < clock.now() and not thread.acknowledged_at for thread in threads)
    assert max(thread.changed_at for thread in threads) <= clock.now()


def test_the_noticeboards_hold_public_and_restricted_notices_of_every_kind(demo_app: Flask) -> None:
    notices = db.session.scalars(select(Notice)).all()

    assert {notice.notice_kind for notice in notices} == set(NOTICE_KINDS)
    assert {notice.audience for notice in notices} == {"public", "network"}
    assert all(
        notice.title.text(notice.title.original).startswith(("Demonstration", "Демонстрация")) for notice in notices
    )
    board, archive = (ask(demo_app, f"/en/notices?archive={value}") for value in ("", "1"))
    assert ("study visit to a support office" in board, "called off" in board) == (True, False)
    assert ("called off" in archive, "false offers of courier work" in board + archive) == (True, False)


def test_an_outline_is_shared_and_commented_on_and_entries_are_followed(demo_app: Flask) -> None:
    of_rounds = select(RoundMember.consultation_id)
    alone = select(func.count()).select_from(Outline).where(Outline.consultation_id.not_in(of_rounds))
    assert db.session.scalar(alone) == 1
    assert db.session.scalar(select(func.count()).select_from(OutlineComment)) == 2
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 5


def test_one_question_went_to_several_states_of_which_two_agreed_to_be_named(demo_app: Flask) -> None:
    members = db.session.scalars(select(RoundMember)).all()

    assert len({one.consultation.to_jurisdiction_key for one in members}) == 4
    assert len([one for one in members if one.told_at]) == 2


def test_requests_stand_in_many_states_and_two_states_disagree_on_one(demo_app: Flask) -> None:
    entries = db.session.scalars(select(DocketEntry)).all()
    events = [said for one in entries for said in compared(one, partner_of(one))]

    assert {"arrived", "refused", "withdrawn", "more_asked", "sent"} <= {one.state for one in entries}
    assert any(one.is_contradicted for one in events)
    assert any(one.invited_at for one in entries)
    assert any(one.late_on and one.late_on < clock.today() for one in entries)


def test_nobody_is_written_to_of_what_was_made(demo_app: Flask) -> None:
    assert list(db.session.scalars(select(Mail))) == []


def test_the_seed_data_leave_every_invented_row_alone(demo_app: Flask) -> None:
    keys = set(list_entry_keys())
    edited = db.session.execute(select(Provenance.kind, Provenance.key).where(Provenance.is_edited)).all()

    assert keys == {(kind, key) for kind, key in edited}
    assert {kind for kind, _ in keys} == {"authority", "focal_point", Competence.KIND, ContactDetail.KIND}


def test_the_printed_secrets_open_an_account_at_once(shown: Shown, tmp_path: Path) -> None:
    person = next(one for one in printed_accounts(shown.printed) if one["mail address"] == "arman@example.org")
    client = make_app(copy_of(shown.folder, tmp_path / "data")).test_client()
    people.visit(client)

    client.post("/en/account/sign-in", data={"email": person["mail address"], "password": person["password"]})
    people.send_form_token(client)
    code = person["recovery codes, each good once"].split()[0]
    client.post("/en/account/second-factor", data={"code": code})

    assert client.get("/en/consultations").status_code == 200


def test_loading_again_makes_nothing_but_new_secrets(shown: Shown, tmp_path: Path) -> None:
    app = make_app(copy_of(shown.folder, tmp_path / "data"))

    again = app.test_cli_runner().invoke(args=["demo", "load"])

    assert again.exit_code == 0
    assert again.output.startswith("Demonstration data: already loaded.")
    first, second = (printed_accounts(one) for one in (shown.printed, again.output))
    assert [one["mail address"] for one in first] == [one["mail address"] for one in second]
    assert {one["password"] for one in first}.isdisjoint(one["password"] for one in second)
    before, after = dump_of(shown.folder), dump_of(tmp_path / "data")
    assert [name for name in before if len(before[name]) != len(after[name])] == ["audit_event", "audit_values"]


def test_a_site_where_people_have_accounts_lets_none_in(empty_app: Flask) -> None:
    factories.add(Account(email="somebody@office.example", role="practitioner", name="Somebody"))

    refused = empty_app.test_cli_runner().invoke(args=["demo", "load"])

    assert refused.exit_code == 1
    assert "People have accounts on this site" in refused.output
    assert not load.is_loaded()


def test_a_load_that_ends_half_way_leaves_nothing(own_app: Flask) -> None:
    folder = own_app.config["SETTINGS"].data_dir
    before = dump_of(folder)

    with pytest.raises(Killed):
        load_and_end_after("put_people")

    assert dump_of(folder) == before


@pytest.fixture(scope="module")
def removed(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Dump, str]:
    """Return a site from which the demonstration was removed, its rows and what the command said."""
    folder = copy_of(demonstrated, tmp_path_factory.mktemp("removed") / "data")
    app = make_app(folder)
    done = app.test_cli_runner().invoke(args=["demo", "remove"])
    return app, dump_of(folder), done.output


def test_removing_leaves_every_table_as_it_was(undemonstrated: Path, removed: tuple[Flask, Dump, str]) -> None:
    before, (_, after, printed) = dump_of(undemonstrated), removed

    assert "authority: 15 removed" in printed
    assert differing(before, after) - REMEMBER == set()


def test_what_its_people_confirmed_of_an_entry_that_is_real_is_as_the_seed_data_have_it(
    short_site: Path, short_files: Path, tmp_path: Path
) -> None:
    folder = copy_of(short_site, tmp_path / "data")
    app = make_app(folder)
    with app.app_context():
        confirm_as(factories.account(Role.COORDINATOR, jurisdiction_key="KG"), "kg-prosecutor-general")
        assert differing(dump_of(short_site), dump_of(folder)) >= {"provenance"}
        with committing():
            remove(short_files)

    assert differing(dump_of(short_site), dump_of(folder)) - REMEMBER == set()


@pytest.mark.long
def test_removing_from_the_whole_site_leaves_it_as_it_was_though_its_people_confirmed_an_entry_that_is_real(
    demonstration_folder: Path, seeded_folder: Path, tmp_path: Path
) -> None:
    folder = copy_of(demonstration_folder, tmp_path / "data")
    app = make_app(folder)
    with app.app_context():
        confirm_as(get_by_address("coordinator-kz@example.org"), "kz-prosecutor-general")
    done = app.test_cli_runner().invoke(args=["demo", "remove"])

    assert done.exit_code == 0
    assert differing(dump_of(seeded_folder), dump_of(folder)) - REMEMBER == set()
    with app.app_context():
        assert sync.differences() == []


def confirm_as(person: Account | None, key: str) -> None:
    assert person is not None
    with committing():
        confirm(viewer_of(person), db.session.get_one(Authority, key), "en")


def differing(before: Dump, after: Dump) -> set[str]:
    return {name for name in before if after[name] != before[name]}


def test_a_step_of_a_real_state_stays_without_the_invented_office(demonstrated: Path, tmp_path: Path) -> None:
    with make_app(copy_of(demonstrated, tmp_path / "data")).app_context():
        factories.add(RequirementSheet(key="kz-freezing", jurisdiction_key="KZ", measure="freezing"))
        step = {"sheet_key": "kz-freezing", "topic": "route", "office_kind": "judicial_body"}
        factories.add(Rule(key="kz-freezing:000", office_key=OFFICE, **step))
        with committing():
            remove()

        left = db.session.get_one(Rule, "kz-freezing:000")
        assert (left.office_key, left.office_kind) == (None, "judicial_body")


def test_of_the_people_nothing_is_left_but_their_numbers(removed: tuple[Flask, Dump, str]) -> None:
    app, after, _ = removed

    assert not [row for rows in after.values() for row in rows if "@example.org" in row or " Demo'" in row]
    with app.app_context():
        assert not any(account.active or account.name for account in db.session.scalars(select(Account)))


def test_after_removing_the_audit_chain_verifies_and_the_index_agrees(removed: tuple[Flask, Dump, str]) -> None:
    app, _, _ = removed

    with app.app_context():
        assert len(list(verify_audit())) > 0
        assert sync.differences() == []


def test_a_site_from_which_they_were_removed_takes_them_again(removed: tuple[Flask, Dump, str]) -> None:
    app, _, _ = removed

    with app.app_context():
        assert not load.is_loaded()
        load.require_nobody()


def test_who_came_later_keeps_the_demonstration_out(removed: tuple[Flask, Dump, str], tmp_path: Path) -> None:
    app, _, _ = removed

    with make_app(copy_of(app.config["SETTINGS"].data_dir, tmp_path / "data")).app_context():
        factories.add(Account(email="somebody@office.example", role="practitioner", name="Somebody"))
        with pytest.raises(InvalidInput):
            load.require_nobody()


def test_it_starts_again_once_a_person_of_another_address_has_come(shown: Shown, tmp_path: Path) -> None:
    app = make_app(copy_of(shown.folder, tmp_path / "data"))
    with app.app_context():
        factories.account(email="guest@ministry.test", name="Guest")

    again = app.test_cli_runner().invoke(args=["demo", "load"])

    assert again.exit_code == 0, again.output
    assert "already loaded" in again.output
    assert len(printed_accounts(again.output)) == len(printed_accounts(shown.printed))


@pytest.mark.long(each=2)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_an_export_with_invented_entries_marks_them_and_is_taken_back_without_a_change(
    ending: str, shown: Shown, tmp_path: Path
) -> None:
    app = make_app(copy_of(shown.folder, tmp_path / "data"))
    file = tmp_path / f"directory.{ending}"

    exported = app.test_cli_runner().invoke(args=["export", str(file)])

    assert exported.exit_code == 0, exported.output
    assert held_by(file)[OFFICE] == "demonstration"
    assert held_by(file)["kz-prosecutor-general"] == ""
    if ending != "jsonl":
        taken = app.test_cli_runner().invoke(args=["import", str(file)])
        assert (taken.exit_code, "0 created, 0 changed" in taken.output) == (0, True), taken.output


@pytest.mark.parametrize(("key", "mark"), [(OFFICE, "(empty)"), ("kz-prosecutor-general", "demonstration")])
def test_a_file_neither_marks_an_entry_as_invented_nor_takes_the_mark_off(
    key: str, mark: str, shown: Shown, tmp_path: Path
) -> None:
    app, file = make_app(copy_of(shown.folder, tmp_path / "data")), tmp_path / "one.csv"
    file.write_bytes(table([{"kind": "authority", "key": key, "mark": mark}]))

    refused = app.test_cli_runner().invoke(args=["import", str(file)])

    assert refused.exit_code == 1
    assert "column mark: A file does not change what sets an entry apart." in refused.output


def held_by(file: Path) -> dict[str, str]:
    """Return the mark of each authority in a file, by its key."""
    if file.suffix == ".jsonl":
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    else:
        headings, *lines = read_table(file.name, file.read_bytes())
        rows = [dict(zip(headings, line, strict=False)) for line in lines]
    return {str(row["key"]): str(row.get("mark") or "") for row in rows if row["kind"] == "authority"}


def test_the_hours_of_each_invented_desk_are_in_the_language_of_the_page(demo_app: Flask) -> None:
    marked = db.session.scalars(select(FocalPoint).where(FocalPoint.mark == Mark.DEMONSTRATION))
    spoken = {one.key: set(one.hours.by_language) for one in marked if one.hours}

    assert spoken
    assert [key for key, own in spoken.items() if not {"en", "ru", "ky", "kk", "ar"} <= own] == []
