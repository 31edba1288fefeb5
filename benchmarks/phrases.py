"""What the files of words beside this one hold: `phrases.csv` and `names.csv`."""

import csv
from functools import cache
from pathlib import Path


@cache
def phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what things are called, by group and code."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in _rows("phrases.csv"):
        groups.setdefault(row["group"], {})[row["code"]] = tuple(row["phrases"].split("|"))
    return groups


@cache
def name_forms() -> tuple[list[tuple[str, dict[str, str]]], list[dict[str, str]]]:
    """Return the forms of names of institutions, each with its kind, and those of units within them."""
    rows = [(row.pop("kind"), row) for row in _rows("names.csv")]
    return [row for row in rows if row[0] != "unit"], [row for kind, row in rows if kind == "unit"]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()))
