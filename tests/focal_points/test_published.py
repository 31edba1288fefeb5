"""The public details of desks, which the cache keeps until something changes."""

from contextlib import suppress

from flask import Flask

from directory.extensions import db
from directory.focal_points.published import list_published
from directory.transaction import committing
from tests import factories
from tests.api.conftest import counted_statements


class Refused(Exception):
    """A transaction that is rolled back."""


def test_desks_of_a_transaction_that_was_rolled_back_are_not_shown(small_app: Flask) -> None:
    factories.add(factories.authority())
    with suppress(Refused), committing():
        db.session.add(factories.focal_point("refused"))
        db.session.flush()
        assert "refused" in list_published()
        raise Refused
    factories.add(factories.focal_point("stored"))

    assert {"refused", "stored"} & set(list_published()) == {"stored"}


def test_desks_are_read_once_until_something_changes(small_app: Flask) -> None:
    list_published()
    db.session.rollback()

    with counted_statements() as statements:
        list_published()

    assert len(statements) <= 2, "its BEGIN, and one look at the logs"
