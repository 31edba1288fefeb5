"""Cards and files of the directory in programs of their own kind: the code is scanned, the tables are opened."""

import csv
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient

from directory.exchange import snapshots

DPI = 150


def scanned(page: Path) -> list[str]:
    """Return what codes on a grey picture (PGM) hold."""
    kind, width, height, _most = page.read_bytes().split(maxsplit=4)[:4]
    assert kind == b"P5"
    shape = [int(height), int(width)]
    picture = memoryview(page.read_bytes()[-shape[0] * shape[1] :]).cast("B", shape=shape)
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_the_code_on_a_card_leads_to_the_card_with_its_checksum(
    client: FlaskClient, tmp_path: Path, language: str
) -> None:
    (tmp_path / "card.pdf").write_bytes(client.get(f"/{language}/jurisdictions/AM.pdf").data)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "card.pdf", "card"], cwd=tmp_path, check=True)

    [address] = scanned(tmp_path / "card.pgm")

    assert "card?card=" in address
    assert "notice calm" in client.get(address.removeprefix("http://localhost:8000")).text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_spreadsheet_opens_the_tables_row_by_row(small_app: Flask, tmp_path: Path, ending: str) -> None:
    snapshots.make()
    files = {one: tmp_path / "made" / f"counterpart.{one}" for one in ("csv", ending)}
    (tmp_path / "made").mkdir()
    for file in files.values():
        file.write_bytes(b"".join(snapshots.parts(*snapshots.find(file.name))))
    source = files[ending]
    # Commas, quotation marks, UTF-8, from the first row.
    reading = ["--infilter=CSV:44,34,76,1"] if ending == "csv" else []
    writing = ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path)]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", *reading, *writing, str(source)], check=True, timeout=180)

    with (tmp_path / f"{source.stem}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        assert len(rows) == len(list(csv.reader(file)))
    assert rows[0][0].removeprefix("\ufeff") == "jurisdiction"
