"""Seed data of two States and of what five treaties say: of each kind some, soon loaded and indexed."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from directory.seeding.load import FOLDER
from tests.seeding.short import keep_translated_texts

STATES = {"AM", "KG"}
# Those that their entries name, too.
NAMED = STATES | {"AZ", "KZ"}
TREATIES = {"ets86", "ets99", "firearms-protocol", "oas-tsp-1993", "sco-terrorism-2009"}
# Rows that name other States are left out, by the column in which they do.
OF_STATES = {
    "jurisdictions.csv": "code",
    "state_relations.csv": "states",
    "bilateral_treaties.csv": "parties",
    "other_treaties.csv": "parties",
    "treaty_territories.csv": "jurisdiction",
    "legislation.csv": "jurisdiction",
}
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
    keep_rows(folder / "focal_points.csv", lambda row: row["authority"] in offices)
    # A row that translates what is not there is refused.
    keep_rows(folder / "translations.csv", lambda row: row["key"] in offices | TREATIES)
    for name, column in OF_STATES.items():
        keep_rows(folder / name, lambda row, column=column: set(filter(None, row[column].split(";"))) <= NAMED)
    laws = {row["slug"] for row in rows_of(folder / "legislation.csv")}
    keep_rows(folder / "provisions.csv", lambda row: row["legislation"] in laws)
    keep_rows(folder / "networks.csv", keep_members)
    keep_translated_texts(folder)
    return folder


def keep_of_states(path: Path) -> Iterator[str]:
    """Keep the lines of these States; yield their ids."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["jurisdiction"] in STATES]
    path.write_text("".join(kept), encoding="utf-8")
    yield from (json.loads(line).get("id", "") for line in kept)


def keep_members(row: dict[str, str]) -> bool:
    """Leave of a network's members those States."""
    row["members"] = ";".join(sorted(NAMED & set(row["members"].split(";"))))
    return True


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keep_rows(path: Path, is_kept: Callable[[dict[str, str]], bool]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        kept = list(filter(is_kept, rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(kept)
