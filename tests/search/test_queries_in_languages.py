"""What people type in each language of the interface, with the entry they mean.

The queries were written before they were asked: official names of institutions, treaties and
measures and their everyday forms, with case endings, in another script, on the wrong layout, with
typing errors.
"""

import csv
from collections import Counter
from pathlib import Path

from flask.testing import FlaskClient

from directory.i18n import LANGUAGES
from tests.search.test_queries import found

TABLE = Path(__file__).with_name("queries_in_languages.csv")
WANTED_FIRST, WANTED_AMONG_THREE = 0.85, 0.95
FIRST_IN_EACH, AMONG_THREE_IN_EACH = 0.80, 0.90


def test_queries_in_each_language_find_what_they_mean(client: FlaskClient) -> None:
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    answers = [(row["language"], row["query"], row["expected"], found(client, row["query"])) for row in rows]

    asked = Counter(language for language, *_ in answers)
    first = Counter(language for language, _, expected, keys in answers if keys[:1] == [expected])
    among_three = Counter(language for language, _, expected, keys in answers if expected in keys)
    shares = {code: (first[code] / asked[code], among_three[code] / asked[code]) for code in LANGUAGES}
    short = [code for code, (one, three) in shares.items() if one < FIRST_IN_EACH or three < AMONG_THREE_IN_EACH]

    assert min(asked[code] for code in LANGUAGES) >= 20
    assert first.total() >= WANTED_FIRST * len(rows)
    assert among_three.total() >= WANTED_AMONG_THREE * len(rows)
    assert not short, (shares, [answer for answer in answers if answer[0] in short and answer[2] not in answer[3][:1]])
