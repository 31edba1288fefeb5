"""wapiti looks over every page as each role, presses what there is to press, and finds nothing (rows 2, 8 and 23).

SCAN_SECONDS, 20 unless set, is how long it attacks in each of its ways; it looks for pages three times as long.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.long.attack.scanners.injectable import injectable
from tests.long.attack.scanners.served import findings, program, scanned
from tests.long.attack.scanners.watcher import CLOSED
from tests.matrix.addresses import addresses
from tests.matrix.conftest import site
from tests.matrix.site import Site

__all__ = ["site"]
PEOPLE = (
    "visitor",
    "practitioner in the network",
    "desk member",
    "coordinator of the network in the State",
    "administrator",
)
SECONDS = int(os.environ.get("SCAN_SECONDS", "20"))
WAYS = "sql,timesql,xss,permanentxss,crlf,file,redirect,csrf,exec"


def look_over(address: str, starts: Iterable[str], folder: Path, seconds: int = SECONDS) -> list[str]:
    """Return what wapiti finds below an address, beginning at some pages as well."""
    done = subprocess.run(
        [
            *(program("wapiti"), "--url", address, "--scope", "folder", "--module", WAYS),
            *(f"--start={start}" for start in starts),
            *(f"--exclude={address.rstrip('/')}{closed}" for closed in CLOSED),
            *(f"--max-scan-time={seconds * 3}", f"--max-attack-time={seconds}", "--tasks=1", "--skip=csrf_token"),
            *("--format=json", f"--output={folder / 'report.json'}", "--no-bugreport", "--flush-session"),
            *(f"--store-session={folder / 'session'}", f"--store-config={folder / 'config'}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "report.json").exists(), done.stdout + done.stderr
    return findings(folder / "report.json")


def test_a_page_that_can_be_injected_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as data, injectable(data) as address:
        found = look_over(address, [], tmp_path, seconds=120)

    assert {one.partition(":")[0] for one in found} >= {"SQL Injection", "Reflected Cross Site Scripting"}


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_is_found(site: Site, tmp_path: Path, person: str) -> None:
    with scanned(site, tmp_path, person) as against:
        pages = {
            endpoint: asked for endpoint, asked in addresses(against.site, person, "en") if asked.startswith("/en/")
        }
        address = against.watcher.address
        found = look_over(f"{address}/en/", (f"{address}{asked}" for asked in pages.values()), tmp_path)
        against.tell(f"wapiti, {person}: {len(found)} findings")

        assert found == []
        against.check()
