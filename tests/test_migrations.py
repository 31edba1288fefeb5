"""Migrations: the migrated schema is that of the models, and every revision goes down and up again."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from directory.extensions import db

# Its way down makes tables anew that others refer to.
MARKS = "0016"


def test_the_migrated_schema_is_that_of_the_models(empty_app: Flask) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), db.metadata)

    assert differences == []


def test_migrations_go_down_to_nothing_and_up_again(empty_app: Flask) -> None:
    tables = set(inspect(db.engine).get_table_names())

    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_a_table_that_is_made_anew_keeps_its_rows_and_those_that_refer_to_it(small_app: Flask) -> None:
    with small_app.app_context():
        downgrade(revision=MARKS)
        before = counts()

        downgrade(revision="-1")

        assert counts() == before
        assert before["authority"] > 0
        assert before["contact_detail"] > 0


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}
