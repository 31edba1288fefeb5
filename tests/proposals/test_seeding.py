"""Loading the seed data leaves alone what people decided on the pages, and still follows the files elsewhere."""

import json
from collections.abc import Callable
from dataclasses import replace
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
from tests.seeding.short import folder, own_app, short_files, short_site

KEY = "am-prosecutor-general"
# No other file names this one.
LEAVING = "md-prosecutor-general"
SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")


__all__ = ["folder", "own_app", "short_files", "short_site"]


@pytest.fixture(autouse=True)
def _without_index(own_app: Flask) -> None:
    # Nothing here asks the index, and one that follows each load takes a third of the time.
    own_app.extensions["after_commit"].clear()


def load(folder: Path) -> dict[str, seeding.LoadReport]:
    with committing():
        return {report.file: report for report in seeding.load(folder)}


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "authorities.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if row["id"] == KEY:
            change(row)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def publish(*edits: Edit) -> None:
    with committing():
        apply(None, edits)


def change_name(row: dict[str, Any]) -> None:
    row["name"]["en"] = "A name of the files"
    row["languages_accepted"] = ["fr"]


def phone_of(entry: Authority) -> ContactDetail:
    return next(contact for contact in entry.contacts if contact.means == "phone")


def test_an_edited_detail_stands_and_the_others_follow_the_file(own_app: Flask, folder: Path) -> None:
    before = db.session.get(Authority, KEY).name.by_language["en"]
    publish(Edit(EditAction.CHANGE, "authority", KEY, "name.en", before, "Edited here", SOURCE))
    rewrite(folder, change_name)

    reports = load(folder)

    entry = db.session.get(Authority, KEY)
    assert entry.name.by_language["en"] == "Edited here"
    assert entry.languages_accepted == ("fr",)
    assert reports["authorities.jsonl"].kept == 1


def test_an_edited_translation_stands_and_the_original_follows_the_file(own_app: Flask, folder: Path) -> None:
    before = db.session.get(Authority, KEY).name.by_language.get("fr")
    publish(Edit(EditAction.CHANGE, "authority", KEY, "name.fr", before, "Traduit ici", SOURCE))
    rewrite(folder, change_name)

    load(folder)

    texts = db.session.get(Authority, KEY).name.by_language
    assert (texts["fr"], texts["en"]) == ("Traduit ici", "A name of the files")


def test_an_edited_translation_is_outdated_once_the_file_changes_the_original(own_app: Flask, folder: Path) -> None:
    original = db.session.get(Authority, KEY).name.original
    before = db.session.get(Authority, KEY).name.by_language.get("fr")
    publish(Edit(EditAction.CHANGE, "authority", KEY, "name.fr", before, "Traduit ici", SOURCE))
    rewrite(folder, lambda row: row["name"].update({original: "A name of the files"}))

    load(folder)

    assert db.session.get(Provenance, ("authority", KEY, "name.fr")).is_outdated


def test_a_corrected_phone_stands_alone_when_the_file_corrects_it_too(own_app: Flask, folder: Path) -> None:
    phone = phone_of(db.session.get(Authority, KEY))
    publish(Edit(EditAction.CHANGE, "contact_detail", phone.key, "value", phone.value, "+374 10 000 001", SOURCE))
    rewrite(folder, lambda row: row["contacts"][0].update(value="+374 10 000 002"))

    load(folder)

    numbers = [contact.value for contact in db.session.get(Authority, KEY).contacts if contact.means == "phone"]
    assert "+374 10 000 001" in numbers
    assert "+374 10 000 002" not in numbers


def test_a_phone_that_was_withdrawn_from_the_public_stays_so(own_app: Flask, folder: Path) -> None:
    phone = phone_of(db.session.get(Authority, KEY))
    publish(Edit(EditAction.CHANGE, "contact_detail", phone.key, "audience", "public", "coordinators", SOURCE))

    load(folder)

    assert db.session.get(ContactDetail, phone.key).audience == "coordinators"


def test_a_designation_that_passed_to_a_successor_stays_there(own_app: Flask, folder: Path) -> None:
    designation = db.session.scalars(select(Designation).where(Designation.authority_key == KEY)).first()
    publish(Edit(EditAction.CHANGE, "designation", designation.key, "authority_key", KEY, LEAVING, SOURCE))

    load(folder)

    assert db.session.get(Designation, designation.key).authority_key == LEAVING


def test_a_removed_contact_does_not_come_back_and_an_added_one_stays(own_app: Flask, folder: Path) -> None:
    phone = phone_of(db.session.get(Authority, KEY))
    added = {"authority_key": KEY, "means": "email", "value": "office@example.org", "audience": "public"}
    publish(
        Edit(EditAction.REMOVE, "contact_detail", phone.key, "", flat(phone), None),
        Edit(EditAction.CREATE, "contact_detail", f"{KEY}:added", "", None, added, SOURCE),
    )
    removed = phone.value

    load(folder)

    values = [contact.value for contact in db.session.get(Authority, KEY).contacts]
    assert removed not in values
    assert "office@example.org" in values


def test_what_is_taken_back_follows_the_files_again(own_app: Flask, folder: Path) -> None:
    before = db.session.get(Authority, KEY).name.by_language["en"]
    edit = Edit(EditAction.CHANGE, "authority", KEY, "name.en", before, "Edited here", SOURCE)
    with committing():
        replaced = apply(None, [edit])[0]
    publish(inverse_of(replace(edit, replaced=replaced)))
    rewrite(folder, change_name)

    load(folder)

    assert db.session.get(Authority, KEY).name.by_language["en"] == "A name of the files"


def test_what_people_did_not_touch_still_leaves_with_the_files(own_app: Flask, folder: Path) -> None:
    contacts = [contact.key for contact in db.session.get(Authority, KEY).contacts]
    rewrite(folder, lambda row: row.update(contacts=[]))

    load(folder)

    assert contacts
    assert db.session.get(Authority, KEY).contacts == []


def test_an_entry_that_people_edited_stays_when_it_leaves_the_files(own_app: Flask, folder: Path) -> None:
    phone = phone_of(db.session.get(Authority, LEAVING))
    publish(Edit(EditAction.CHANGE, "contact_detail", phone.key, "value", phone.value, "+373 22 000 001", SOURCE))
    path = folder / "authorities.jsonl"
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] != LEAVING]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    names = folder / "translations.csv"
    others = [line for line in names.read_text(encoding="utf-8").splitlines() if f",{LEAVING}," not in line]
    names.write_text("\n".join(others) + "\n", encoding="utf-8")

    load(folder)

    assert [contact.value for contact in db.session.get(Authority, LEAVING).contacts] == ["+373 22 000 001"]
