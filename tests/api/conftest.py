"""What the tests of the API share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program
from tests.conftest import copy_of, make_app

Read = Callable[..., Any]

SOURCE_KEYS = {"source", "sources", "source_date", "confidence", "verified_on", "verified_by", "due_on", "freshness"}


@pytest.fixture
def read(client: FlaskClient) -> Read:
    """Return what an address answers, which must be 200."""
    return lambda address, **options: read_with(client, address, **options)


@pytest.fixture(scope="session")
def few_app(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the data of a few States, which hold every kind of entry, for tests that read all of them."""
    return make_app(copy_of(few_states, tmp_path_factory.mktemp("reading") / "few"))


@pytest.fixture
def read_few(few_app: Flask) -> Read:
    client = few_app.test_client()
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


OFFICE, DESK = "kg-office-of-programs", "kg-desk-of-programs"


@pytest.fixture(scope="module")
def written(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a few States with an office, its desk and two lines, for the tests of a file to write to."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("written") / "data"))
    with app.app_context():
        factories.add(factories.authority(OFFICE))
        factories.add(
            factories.contact("office@example.org", OFFICE),
            factories.contact("+996 312 000 000", OFFICE, means="phone", audience="network", network_key="casc"),
            factories.focal_point(DESK, OFFICE),
        )
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written


@pytest.fixture
def coordinator(site: Flask) -> Program:
    return Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))


@pytest.fixture
def colleague(site: Flask) -> Program:
    return Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))


@pytest.fixture
def member(site: Flask) -> Program:
    """Return the program of a person who staffs the desk."""
    return Program(site, factories.account(networks=["casc"], desks=[DESK], jurisdiction_key="KG"))


@pytest.fixture
def asker(site: Flask) -> Program:
    """Return the program of a person of another State."""
    return Program(site, factories.account(networks=["casc"], jurisdiction_key="KZ"))
