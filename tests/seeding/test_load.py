"""Seed data in the database: complete, idempotent, refused row by row, and nothing invented."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import seeding
from directory.errors import BadSeed
from directory.extensions import db
from directory.focal_points.contacts import dialled
from directory.models import (
    AuditEvent,
    Authority,
    Change,
    Competence,
    ContactDetail,
    Designation,
    FocalPoint,
    Jurisdiction,
    Network,
    OtherName,
    Provenance,
    RequirementSheet,
    Rule,
    Shift,
    Treaty,
    TreatyCoverage,
    TreatyParty,
    TreatyRule,
    TreatyStatus,
    TreatyTerm,
    TreatyTerritory,
)
from directory.search import sync
from directory.seeding.load import FILES, FOLDER, TRANSLATIONS
from directory.seeding.sources import OWN_SOURCE
from directory.transaction import committing
from tests import factories
from tests.conftest import copy_of, make_app
from tests.focal_points.desks import add_rota
from tests.seeding.short import folder, own_app, short_files, short_site


def count_of_rows(path: Path) -> int:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return len(text.splitlines())
    return len(list(csv.reader(io.StringIO(text)))) - 1


__all__ = ["folder", "own_app", "short_files", "short_site"]


def load(folder: Path) -> list[seeding.LoadReport]:
    with committing():
        return list(seeding.load(folder))


def rows_by_file(folder: Path) -> dict[str, int]:
    return {path.name: count_of_rows(path) for path in folder.iterdir() if path.suffix in (".csv", ".jsonl")}


def test_every_file_is_loaded_and_reported_with_its_own_number_of_rows(short_site: Path, short_files: Path) -> None:
    reports = json.loads((short_site / "reports.json").read_text(encoding="utf-8"))

    assert {report["file"]: report["rows"] for report in reports} == rows_by_file(short_files)
    assert {report["file"] for report in reports if report["created"]} == rows_by_file(short_files).keys()


@pytest.mark.parametrize(
    ("model", "file"),
    [
        (TreatyStatus, "treaty_status.csv"),
        (TreatyRule, "treaty_rules.csv"),
        (TreatyCoverage, "treaty_coverage.csv"),
        (TreatyTerm, "treaty_terms.csv"),
        (TreatyTerritory, "treaty_territories.csv"),
        (Authority, "authorities.jsonl"),
        (FocalPoint, "focal_points.csv"),
        (Network, "networks.csv"),
    ],
)
def test_each_row_of_a_file_is_one_entry(context: None, model: type, file: str) -> None:
    assert db.session.scalar(select(func.count()).select_from(model)) == count_of_rows(FOLDER / file)


def test_all_treaties_of_the_three_files_are_there(context: None) -> None:
    files = ("treaties.csv", "bilateral_treaties.csv", "other_treaties.csv")

    count = db.session.scalar(select(func.count()).select_from(Treaty))

    assert count == sum(count_of_rows(FOLDER / file) for file in files)


def test_every_requirement_record_is_the_general_sheet_of_its_state(context: None) -> None:
    general = select(func.count()).select_from(RequirementSheet).where(RequirementSheet.measure == "")

    assert db.session.scalar(general) == count_of_rows(FOLDER / "requirements.jsonl")


def test_every_contact_detail_in_the_database_equals_one_in_the_data(context: None) -> None:
    printed = {
        (authority["id"], contact["means"], contact["value"])
        for line in (FOLDER / "authorities.jsonl").read_text(encoding="utf-8").splitlines()
        for authority in [json.loads(line)]
        for contact in authority["contacts"]
    }

    rows = db.session.scalars(select(ContactDetail)).all()

    assert {(row.authority_key, row.means, row.value) for row in rows} == printed


def test_a_contact_read_on_another_page_than_its_row_rests_on_that_page_alone(context: None) -> None:
    switchboard, site = (
        db.session.scalars(
            select(Provenance)
            .join(ContactDetail, ContactDetail.key == Provenance.key)
            .where(Provenance.kind == "contact_detail", Provenance.detail == "value")
            .where(ContactDetail.authority_key == "us-department-of-justice", ContactDetail.means == means)
        ).one()
        for means in ("phone", "website")
    )

    assert [source.partition("?")[0].rpartition("/")[2] for source in switchboard.sources] == [
        "GOVMAN-2009-09-15-Pg253.htm",
        "Agency.aspx",
    ]
    assert site.sources[0] == "https://www.justice.gov/criminal-oia"


def test_a_contact_of_another_page_names_that_page_with_its_date_and_confidence() -> None:
    contacts = [
        contact
        for line in (FOLDER / "authorities.jsonl").read_text(encoding="utf-8").splitlines()
        for contact in json.loads(line)["contacts"]
    ]

    own = [contact for contact in contacts if set(OWN_SOURCE) & contact.keys()]

    assert own
    assert all(contact["sources"] and contact["source_date"] and contact["confidence"] for contact in own)


def test_a_phone_in_the_files_is_dialled_with_all_its_digits_and_no_others() -> None:
    """A second number, an extension or letters in brackets (800-4288 (4CTU)) would be dialled along."""
    phones = [
        contact["value"]
        for line in (FOLDER / "authorities.jsonl").read_text(encoding="utf-8").splitlines()
        for contact in json.loads(line)["contacts"]
        if contact["means"] == "phone"
    ]

    assert [phone for phone in phones if dialled(phone) != re.sub(r"[^+\d]", "", phone)] == []


def test_only_institutions_with_a_round_the_clock_or_contact_function_run_desks(context: None) -> None:
    desks = {"round_the_clock_unit", "network_contact_institution"}
    expected = {
        json.loads(line)["id"]
        for line in (FOLDER / "authorities.jsonl").read_text(encoding="utf-8").splitlines()
        if desks & set(json.loads(line)["functions"])
    }

    assert set(db.session.scalars(select(FocalPoint.authority_key))) == expected


def test_loading_again_changes_nothing_and_notes_no_change(own_app: Flask, short_files: Path) -> None:
    assert_nothing_new(short_files)


@pytest.mark.long
def test_loading_all_seed_data_again_changes_nothing_and_notes_no_change(seeded_folder: Path, tmp_path: Path) -> None:
    with make_app(copy_of(seeded_folder, tmp_path / "data")).app_context():
        assert_nothing_new(FOLDER)


def assert_nothing_new(folder: Path) -> None:
    """Assert that to load a folder again changes nothing."""
    before = db.session.scalar(select(func.max(Change.id)))

    reports = load(folder)

    assert {report.file: report.rows for report in reports} == rows_by_file(folder)
    assert {(report.created, report.changed, report.removed) for report in reports} == {(0, 0, 0)}
    assert db.session.scalar(select(func.max(Change.id))) == before


def test_a_changed_row_is_updated_and_the_entries_that_show_it_are_noted(own_app: Flask, folder: Path) -> None:
    before = db.session.scalar(select(func.max(Change.id)))
    replace(folder / "authorities.jsonl", "info@prosecutor.am", "office@prosecutor.am")

    reports = load(folder)

    assert {r.file: r.changed for r in reports if r.changed} == {"authorities.jsonl": 1}
    values = set(db.session.scalars(select(ContactDetail.value)))
    assert "office@prosecutor.am" in values
    assert "info@prosecutor.am" not in values
    noted = db.session.execute(select(Change.kind, Change.key).where(Change.id > before)).all()
    assert noted == [("authority", "am-prosecutor-general"), ("jurisdiction", "AM")]


def replace(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def drop_line(path: Path, start: str) -> None:
    """Take the first line that begins so out of a file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.remove(next(line for line in lines if line.startswith(start)))
    path.write_text("".join(lines), encoding="utf-8")


