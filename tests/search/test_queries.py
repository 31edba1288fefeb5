"""What people type, with the entry they mean: most are first, nearly all among the first three."""

import csv
from pathlib import Path

import pytest

from directory.access.viewer import ANONYMOUS
from directory.search.queries import SearchQuery, find

WANTED_FIRST, WANTED_AMONG_THREE = 0.85, 0.95


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines()))


def found(query: str) -> list[str]:
    """Return the first three keys that a visitor finds, which are the same in every language of the interface."""
    return list(find(ANONYMOUS, SearchQuery(query, per_page=3), facets=()).keys)


@pytest.mark.usefixtures("searched")
def test_queries_find_what_they_mean() -> None:
    rows = rows_of("queries.csv")
    answers = [(row["query"], row["expected"], found(row["query"])) for row in rows]

    not_first = [answer for answer in answers if answer[2][:1] != [answer[1]]]
    not_among_three = [answer for answer in answers if answer[1] not in answer[2]]

    assert len(rows) >= 60
    assert len(not_among_three) <= (1 - WANTED_AMONG_THREE) * len(rows), not_among_three
    assert len(not_first) <= (1 - WANTED_FIRST) * len(rows), not_first
