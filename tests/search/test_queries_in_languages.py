"""What people type in each language of the interface, with the entry they mean.

The queries were written before they were asked: official names of institutions, treaties and
measures and their everyday forms, with case endings, in another script, on the wrong layout, with
typing errors. By those of `queries_in_languages.csv` the search was made better; those of
`control_in_languages.csv` were written afterwards, to see what that is worth for words it was not made for.
"""

from collections import Counter

import pytest

from directory.i18n import LANGUAGES
from tests.search.test_queries import found, rows_of

WANTED_FIRST, WANTED_AMONG_THREE = 0.85, 0.95
FIRST_IN_EACH, AMONG_THREE_IN_EACH = 0.80, 0.90
FIRST_OF_CONTROL, AMONG_THREE_OF_CONTROL = 0.90, 0.93

Answer = tuple[str, str, str, list[str]]


def answers_to(table: str) -> list[Answer]:
    """Return language, query, what is meant and the first three that are found, for each row of a table."""
    return [(row["language"], row["query"], row["expected"], found(row["query"])) for row in rows_of(table)]


def shares(answers: list[Answer]) -> tuple[float, float]:
    """Return the shares of answers whose first entry, and one of whose three, is what is meant."""
    first = sum(keys[:1] == [expected] for _, _, expected, keys in answers)
    among_three = sum(expected in keys for _, _, expected, keys in answers)
    return first / len(answers), among_three / len(answers)


def failing(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer[3][:1] != [answer[2]]]


@pytest.mark.usefixtures("searched")
def test_queries_in_each_language_find_what_they_mean() -> None:
    answers = answers_to("queries_in_languages.csv")

    asked = Counter(language for language, *_ in answers)
    first, among_three = shares(answers)
    each = {code: shares([answer for answer in answers if answer[0] == code]) for code in LANGUAGES}
    short = [code for code, (one, three) in each.items() if one < FIRST_IN_EACH or three < AMONG_THREE_IN_EACH]

    assert min(asked[code] for code in LANGUAGES) >= 20
    assert first >= WANTED_FIRST, failing(answers)
    assert among_three >= WANTED_AMONG_THREE, failing(answers)
    assert not short, (each, [answer for answer in failing(answers) if answer[0] in short])


@pytest.mark.usefixtures("searched")
def test_queries_that_the_search_was_not_made_for_find_what_they_mean() -> None:
    answers = answers_to("control_in_languages.csv")

    first, among_three = shares(answers)

    assert first >= FIRST_OF_CONTROL, failing(answers)
    assert among_three >= AMONG_THREE_OF_CONTROL, failing(answers)
