"""What the tests of the API share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

Read = Callable[..., Any]

SOURCE_KEYS = {"source", "sources", "source_date", "confidence", "verified_on", "verified_by", "due_on", "freshness"}


@pytest.fixture
def read(client: FlaskClient) -> Read:
    """Return what an address answers, which must be 200."""
    return lambda address, **options: read_with(client, address, **options)


def read_with(client: FlaskClient, address: str, **options: Any) -> Any:
    answer = client.get(f"/api/v1/{address}", **options)
    assert answer.status_code == 200, (address, answer.text)
    return answer.get_json()


def all_items(read: Read, address: str) -> list[dict[str, Any]]:
    """Return the items of all pages of a list."""
    items: list[dict[str, Any]] = []
    page = 1
    joint = "&" if "?" in address else "?"
    while True:
        body = read(f"{address}{joint}per_page=100&page={page}")
        items += body["items"]
        if len(items) >= body["total"] or not body["items"]:
            return items
        page += 1


def details_in(body: Any) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield kind, id, name and content of every detail that stands anywhere in an answer."""
    if isinstance(body, list):
        for item in body:
            yield from details_in(item)
    elif isinstance(body, dict):
        for name, detail in body.get("details", {}).items():
            yield body["kind"], body["id"], name, detail
        for name, value in body.items():
            if name != "details":
                yield from details_in(value)


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect the SQL statements that the block sends."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
