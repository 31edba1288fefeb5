"""An app with people who write and decide, shared by the tests of one module: each takes an authority of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from directory.extensions import db
from directory.models import Account, Proposal
from directory.transaction import committing
from directory.vocabulary.proposals import ProposalState
from tests.conftest import copy_of, make_app


@pytest.fixture
def small_app(few_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data of a few States; its context is pushed. Its index does not follow, since
    nothing here is searched."""
    app = make_app(copy_of(few_treaties, tmp_path / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        yield app


@pytest.fixture(scope="module")
def writing_app(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the data of a few States that the tests of a module write into."""
    return app_of(few_treaties, tmp_path_factory)


def app_of(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a copy of a data folder; its index does not follow."""
    app = make_app(copy_of(folder, tmp_path_factory.mktemp("proposals")))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def context(writing_app: Flask) -> Iterator[None]:
    with writing_app.app_context():
        yield
        db.session.rollback()
        retire_everyone()


def retire_everyone() -> None:
    """Take all accounts out of service and withdraw what waits: to mail each coordinator of earlier tests, and to list
    what waited in these, takes longer with every test."""
    with committing():
        db.session.execute(update(Account).values(active=False))
        waiting = Proposal.state == ProposalState.SUBMITTED
        db.session.execute(update(Proposal).where(waiting).values(state=ProposalState.WITHDRAWN))
