"""sqlmap tries each parameter of pages, forms and API, as visitor and as administrator, on both databases (row 23).

Of each person on each database thirty are drawn by SEED, 1 unless set; SCANNED=200 draws more, SCANNED=all tries all.
Each is given a minute at most, and tried by what sqlmap knows at SQLMAP_LEVEL.
"""

import os
import random
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
from tests.long.attack.scanners.served import program, scanned
from tests.long.attack.scanners.targets import Target, Targets
from tests.matrix.conftest import site
from tests.matrix.site import Site
from tests.postgresql import PostgreSQL

__all__ = ["site"]
LEVEL = os.environ.get("SQLMAP_LEVEL", "1")
SCANNED = os.environ.get("SCANNED", "30")
SEED = int(os.environ.get("SEED", "1"))
SECONDS = 60
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


def drawn(there: list[tuple[Target, str]]) -> list[tuple[Target, str]]:
    """Return the parameters to be tried, in their order."""
    most = len(there) if SCANNED == "all" else int(SCANNED)
    if most >= len(there):
        return there
    return [there[number] for number in sorted(random.Random(SEED).sample(range(len(there)), most))]


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
        came = injected(address, Target("GET", "", {"name": "one"}), "name", database, tmp_path, 5 * SECONDS)

    assert came == FOUND


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("person", ["visitor", "administrator"])
def test_no_parameter_can_be_injected(
    site: Site, own_server: PostgreSQL, tmp_path: Path, person: str, database: str
) -> None:
    with scanned(site, tmp_path, person, "" if database == "SQLite" else own_server.database()) as against:
        there = [(one, name) for one in Targets(against.site, person) for name in one.names]
        came = {
            f"{one.method} {one.path} {name}": injected(against.watcher.address, one, name, database, tmp_path)
            for one, name in drawn(there)
        }
        figures = ", ".join(f"{number} {outcome}" for outcome, number in Counter(came.values()).most_common(3))
        of = f"{len(came)} of {len(there)} parameters"
        against.tell(f"sqlmap, {person}, {database}, level {LEVEL}: {of}, {figures}")

        assert {what: said for what, said in came.items() if said not in (NOTHING, TIME_IS_UP)} == {}
        against.check()
