"""The glossary: the same terms in every language, each with its word and where that word is from."""

import csv

import pytest

from tests.conftest import PROJECT
from tests.translations.catalogues import COMPLETE

FOLDER = PROJECT / "docs" / "glossary"
FEWEST_TERMS = 100


def rows(code: str) -> list[dict[str, str]]:
    with (FOLDER / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("code", COMPLETE)
def test_the_glossary_of_a_language_has_the_same_terms_as_the_others(code: str) -> None:
    terms = [row["term"] for row in rows(code)]

    assert len(set(terms)) == len(terms) >= FEWEST_TERMS
    assert terms == [row["term"] for row in rows(COMPLETE[0])]


@pytest.mark.parametrize("code", COMPLETE)
def test_each_term_has_a_word_and_says_where_it_is_from(code: str) -> None:
    unfinished = [row["term"] for row in rows(code) if not row["translation"].strip() or not row["source"].strip()]

    assert unfinished == []
