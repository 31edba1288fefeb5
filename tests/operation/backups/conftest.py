"""What tests of backups share: a key, sites of either kind that back up, and places of either kind that are empty."""

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from directory.operation.backups.age_files import decrypt, encrypt, identities_of, new_identity
from tests.conftest import copy_of, make_app
from tests.postgresql import PostgreSQL
from tests.stored import ON_BOTH, Kept, kept_on, three_states

__all__ = ["three_states"]
RECIPIENT, IDENTITY = new_identity()

Places = Callable[[str], Flask]


@pytest.fixture(params=ON_BOTH)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    return kept_on(request, tmp_path / "data")


@pytest.fixture
def site(kept: Kept) -> Flask:
    """Return a site that backs up. Its context is not pushed: a command would take it for that of another app."""
    return make_app(kept.folder, kept.address, backup_recipients=(RECIPIENT,))


@pytest.fixture
def one_site(three_states: Path, tmp_path: Path) -> Flask:
    """Return one on whichever database the tests run, where nothing depends on it; its context is not pushed."""
    return make_app(copy_of(three_states, tmp_path / "data"), backup_recipients=(RECIPIENT,))


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Return what gives an app over an empty place: `sqlite` or `postgresql`."""

    numbers = count(1)

    def place(kind: str) -> Flask:
        folder = tmp_path / f"restored-{next(numbers)}"
        if kind == "sqlite":
            return make_app(folder, f"sqlite:///{folder / 'directory.sqlite3'}")
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return make_app(folder, server.database())

    return place


@pytest.fixture
def place(places: Places) -> Flask:
    return places("sqlite")


def run(app: Flask, *command: object, **options: Any) -> tuple[int, str]:
    """Run a command and return its status with what it said."""
    done = app.test_cli_runner().invoke(args=[str(word) for word in command], **options)
    return done.exit_code, done.output


def backup(app: Flask, file: Path) -> Path:
    """Back up a site and return the file."""
    status, said = run(app, "backup", file)
    assert status == 0, said
    return file


def restore(app: Flask, file: Path, identity: str = IDENTITY) -> tuple[int, str]:
    """Restore into a place, and return the status with what was said."""
    return run(app, "restore", file, input=identity)


def opened(file: Path) -> Path:
    """Return a file with what a backup holds."""
    plain = file.with_suffix(".sqlite3")
    with plain.open("wb") as target:
        decrypt(file, target, identities_of(IDENTITY))
    return plain


def remake(app: Flask, file: Path, statement: str) -> None:
    """Change what a backup holds, as somebody could who can open it."""
    plain = opened(file)
    with sqlite3.connect(plain) as copy:
        copy.execute(statement)
    copy.close()
    with app.app_context(), file.open("wb") as target:
        encrypt(plain, target, sha256())
