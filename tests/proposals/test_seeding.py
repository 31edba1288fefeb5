"""Loading the seed data leaves alone what people decided on the pages, and still follows the files elsewhere."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import seeding
from directory.extensions import db
from directory.models import Authority, ContactDetail, Designation, Provenance
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.undo import inverse_of
from directory.transaction import committing
from tests.changes import apply
from tests.conftest import copy_of, make_app
from tests.seeding.short import short_files, short_site

# One authority for each test. All are decided on, and rewritten in the files, before the files are loaded once.
NAMED = "am-prosecutor-general"
TRANSLATED = "kg-prosecutor-general"
OUTDATED = "kg-ministry-of-internal-affairs"
CORRECTED = "ad-ministry-of-interior"
WITHDRAWN = "md-ministry-of-justice"
PASSED_ON, SUCCESSOR = "al-ministry-of-justice", "al-prosecutor-general"
REPLACED = "ge-criminal-police"
TAKEN_BACK = "am-ministry-of-justice"
UNTOUCHED = "kg-ministry-of-justice"
DECIDED = (NAMED, TRANSLATED, OUTDATED, CORRECTED, WITHDRAWN, PASSED_ON, REPLACED)
# No other file names this one.
LEAVING = "md-prosecutor-general"
NAME_OF_FILES = "A name of the files"
SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")


__all__ = ["short_files", "short_site"]


@dataclass(frozen=True)
class Loaded:
    """What loading the files reported after people had decided, and what was there before: the key and value of the
    phone that was decided on, by authority, and the contacts of the one that nobody decided on."""

    reports: dict[str, seeding.LoadReport]
    phones: dict[str, tuple[str, str]]
    untouched: list[str]


@pytest.fixture(scope="module")
def site(short_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the seed data; its index does not follow, since nothing here asks it."""
    app = make_app(copy_of(short_site, tmp_path_factory.mktemp("seeded") / "data"))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture(scope="module")
