"""What people type, with the entry they mean: most are first, nearly all among the first three."""

import csv
from pathlib import Path

from flask.testing import FlaskClient

TABLE = Path(__file__).with_name("queries.csv")
WANTED_FIRST, WANTED_AMONG_THREE = 0.85, 0.95


def found(client: FlaskClient, query: str) -> list[str]:
    answer = client.get("/api/v1/search", query_string={"q": query, "lang": "en", "per_page": 3}).get_json()
    return [f"{item['kind']}:{item['id']}" for item in answer["items"]]


def test_queries_find_what_they_mean(client: FlaskClient) -> None:
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    answers = [(row["query"], row["expected"], found(client, row["query"])) for row in rows]

    not_first = [answer for answer in answers if answer[2][:1] != [answer[1]]]
    not_among_three = [answer for answer in answers if answer[1] not in answer[2]]

    assert len(rows) >= 60
    assert len(not_among_three) <= (1 - WANTED_AMONG_THREE) * len(rows), not_among_three
    assert len(not_first) <= (1 - WANTED_FIRST) * len(rows), not_first
