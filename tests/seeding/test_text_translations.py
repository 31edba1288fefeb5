"""Texts of requirement sheets in more languages: each translation stands under the words that it was made of, alone."""

import csv
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.i18n import DEFAULT
from directory.models import Provenance, RequirementSheet, Rule
from directory.models.change import MODELS_BY_KIND
from directory.models.types import TextsType
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.seeding.load import FOLDER, TEXT_TRANSLATIONS
from directory.transaction import committing
from tests.changes import apply
from tests.seeding.short import folder, own_app, short_files, short_site
from tests.seeding.test_load import load, replace

__all__ = ["folder", "own_app", "short_files", "short_site"]
CHANNEL = "With Kazakhstan directly between the prosecutors general."


def rule_of(text: str) -> Rule:
    return next(rule for rule in db.session.scalars(select(Rule)) if rule.text.text(DEFAULT) == text)


def provenance_of(rule: Rule, detail: str) -> Provenance:
    found = db.session.get(Provenance, ("rule", rule.key, detail))
    assert found is not None
    return found


def test_each_text_that_is_translated_stands_somewhere_and_is_translated_into_russian_at_least(
    context: None,
) -> None:
    with (FOLDER / TEXT_TRANSLATIONS).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [
        getattr(model, column.key)
        for model in MODELS_BY_KIND.values()
        for column in model.__mapper__.column_attrs
        if isinstance(column.columns[0].type, TextsType)
    ]
    texts = [text for column in columns for text in db.session.scalars(select(column)) if text]
    standing = {(text.original, text.text(text.original)) for text in texts}
    # The Russian titles of laws stand in the file of the laws.
    in_russian = {(text.original, text.text(text.original)) for text in texts if "ru" in text.by_language}
    into = {(row["original_language"], row["original"]): set[str]() for row in rows}
    for row in rows:
        into[row["original_language"], row["original"]].add(row["language"])

    assert into.keys() - standing == set()
    assert into.keys() - in_russian == set()
    assert sum(map(len, into.values())) == len(rows)


def test_a_translation_says_who_made_it_and_rests_on_the_source_of_its_original(own_app: Flask) -> None:
    rule = rule_of(CHANNEL)

    made, original = provenance_of(rule, "text.ru"), provenance_of(rule, "text")

    assert (made.translated_from, bool(made.translated_by), bool(made.translated_on)) == (DEFAULT, True, True)
    assert (made.sources, made.confidence) == (original.sources, original.confidence)


def test_an_original_that_is_written_otherwise_has_no_translation_any_more(own_app: Flask, folder: Path) -> None:
    other = "With Kazakhstan through the ministries of justice."
    assert "ru" in rule_of(CHANNEL).text.by_language
    replace(folder / "requirements.jsonl", CHANNEL, other)

    load(folder)

    assert set(rule_of(other).text.by_language) == {DEFAULT}


def test_what_people_translated_stays_and_so_does_what_the_file_says_in_other_languages(
    own_app: Flask, folder: Path
) -> None:
    sheet = db.session.get_one(RequirementSheet, "am")
    before = dict(sheet.note.by_language)
    given = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")
    with committing():
        apply(None, [Edit(EditAction.CHANGE, "requirement", "am", "note.ru", before["ru"], "Перевод.", given)])

    load(folder)

    assert sheet.note.by_language == before | {"ru": "Перевод."}