def loaded(site: Flask, short_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Decide on entries, rewrite the files, and load them."""
    folder = Path(shutil.copytree(short_files, tmp_path_factory.mktemp("files") / "seed_data"))
    with site.app_context():
        phones = {key: decide_on_phone(key) for key in (CORRECTED, WITHDRAWN, REPLACED, LEAVING)}
        untouched = values_of(UNTOUCHED)
        decide_on_names()
        pass_on()
        rewrite(folder)
        take_out(folder)
        with committing():
            reports = {report.file: report for report in seeding.load(folder)}
    return Loaded(reports, phones, untouched)


@pytest.fixture(autouse=True)
def _context(site: Flask, loaded: Loaded) -> Iterator[None]:
    with site.app_context():
        yield


def publish(*edits: Edit) -> list[Any]:
    with committing():
        return list(apply(None, edits))


def changing(key: str, detail: str, before: object, after: object, kind: str = "authority") -> Edit:
    return Edit(EditAction.CHANGE, kind, key, detail, before, after, SOURCE)


def authority(key: str) -> Authority:
    return db.session.get_one(Authority, key)


def name_of(key: str, language: str) -> str | None:
    return authority(key).name.by_language.get(language)


def decide_on_names() -> None:
    publish(changing(NAMED, "name.en", name_of(NAMED, "en"), "Edited here"))
    for key in (TRANSLATED, OUTDATED):
        publish(changing(key, "name.fr", name_of(key, "fr"), "Traduit ici"))
    edit = changing(TAKEN_BACK, "name.en", name_of(TAKEN_BACK, "en"), "Edited here")
    publish(inverse_of(replace(edit, replaced=publish(edit)[0])))


def decide_on_phone(key: str) -> tuple[str, str]:
    """Decide on the phone of an authority, and return its key and value as they were."""
    phone = next(contact for contact in authority(key).contacts if contact.means == "phone")
    was = phone.key, phone.value
    added = {"authority_key": key, "means": "email", "value": "office@example.org", "audience": "public"}
    decisions = {
        CORRECTED: [changing(phone.key, "value", phone.value, "+376 000 001", phone.KIND)],
        WITHDRAWN: [changing(phone.key, "audience", "public", "coordinators", phone.KIND)],
        LEAVING: [changing(phone.key, "value", phone.value, "+373 22 000 001", phone.KIND)],
        REPLACED: [
            Edit(EditAction.REMOVE, phone.KIND, phone.key, "", flat(phone), None),
            Edit(EditAction.CREATE, phone.KIND, f"{key}:added", "", None, added, SOURCE),
        ],
    }
    publish(*decisions[key])
    return was


def pass_on() -> None:
    designation = db.session.scalars(select(Designation).where(Designation.authority_key == PASSED_ON)).first()
    assert designation is not None
    publish(changing(designation.key, "authority_key", PASSED_ON, SUCCESSOR, designation.KIND))


def rewrite(folder: Path) -> None:
    """Change in the file what it says of these authorities."""
    original = authority(OUTDATED).name.original
    changes: dict[str, Callable[[dict[str, Any]], None]] = {
        NAMED: lambda row: row.update(languages_accepted=["fr"], name=row["name"] | {"en": NAME_OF_FILES}),
        TRANSLATED: lambda row: row["name"].update(en=NAME_OF_FILES),
        OUTDATED: lambda row: row["name"].update({original: NAME_OF_FILES}),
        CORRECTED: lambda row: row["contacts"][0].update(value="+376 000 002"),
        TAKEN_BACK: lambda row: row["name"].update(en=NAME_OF_FILES),
        UNTOUCHED: lambda row: row.update(contacts=[]),
    }
    path = folder / "authorities.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        changes.get(row["id"], lambda _row: None)(row)
    written = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row["id"] != LEAVING)
    path.write_text("".join(written), encoding="utf-8")


def take_out(folder: Path) -> None:
    """Take the translations of the authority that leaves out of their file too."""
    path = folder / "translations.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if f",{LEAVING}," not in line) + "\n", encoding="utf-8")


def values_of(key: str) -> list[str]:
    return [contact.value for contact in authority(key).contacts]


def test_an_edited_detail_stands_and_the_others_follow_the_file() -> None:
    assert name_of(NAMED, "en") == "Edited here"
    assert authority(NAMED).languages_accepted == ("fr",)


def test_rows_of_which_something_stands_as_people_decided_are_counted(loaded: Loaded) -> None:
    assert loaded.reports["authorities.jsonl"].kept == len(DECIDED)


def test_an_edited_translation_stands_and_the_original_follows_the_file() -> None:
    assert name_of(TRANSLATED, "fr") == "Traduit ici"
    assert name_of(TRANSLATED, "en") == NAME_OF_FILES


def test_an_edited_translation_is_outdated_once_the_file_changes_the_original() -> None:
    assert db.session.get_one(Provenance, ("authority", OUTDATED, "name.fr")).is_outdated


def test_a_corrected_phone_stands_alone_when_the_file_corrects_it_too() -> None:
    numbers = values_of(CORRECTED)

    assert "+376 000 001" in numbers
    assert "+376 000 002" not in numbers


def test_a_phone_that_was_withdrawn_from_the_public_stays_so(loaded: Loaded) -> None:
    key, _value = loaded.phones[WITHDRAWN]

    assert db.session.get_one(ContactDetail, key).audience == "coordinators"


def test_a_designation_that_passed_to_a_successor_stays_there() -> None:
    of_successor = select(Designation.key).where(Designation.authority_key == SUCCESSOR)

    assert [key for key in db.session.scalars(of_successor) if key.startswith(PASSED_ON)]


def test_a_removed_contact_does_not_come_back_and_an_added_one_stays(loaded: Loaded) -> None:
    _key, removed = loaded.phones[REPLACED]

    assert removed not in values_of(REPLACED)
    assert "office@example.org" in values_of(REPLACED)


def test_what_is_taken_back_follows_the_files_again() -> None:
    assert name_of(TAKEN_BACK, "en") == NAME_OF_FILES


def test_what_people_did_not_touch_still_leaves_with_the_files(loaded: Loaded) -> None:
    assert loaded.untouched
    assert values_of(UNTOUCHED) == []


def test_an_entry_that_people_edited_stays_when_it_leaves_the_files() -> None:
    assert values_of(LEAVING) == ["+373 22 000 001"]