def drop_record(path: Path, name: str, value: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if json.loads(line)[name] != value), encoding="utf-8")


LEAVING: list[tuple[str, Callable[[Path], None], type, Callable[[Any], bool]]] = [
    (
        "another name of a State",
        lambda f: drop_line(f / "jurisdiction_names.csv", "AD,en,"),
        OtherName,
        lambda row: row.jurisdiction_key == "AD" and row.language == "en" and row.name == "Principality of Andorra",
    ),
    (
        "an act under a treaty",
        lambda f: drop_line(f / "treaty_status.csv", "AL,budapest-185,signature"),
        TreatyStatus,
        lambda row: row.key.startswith("budapest-185:AL:signature"),
    ),
    (
        "a desk",
        lambda f: drop_line(f / "focal_points.csv", "kg-casc,"),
        FocalPoint,
        lambda row: row.key == "kg-casc",
    ),
]
OFFICE, BILATERAL, STATE = "ge-prosecutor-general", "kz-in-mla-1999", "KG"


@dataclass(frozen=True)
class Left:
    """A site that was loaded again from files which some rows had left, what was reported of that, the treaties that
    there were before, and the keys of the rows of LEAVING by their nouns."""

    app: Flask
    reports: list[seeding.LoadReport]
    treaties: set[str]
    keys: dict[str, str]


