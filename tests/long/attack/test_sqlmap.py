"""sqlmap tries each parameter of pages, forms and API, as visitor and as administrator, on both databases (row 23).

Each is given so many seconds at most, and tried by what sqlmap knows at its level:
`SCAN_SECONDS=60 SQLMAP_LEVEL=2 .venv/bin/pytest -rP tests/long/attack/test_sqlmap.py`.
"""

import os
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.long.attack.scanners.injectable import injectable
from tests.long.attack.scanners.served import SECONDS, program, scanned
from tests.long.attack.scanners.targets import Target, Targets
from tests.matrix.conftest import site
from tests.matrix.site import Site
from tests.postgresql import PostgreSQL

__all__ = ["site"]
LEVEL = os.environ.get("SQLMAP_LEVEL", "1")
DATABASES = ("SQLite", "PostgreSQL")
QUIETLY = (
    "--batch",
    "--disable-coloring",
    "--flush-session",
    "--skip-waf",
    "--ignore-redirects",
    "--ignore-code=*",
    "--retries=0",
)
FOUND, NOTHING, TIME_IS_UP = "injectable", "tried to the end", "tried until the time was up"
SAID = {
    "sqlmap identified the following injection point": FOUND,
    "parameters do not appear to be injectable": NOTHING,
    "testing for SQL injection on": TIME_IS_UP,
}


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgreSQL]:
    """Return a server of this file's own, which waits for no other test."""
    server = PostgreSQL()
    yield server
    server.stop()


def injected(address: str, target: Target, name: str, database: str, folder: Path, seconds: int = SECONDS) -> str:
    """Return what came of trying one parameter; all that sqlmap said, where it did not get to try it."""
    is_form = target.method == "POST"
    whole = f"{address}{target.path}" + ("" if is_form else f"?{urlencode(target.values)}")
    data = (f"--data={urlencode(target.values)}",) if is_form else ()
    done = subprocess.run(
        [
            *(program("sqlmap"), *QUIETLY, f"--dbms={database}", f"--level={LEVEL}", f"--url={whole}", *data),
            *("-p", name, f"--time-limit={seconds}", f"--output-dir={folder}"),
        ],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return next((outcome for words, outcome in SAID.items() if words in done.stdout), done.stdout + done.stderr)


@pytest.mark.parametrize("database", DATABASES)
def test_a_page_that_can_be_injected_is_found(database: str, own_server: PostgreSQL, tmp_path: Path) -> None:
    is_own = database == "SQLite"
    made = sqlite3.connect(":memory:", check_same_thread=False) if is_own else psycopg.connect(own_server.database())

    with closing(made) as connection, injectable(connection) as address:
        came = injected(address, Target("GET", "", {"name": "one"}), "name", database, tmp_path, seconds=60)

    assert came == FOUND


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("person", ["visitor", "administrator"])
def test_no_parameter_can_be_injected(
    site: Site, own_server: PostgreSQL, tmp_path: Path, person: str, database: str
) -> None:
    with scanned(site, tmp_path, person, "" if database == "SQLite" else own_server.database()) as against:
        came = {
            f"{one.method} {one.path} {name}": injected(against.watcher.address, one, name, database, tmp_path)
            for one in Targets(against.site, person)
            for name in one.names
        }
        figures = ", ".join(f"{number} {outcome}" for outcome, number in Counter(came.values()).most_common(3))
        against.tell(f"sqlmap, {person}, {database}, level {LEVEL}, {SECONDS} s: {len(came)} parameters, {figures}")

        assert {what: said for what, said in came.items() if said not in (NOTHING, TIME_IS_UP)} == {}
        against.check()
