"""Writes the names of all cities as folded words to `city_words.csv`. Reading this file is faster than folding the
names.

Run the module by `python -m directory.search.city_words`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from directory.search.place_names import CITIES, CITY_WORDS, FURTHER_CITY_NAMES
from search_index import FoldedPhrase, fold_phrases


def city_words() -> list[FoldedPhrase]:
    """Return the folded names of all cities with the codes of their States, sorted, each once."""
    return sorted(set(fold_phrases(pair for table in (CITIES, FURTHER_CITY_NAMES) for pair in _names(table))))


def _names(table: Path) -> Iterator[tuple[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from ((name, row["state"]) for name in row["names"].split(";"))


if __name__ == "__main__":
    with CITY_WORDS.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(FoldedPhrase._fields)
        writer.writerows(city_words())
