"""`flask import` and `flask export`: a file out and in again, all of its rows or none."""

from pathlib import Path

from flask import Flask

from directory.extensions import db
from directory.models import Authority
from tests.imports.files import office, table


def test_what_is_exported_is_imported_without_a_change(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "directory.xlsx"

    exported = app.test_cli_runner().invoke(args=["export", str(file)])
    imported = app.test_cli_runner().invoke(args=["import", str(file)])

    assert (exported.exit_code, imported.exit_code) == (0, 0), imported.output
    assert file.stat().st_mode & 0o077 == 0
    assert "0 created, 0 changed" in imported.output


def test_one_bad_row_keeps_all_rows_out_and_is_named(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_bytes(table([office("kg-cli-good"), office("kg-cli-bad", authority_kind="palace")]))

    result = app.test_cli_runner().invoke(args=["import", str(file)])

    assert result.exit_code == 1
    assert "row 3, column authority_kind: Write one of: " in result.output
    assert db.session.get(Authority, "kg-cli-good") is None


def test_a_dry_run_says_what_would_change_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_bytes(table([office("kg-cli-dry")]))

    dry = app.test_cli_runner().invoke(args=["import", "--dry-run", str(file)])
    before = db.session.get(Authority, "kg-cli-dry")
    real = app.test_cli_runner().invoke(args=["import", str(file)])

    assert (dry.exit_code, real.exit_code) == (0, 0)
    assert "1 created" in dry.output
    assert before is None
    db.session.rollback()
    assert db.session.get(Authority, "kg-cli-dry") is not None


def test_a_file_that_cannot_be_read_says_why(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_bytes("имя".encode("cp1251"))

    result = app.test_cli_runner().invoke(args=["import", str(file)])

    assert result.exit_code == 1
    assert "The letters in line 1 are not saved as UTF-8" in result.output
