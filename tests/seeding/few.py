"""Seed data of two States and of what five treaties say: of each kind some, and loaded in a second."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from directory.seeding.load import FOLDER
from tests.seeding.short import keep_translated_texts

STATES = {"AM", "KG"}
TREATIES = {"ets86", "ets99", "firearms-protocol", "oas-tsp-1993", "sco-terrorism-2009"}
# Their rows name a State or a treaty first; to those of the others no row refers but translations.
CUT = {
    "jurisdiction_names.csv",
    "treaty_status.csv",
    "treaty_rules.csv",
    "treaty_coverage.csv",
    "treaty_terms.csv",
    "treaty_relations.csv",
}


def few_seed_data(folder: Path) -> Path:
    """Write such seed data into a folder, and return it."""
    shutil.copytree(FOLDER, folder)
    for name in CUT:
        head, *lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for line in lines if line.partition(",")[0] in STATES | TREATIES)
        (folder / name).write_text(head + "".join(kept), encoding="utf-8")
    offices = set(keep_of_states(folder / "authorities.jsonl"))
    list(keep_of_states(folder / "requirements.jsonl"))
    keep_rows(folder / "focal_points.csv", "authority", offices)
    # A row that translates what is not there is refused.
    keep_rows(folder / "translations.csv", "key", offices | TREATIES)
    keep_translated_texts(folder)
    return folder


def keep_of_states(path: Path) -> Iterator[str]:
    """Keep the lines of these States; yield their ids."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["jurisdiction"] in STATES]
    path.write_text("".join(kept), encoding="utf-8")
    yield from (json.loads(line).get("id", "") for line in kept)


def keep_rows(path: Path, column: str, values: set[str]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        kept = [row for row in rows if row[column] in values]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(kept)
