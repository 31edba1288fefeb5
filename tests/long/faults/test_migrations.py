"""Each migration down and up again on a site in use, from the newest to the first: what it is not about, stays.

.venv/bin/pytest -n0 -rP tests/long/faults/test_migrations.py
"""

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from directory.extensions import db
from tests.conftest import copy_of, make_app
from tests.stored import ON_BOTH

Rows = dict[str, dict[str, list[str]]]
"""By table and column the values, in an order that is the same while the rows are."""

FILLED_AGAIN = {
    ("0010", "change", "public_id"),
    ("0018", "consultation_seat", "authority_key"),
    ("0038", "account_secrets", "recovery_codes"),
}
"""Columns whose values a migration makes of others, and that it empties or drops on its way down."""

RULES = {
    "sqlite": "SELECT type || ' ' || tbl_name || ' ' || name FROM sqlite_schema",
    "postgresql": "SELECT 'index ' || indexname FROM pg_indexes UNION "
    "SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture(params=ON_BOTH)
def site(request: pytest.FixtureRequest, demonstration_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return the demonstration's site, on each database; its context is pushed."""
    folder = copy_of(demonstration_folder, tmp_path / "data")
    address = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql").database()
        copied = make_app(folder).test_cli_runner().invoke(args=["database", "copy", address])
        assert copied.exit_code == 0, copied.output
    app = make_app(folder, address)
    with app.app_context():
        yield app


def revisions() -> list[tuple[str, str]]:
    """Return each migration and the one below, the newest first."""
    config = current_app.extensions["migrate"].migrate.get_config()
    walked = ScriptDirectory.from_config(config).walk_revisions()
    return [(each.revision, str(each.down_revision or "base")) for each in walked]


def rows() -> Rows:
    """Return all that is stored."""
    db.session.remove()
    found: Rows = {}
    with db.engine.connect() as connection:
        for table in set(inspect(connection).get_table_names()) - {"alembic_version"}:
            result = connection.execute(text(f'SELECT * FROM "{table}"'))
            names, kept = list(result.keys()), [list(map(repr, row)) for row in result]
            keys = inspect(connection).get_pk_constraint(table)["constrained_columns"]
            kept.sort(key=itemgetter(*map(names.index, keys)))
            found[table] = {name: [row[at] for row in kept] for at, name in enumerate(names)}
    return found


def rules() -> set[str]:
    """Return the names of what the database holds beside rows: indexes and triggers above all."""
    return set(db.session.scalars(text(RULES[db.engine.dialect.name])))


def lost(revision: str, before: Rows, after: Rows, lower: Rows) -> list[tuple[str, str]]:
    """Return the columns that were there below a migration and no longer hold what they held."""
    return [
        (table, column)
        for table, columns in before.items()
        for column in columns.keys() & lower.get(table, {}).keys()
        if (revision, table, column) not in FILLED_AGAIN and after[table][column] != columns[column]
    ]


def test_each_migration_goes_down_and_up_again_and_loses_nothing_but_its_own(site: Flask) -> None:
    tried = 0
    for revision, below in revisions():
        before, had = rows(), rules()
        downgrade(revision=below)
        lower = rows()
        assert lost(revision, before, lower, lower) == [], f"down from {revision}"
        upgrade(revision=revision)
        assert lost(revision, before, rows(), lower) == [], f"up to {revision}"
        assert rules() == had, f"up to {revision}"
        downgrade(revision=below)
        print(f"{revision}: {sum(len(next(iter(each.values()))) for each in lower.values() if each):,} rows below")
        tried += 1
    assert tried == len(revisions())
    assert rows() == {}
