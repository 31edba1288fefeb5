"""Seed data of two States and of what five treaties say: of each kind some, soon loaded and indexed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from directory.seeding.load import FOLDER
from tests.seeding.short import LANGUAGES, keep_members, keep_rows, keep_translated_texts, rows_of

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
    keep_rules(folder / "requirements.jsonl")
    keep_rows(folder / "focal_points.csv", lambda row: row["authority"] in offices)
    # A row that translates what is not there is refused.
    keep_rows(
        folder / "translations.csv",
        lambda row: row["key"] in offices | TREATIES and row["language"] in LANGUAGES,
    )
    for name, column in OF_STATES.items():
        keep_rows(folder / name, lambda row, column=column: set(filter(None, row[column].split(";"))) <= NAMED)
    laws = {row["slug"] for row in rows_of(folder / "legislation.csv")}
    keep_rows(folder / "provisions.csv", lambda row: row["legislation"] in laws)
    keep_rows(folder / "networks.csv", lambda row: keep_members(row, NAMED))
    keep_translated_texts(folder)
    return folder


def keep_of_states(path: Path) -> Iterator[str]:
    """Keep the lines of these States; yield their ids."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["jurisdiction"] in STATES]
    path.write_text("".join(kept), encoding="utf-8")
    yield from (json.loads(line).get("id", "") for line in kept)


def keep_rules(path: Path) -> None:
    """Leave out the rules that hold towards another State alone."""
    sheets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for sheet in sheets:
        sheet["rules"] = [rule for rule in sheet["rules"] if {*rule.get("towards", "").split()} <= NAMED]
    path.write_text("".join(json.dumps(sheet, ensure_ascii=False) + "\n" for sheet in sheets), encoding="utf-8")
