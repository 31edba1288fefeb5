"""Seed data that are soon loaded: all networks and treaties of many States, but what the longest files say of a few
States and of two treaties alone, and of the other States those that are named there."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from flask import Flask

from directory import seeding
from directory.seeding.load import FOLDER, TEXT_TRANSLATIONS, TRANSLATIONS
from directory.transaction import committing
from tests.conftest import MadeOnce, close, copy_of, make_app, rebuild_index

STATES = ("AD", "AL", "AM", "GE", "KG", "MD")
OF_STATES = tuple(f"{state.lower()}-" for state in STATES)
# One that nothing else names, and those that an office or a requirement of these States names.
BILATERAL = ("kz-in-mla-1999", "kz-kg-extradition-1997", "kz-kg-mla-prot-2022")
TREATIES = ("cis-custody-1994", "som-protocol")
# What the lines that stay in a file begin with.
KEPT = {
    "bilateral_treaties.csv": BILATERAL,
    "focal_points.csv": OF_STATES,
    "jurisdiction_names.csv": STATES,
    "legislation.csv": OF_STATES,
    "provisions.csv": OF_STATES,
    "treaty_coverage.csv": TREATIES,
    "treaty_relations.csv": TREATIES,
    "treaty_rules.csv": TREATIES,
    "treaty_status.csv": STATES,
    "treaty_terms.csv": TREATIES,
}
RECORDS = "authorities.jsonl", "requirements.jsonl"
# The columns that name States. The members of networks are cut to States that are there.
NAMING = (
    ("state_relations.csv", "states"),
    ("other_treaties.csv", "parties"),
    ("bilateral_treaties.csv", "parties"),
    ("treaty_territories.csv", "jurisdiction"),
    ("treaty_territories.csv", "territory"),
)
# Of what treaties and networks are called, and of translated texts, these stay: most lines are translations.
LANGUAGES = ("ar", "en", "ru")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@pytest.fixture(scope="session")
def short_files(made_once: MadeOnce) -> Path:
    """Return a folder of such seed data."""
    return made_once("short_files", shorten)


def shorten(folder: Path) -> None:
    shutil.copytree(FOLDER, folder)
    for name, beginnings in KEPT.items():
        keep_lines(folder / name, lambda line, kept=beginnings: line.startswith(kept))
    for name in RECORDS:
        keep_lines(folder / name, lambda line: json.loads(line)["jurisdiction"] in STATES)
    keep_named_states(folder)
    named = {line.partition(",")[0] for line in (FOLDER / "bilateral_treaties.csv").read_text("utf-8").splitlines()}
    keep_lines(folder / TRANSLATIONS, lambda line: translates_kept(line, named - set(BILATERAL)))
    keep_translated_texts(folder)


def keep_named_states(folder: Path) -> None:
    """Leave those States that another file names, but for the members of networks."""
    named = {code for name, column in NAMING for row in rows_of(folder / name) for code in row[column].split(";")}
    kept = named | set(STATES) | towards_of(folder / "requirements.jsonl")
    keep_lines(folder / "jurisdictions.csv", lambda line: line.partition(",")[0] in kept)
    keep_rows(folder / "networks.csv", lambda row: keep_members(row, kept))


def towards_of(path: Path) -> set[str]:
    """Return the States towards which alone a rule holds."""
    rules = (rule for line in path.read_text(encoding="utf-8").splitlines() for rule in json.loads(line)["rules"])
    return {rule["towards"] for rule in rules if "towards" in rule}


def keep_lines(path: Path, is_kept: Callable[[str], bool]) -> None:
    """Leave in a file its heading, if it is a table, and the lines that are to be kept."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    heading = lines[: path.suffix == ".csv"]
    path.write_text("".join([*heading, *filter(is_kept, lines[len(heading) :])]), encoding="utf-8")


def translates_kept(line: str, gone: set[str]) -> bool:
    """Return whether a line translates what is kept: nothing of an authority of another State or of a treaty that is
    gone."""
    kind, key, _detail, language = next(csv.reader([line]))[:4]
    return key.startswith(OF_STATES) if kind == "authority" else key not in gone and language in LANGUAGES


def keep_members(row: dict[str, str], states: Collection[str]) -> bool:
    """Leave of a network's members those States."""
    row["members"] = ";".join(code for code in row["members"].split(";") if code in states)
    return True


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keep_rows(path: Path, is_kept: Callable[[dict[str, str]], bool]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        kept = list(filter(is_kept, rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def keep_translated_texts(folder: Path) -> None:
    """Leave in the file of translated texts, the longest of all, those that a row of another file says, in a few
    languages."""
    texts = {text for path in folder.iterdir() if path.name != TEXT_TRANSLATIONS for text in texts_in(path)}
    keep_rows(folder / TEXT_TRANSLATIONS, lambda row: row["original"] in texts and row["language"] in LANGUAGES)


def texts_in(path: Path) -> Iterator[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)
    if path.suffix == ".jsonl":
        yield from map(json.loads, STRING.findall(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def short_site(short_files: Path, migrated_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder into which they were loaded; `reports.json` is what the load reported."""

    def make(folder: Path) -> None:
        app = make_app(copy_of(migrated_folder, folder))
        app.extensions["after_commit"].clear()
        with app.app_context(), committing():
            reports = [asdict(report) for report in seeding.load(short_files)]
        (folder / "reports.json").write_text(json.dumps(reports), encoding="utf-8")
        close(app)
        rebuild_index(folder)

    return made_once("short", make)


@pytest.fixture
def own_app(short_site: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(short_site, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture
def folder(short_files: Path, tmp_path: Path) -> Path:
    """Return a copy of the files, for a test that alters them."""
    return Path(shutil.copytree(short_files, tmp_path / "seed_data"))