@pytest.fixture(scope="module")
def left(short_site: Path, short_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Return that site: of each kind one row left, an office with its desks, and all that a State requires."""
    place = tmp_path_factory.mktemp("left")
    files, app = Path(shutil.copytree(short_files, place / "seed_data")), make_app(copy_of(short_site, place / "data"))
    drop_office(files, OFFICE)
    drop_record(files / "requirements.jsonl", "jurisdiction", STATE)
    drop_line(files / "bilateral_treaties.csv", f"{BILATERAL},")
    drop_translations(files, BILATERAL)
    with app.app_context():
        treaties, keys = set(db.session.scalars(select(Treaty.key))), {}
        for noun, drop, model, is_it in LEAVING:
            (keys[noun],) = [row.key for row in db.session.scalars(select(model)) if is_it(row)]
            drop(files)
        reports = load(files)
        # As after each commit of the product.
        sync.drain()
    return Left(app, reports, treaties, keys)


@pytest.fixture
def left_app(left: Left) -> Iterator[Flask]:
    """Return its app with its context pushed."""
    with left.app.app_context():
        yield left.app


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("noun", "model"), [(row[0], row[2]) for row in LEAVING], ids=[row[0] for row in LEAVING])
def test_a_row_that_leaves_its_file_leaves_the_database_with_its_provenance(
    left: Left, left_app: Flask, noun: str, model: Any
) -> None:
    assert db.session.get(model, left.keys[noun]) is None
    assert provenance_of(model.KIND, left.keys[noun]) == set()


def test_what_left_is_reported_by_its_file_and_nothing_else_is(left: Left) -> None:
    removed = {report.file: report.removed for report in left.reports if report.removed}

    assert removed.keys() == {
        "jurisdiction_names.csv",
        "bilateral_treaties.csv",
        "treaty_status.csv",
        "authorities.jsonl",
        "focal_points.csv",
        "requirements.jsonl",
    }
    lines = map(json.loads, (FOLDER / "authorities.jsonl").read_text(encoding="utf-8").splitlines())
    parts = next([*one["functions"], *one["designations"], *one["contacts"]] for one in lines if one["id"] == OFFICE)
    expected = [1, 1, 1 + len(parts)]
    assert [removed[file] for file in ("jurisdiction_names.csv", "treaty_status.csv", "authorities.jsonl")] == expected
    assert {(report.created, report.changed) for report in left.reports} == {(0, 0)}


def test_the_index_holds_nothing_of_what_left(left_app: Flask) -> None:
    assert sync.differences() == []


def provenance_of(kind: str, key: str) -> set[str]:
    return set(db.session.scalars(select(Provenance.detail).filter_by(kind=kind, key=key)))


def test_an_authority_that_leaves_takes_its_parts_and_desks_with_it(left_app: Flask) -> None:
    for model in (Competence, Designation, ContactDetail, FocalPoint):
        assert db.session.scalars(select(model).filter_by(authority_key=OFFICE)).all() == []


def test_what_work_hangs_on_is_closed_and_not_removed_and_stands_again_when_it_comes_back(
    own_app: Flask, folder: Path
) -> None:
    desk = "ge-casc"
    officer = factories.account(desks=[desk], jurisdiction_key="GE")
    add_rota(desk, (officer.id, -1, 5))
    whole = shutil.copytree(folder, folder.with_name("whole"))
    drop_office(folder, OFFICE)

    for _ in range(2):
        load(folder)
        db.session.expire_all()
        assert [db.session.get(*one).status for one in ((FocalPoint, desk), (Authority, OFFICE))] == ["closed"] * 2
        assert db.session.query(Shift).filter_by(focal_point_key=desk).count() == 1
    sync.drain()
    assert sync.differences() == []
    load(whole)

    db.session.expire_all()
    assert db.session.get(FocalPoint, desk).status == ""
    assert db.session.get(Authority, OFFICE).status != "closed"


def test_a_states_requirements_that_leave_take_their_sheets_and_rules_with_them(left_app: Flask) -> None:
    assert db.session.scalars(select(RequirementSheet).filter_by(jurisdiction_key=STATE)).all() == []
    assert db.session.scalars(select(Rule).where(Rule.sheet_key.startswith(STATE.lower()))).all() == []


def test_a_bilateral_treaty_that_leaves_takes_its_parties_but_no_treaty_of_another_file(
    left: Left, left_app: Flask
) -> None:
    assert left.treaties - set(db.session.scalars(select(Treaty.key))) == {BILATERAL}
    assert db.session.scalars(select(TreatyParty).filter_by(treaty_key=BILATERAL)).all() == []


def drop_office(folder: Path, key: str) -> None:
    """Take an authority with its desks and translations out of the files."""
    drop_record(folder / "authorities.jsonl", "id", key)
    drop_translations(folder, key)
    desks = folder / "focal_points.csv"
    lines = desks.read_text(encoding="utf-8").splitlines(keepends=True)
    desks.write_text("".join(line for line in lines if f",{key}," not in line), encoding="utf-8")


def drop_translations(folder: Path, key: str) -> None:
    path = folder / TRANSLATIONS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if f",{key}," not in line), encoding="utf-8")


def test_a_corrected_act_takes_the_place_of_the_wrong_one(own_app: Flask, folder: Path) -> None:
    replace(folder / "treaty_status.csv", "AL,budapest-185,signature", "AL,budapest-185,approval")

    report = next(r for r in load(folder) if r.file == "treaty_status.csv")

    assert (report.created, report.changed, report.removed) == (1, 0, 1)


def test_a_row_that_names_what_left_its_file_is_refused(own_app: Flask, folder: Path) -> None:
    drop_line(folder / "networks.csv", "casc,")
    drop_translations(folder, "casc")

    with pytest.raises(BadSeed, match="casc"):
        load(folder)


def test_a_language_whose_text_left_keeps_no_provenance(own_app: Flask, folder: Path) -> None:
    assert "title.ar" in provenance_of("treaty", "untoc")
    drop_line(folder / TRANSLATIONS, "treaty,untoc,title,ar,")

    load(folder)

    assert "title.ar" not in provenance_of("treaty", "untoc")
    assert "title.ru" in provenance_of("treaty", "untoc")


def test_translations_are_reported_by_what_was_done_with_them(own_app: Flask, folder: Path) -> None:
    replace(folder / TRANSLATIONS, "treaty,untoc,title,ru,Конвенция", "treaty,untoc,title,ru,Та же конвенция")
    append_line(folder / TRANSLATIONS, "treaty,untoc,title,eo,Konvencio,general knowledge,general_knowledge")

    report = next(r for r in load(folder) if r.file == TRANSLATIONS)

    assert (report.created, report.changed) == (1, 1)
    assert report.rows == count_of_rows(folder / TRANSLATIONS)


def test_a_name_too_long_for_its_key_is_refused(own_app: Flask, folder: Path) -> None:
    append_line(folder / "jurisdiction_names.csv", f"AD,en,{'Long' * 50},informal,general knowledge,general_knowledge")

    with pytest.raises(BadSeed, match="longer than 160 characters"):
        load(folder)


BAD_ROWS: list[tuple[str, Callable[[Path], None], str, int, str]] = [
    (
        "an act that the vocabulary lacks",
        lambda f: replace(f / "treaty_status.csv", "AL,budapest-185,signature", "AL,budapest-185,promise"),
        "treaty_status.csv",
        3,
        "action 'promise' is not one of",
    ),
    (
        "a territory without a name",
        lambda f: replace(f / "treaty_territories.csv", "budapest-185,DK,excluded,FO,", "budapest-185,DK,excluded,,"),
        "treaty_territories.csv",
        13,
        "territory or words must name the territory",
    ),
    (
        "a territory that is a State with acts of its own",
        lambda f: replace(f / "treaty_territories.csv", "budapest-185,DK,excluded,FO,", "budapest-185,DK,excluded,AL,"),
        "treaty_territories.csv",
        13,
        "territory 'AL' is a State with acts of its own",
    ),
    (
        "a phase that the vocabulary lacks",
        lambda f: replace(f / "treaty_rules.csv", ",,must,", ",arrest,must,"),
        "treaty_rules.csv",
        3,
        "phase 'arrest' is not one of",
    ),
    (
        "a date that is none",
        lambda f: replace(f / "treaty_status.csv", "2017-03-01", "2017-02-30"),
        "treaty_status.csv",
        2,
        "date '2017-02-30' is not a date",
    ),
    (
        "a State that there is not",
        lambda f: replace(f / "treaty_status.csv", "\nAD,", "\nZZ,"),
        "treaty_status.csv",
        2,
        "jurisdiction 'ZZ' is not a State",
    ),
    (
        "a detail without a source that there is not",
        lambda f: replace(f / "treaties.csv", ",sourced,,extradition on", ",sourced,entry_rules,extradition on"),
        "treaties.csv",
        2,
        "unverified 'entry_rules' is not one of",
    ),
    (
        "a row without a source",
        lambda f: replace(f / "networks.csv", "https://www.interpol.int/,general_knowledge", ",general_knowledge"),
        "networks.csv",
        6,
        "public_source is missing",
    ),
    (
        "a row that is not JSON",
        lambda f: replace(f / "authorities.jsonl", '{"ref": "AM-02"', '{"ref": AM-02'),
        "authorities.jsonl",
        2,
        "not JSON",
    ),
    (
        "a right-to-left override in a name",
        lambda f: replace(
            f / "authorities.jsonl", "Prosecutor General's Office of the Republic of Armenia", "Pros\u202eecutor"
        ),
        "authorities.jsonl",
        2,
        "control character U+202E",
    ),
    (
        "a row given twice",
        lambda f: append_line(f / "focal_points.csv", (f / "focal_points.csv").read_text().splitlines()[1]),
        "focal_points.csv",
        0,
        "is given twice",
    ),
    (
        "a row with a field too few",
        lambda f: append_line(f / "focal_points.csv", "a,b,c"),
        "focal_points.csv",
        0,
        "has not 9 fields",
    ),
    (
        "a function that the vocabulary lacks",
        lambda f: replace(f / "authorities.jsonl", '"mla_copy"', '"mla_cpoy"'),
        "authorities.jsonl",
        1,
        "'mla_cpoy' is not one of",
    ),
    (
        "a translation of nothing",
        lambda f: append_line(f / TRANSLATIONS, "treaty,unknown,title,ru,Слова,general knowledge,general_knowledge"),
        TRANSLATIONS,
        0,
        "translates an entry or detail that is not there",
    ),
]


def append_line(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def refusing(short_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over that folder, of which each test finds that nothing has been stored."""
    return make_app(copy_of(short_site, tmp_path_factory.mktemp("refusing") / "data"))


@pytest.fixture
def refusing_app(refusing: Flask) -> Iterator[Flask]:
    """Return it with its context pushed."""
    with refusing.app_context():
        yield refusing


@pytest.mark.long(each=4)
@pytest.mark.parametrize(("fault", "spoil", "file", "line", "reason"), BAD_ROWS, ids=[row[0] for row in BAD_ROWS])
def test_a_bad_row_is_refused_by_file_line_and_reason_and_nothing_is_stored(
    refusing_app: Flask, folder: Path, fault: str, spoil: Callable[[Path], None], file: str, line: int, reason: str
) -> None:
    before = db.session.scalar(select(func.max(Change.id)))
    replace(folder / "jurisdictions.csv", "AD,AND,", "AD,ANR,")
    spoil(folder)

    with pytest.raises(BadSeed) as refused:
        load(folder)

    assert refused.value.file == file
    assert refused.value.line == (line or count_of_rows(folder / file) + 1)
    assert reason in refused.value.reason
    assert db.session.scalar(select(func.max(Change.id))) == before
    assert db.session.get(Jurisdiction, "AD").alpha3 == "AND"


def test_a_missing_file_is_refused_by_name(empty_app: Flask, folder: Path) -> None:
    (folder / FILES[0][0]).unlink()

    with pytest.raises(BadSeed, match="the file is missing"):
        load(folder)


def test_the_seed_command_ends_with_1_and_names_the_row(own_app: Flask, folder: Path) -> None:
    append_line(folder / "focal_points.csv", "a,b,c")

    result = own_app.test_cli_runner().invoke(args=["seed", str(folder)])

    assert result.exit_code == 1
    assert f"focal_points.csv, line {count_of_rows(folder / 'focal_points.csv') + 1}" in result.output


def test_what_a_later_load_changes_in_rules_can_be_told_and_the_first_load_is_no_change(
    own_app: Flask, folder: Path
) -> None:
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    path = folder / "requirements.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Prosecutor General's Office.", "Another office."))

    load(folder)

    rule = select(AuditEvent).where(AuditEvent.kind == "rule", AuditEvent.key == "kg:000")
    [act] = db.session.scalars(rule).all()
    assert (act.action, act.detail, act.actor_id) == ("changed", "text", None)
    assert act.values.before["texts"]["en"] == "Prosecutor General's Office."
    assert act.values.after["texts"] == {"en": "Another office."}
