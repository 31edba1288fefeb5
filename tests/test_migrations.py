"""Migrations: the migrated schema is that of the models, and every revision goes down and up again."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from directory.extensions import db


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
