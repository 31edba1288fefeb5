"""An app with people who write and decide, shared by the tests of one module: each takes an authority of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from directory.extensions import db
from directory.models import Account
from directory.transaction import committing
from tests.conftest import copy_of, make_app


@pytest.fixture
def small_app(small_app: Flask) -> Flask:
    """Return the same app; its index does not follow, since nothing here is searched."""
    small_app.extensions["after_commit"].clear()
    return small_app


@pytest.fixture(scope="module")
def writing_app(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a copy of all seed data that the tests of a module write into; its index does not follow."""
    app = make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("proposals")))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def context(writing_app: Flask) -> Iterator[None]:
    with writing_app.app_context():
        yield
        db.session.rollback()
        retire_everyone()


def retire_everyone() -> None:
    """Take all accounts out of service: to mail each coordinator of earlier tests takes longer with every test."""
    with committing():
        db.session.execute(update(Account).values(active=False))
