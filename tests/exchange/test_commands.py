"""`flask export`: a file that its owner alone reads; with `--public` it holds what everyone may read, no more."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from directory.vocabulary import Audience
from tests import factories

CANARY, FORMULA = "canary@example.org", "=HYPERLINK(1)"


@pytest.fixture
def site(office_app: Flask) -> Flask:
    key = "am-prosecutor-general"
    factories.add(
        factories.contact(CANARY, key, audience=Audience.NETWORK, network_key="casc"),
        factories.contact(FORMULA, key, means="phone"),
    )
    return office_app


def export(site: Flask, file: Path, *options: str) -> Result:
    return site.test_cli_runner().invoke(args=["export", str(file), *options])


def test_lines_of_json_hold_the_rows_of_the_table(site: Flask, tmp_path: Path) -> None:
    assert export(site, tmp_path / "all.jsonl").exit_code == 0
    assert export(site, tmp_path / "all.csv").exit_code == 0

    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: value for name, value in row.items() if value} for row in csv.DictReader(file)]
    assert [line.keys() for line in lines] == [row.keys() for row in rows]
    assert CANARY in (tmp_path / "all.jsonl").read_text(encoding="utf-8")


@pytest.mark.long(each=2)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_an_export_for_everyone_holds_what_is_public_alone(site: Flask, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"public.{ending}"

    made = export(site, file, "--public")

    held = file.read_bytes()
    if ending == "xlsx":
        held = str([row for sheet in load_workbook(file) for row in sheet.iter_rows(values_only=True)]).encode()
    assert made.exit_code == 0
    assert "It holds what everyone may read." in made.output
    assert b"info@prosecutor.am" in held
    assert b"cis-custody-1994" in held
    assert CANARY.encode() not in held


@pytest.mark.parametrize("options", [[], ["--public"]])
def test_no_cell_of_an_export_is_a_formula(site: Flask, tmp_path: Path, options: list[str]) -> None:
    for ending in ("csv", "xlsx"):
        export(site, tmp_path / f"file.{ending}", *options)

    cells = [cell for sheet in load_workbook(tmp_path / "file.xlsx") for row in sheet.iter_rows() for cell in row]
    assert FORMULA in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert f"'{FORMULA}" in (tmp_path / "file.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("options", [[], ["--public"]])
def test_an_export_is_for_its_owner_alone_to_read(site: Flask, tmp_path: Path, options: list[str]) -> None:
    export(site, tmp_path / "file.jsonl", *options)

    assert (tmp_path / "file.jsonl").stat().st_mode & 0o077 == 0


def test_a_name_of_another_kind_is_refused_before_anything_is_read(site: Flask, tmp_path: Path) -> None:
    made = export(site, tmp_path / "file.ods")

    assert made.exit_code == 2
    assert ".csv, .xlsx or .jsonl" in made.output
    assert not (tmp_path / "file.ods").exists()
