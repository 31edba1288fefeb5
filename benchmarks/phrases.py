"""Reads the files of words in this folder: `phrases.csv` and `names.csv`."""

import csv
from functools import cache
from pathlib import Path


@cache
def phrases() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return a mapping from group to a mapping from code to phrases, which are the names of one thing in all
    languages."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in _rows("phrases.csv"):
        groups.setdefault(row["group"], {})[row["code"]] = tuple(row["phrases"].split("|"))
    return groups


@cache
def name_forms() -> tuple[list[tuple[str, dict[str, str]]], list[dict[str, str]]]:
    """Return two lists of forms of names: of institutions, each with the kind, and of units within institutions.

    A form is a mapping from language to a format string.
    """
    rows = [(row.pop("kind"), row) for row in _rows("names.csv")]
    return [row for row in rows if row[0] != "unit"], [row for kind, row in rows if kind == "unit"]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()))
