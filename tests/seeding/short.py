"""Seed data that are soon loaded: all States, networks and treaties of many States, but what the longest files say of a
few States and of two treaties alone."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
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
    named = {line.partition(",")[0] for line in (FOLDER / "bilateral_treaties.csv").read_text("utf-8").splitlines()}
    keep_lines(folder / TRANSLATIONS, lambda line: translates_kept(line, named - set(BILATERAL)))
    keep_translated_texts(folder)


def keep_lines(path: Path, is_kept: Callable[[str], bool]) -> None:
    """Leave in a file its heading, if it is a table, and the lines that are to be kept."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    heading = lines[: path.suffix == ".csv"]
    path.write_text("".join([*heading, *filter(is_kept, lines[len(heading) :])]), encoding="utf-8")


def translates_kept(line: str, gone: set[str]) -> bool:
    """Return whether a line translates what is kept: nothing of an authority of another State or of a treaty that is
    gone."""
    kind, key = next(csv.reader([line]))[:2]
    return key.startswith(OF_STATES) if kind == "authority" else key not in gone


def keep_translated_texts(folder: Path) -> None:
    """Leave in the file of translated texts those that a row of another file says: of all, it is the longest file."""
    texts = {text for path in folder.iterdir() if path.name != TEXT_TRANSLATIONS for text in texts_in(path)}
    keep_lines(folder / TEXT_TRANSLATIONS, lambda line: next(csv.reader([line]))[1] in texts)


def texts_in(path: Path) -> Iterator[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)
    if path.suffix == ".jsonl":
        yield from map(json.loads, STRING.findall(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def short_site(short_files: Path, migrated_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder into which they were loaded."""

    def make(folder: Path) -> None:
        app = make_app(copy_of(migrated_folder, folder))
        app.extensions["after_commit"].clear()
        with app.app_context(), committing():
            for _ in seeding.load(short_files):
                pass
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
