"""The folder of the index cannot be written, is deleted, or its files are changed, while people read and write.

.venv/bin/pytest -n0 -rP tests/long/faults/test_index_folder.py

As root, which alone may mount a folder to be read only. No room in it: test_full_disk.py; killed at random points:
test_kills.py; damaged before a start: tests/crashes/test_damage.py.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from directory import clock
from directory.extensions import db
from directory.models import Authority, Texts
from directory.operation.alerts import list_alerts
from directory.operation.measurements import read_all
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.crashes.site import Site, verified
from tests.crashes.test_commits import AUTHORITY, WORD
from tests.long.faults.outage import Outage, working
from tests.long.faults.sessions import headers_of

SECONDS = 10
SEARCH = "/api/v1/search?q=kyrgyzstan+extradition"


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Have nothing written in a folder for the length of the block, by whomever."""
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        # Lazily: a file that was opened meanwhile is still in use.
        subprocess.run(["umount", "--lazy", folder], check=True)


def change_bytes(folder: Path) -> None:
    """Turn the bits of some bytes in the middle of each file, where it lies."""
    for path in folder.rglob("*"):
        if path.is_file() and (size := path.stat().st_size):
            with path.open("r+b") as file:
                file.seek(size // 2)
                changed = bytes(byte ^ 0xFF for byte in file.read(64))
                file.seek(size // 2)
                file.write(changed)


def delete(folder: Path) -> None:
    """Delete a folder into which others may write meanwhile."""
    shutil.rmtree(folder, ignore_errors=True)


def write_note(app: Flask) -> None:
    """Write a word into an entry, as a process that publishes does."""
    with app.app_context(), committing():
        db.session.get_one(Authority, AUTHORITY).note = Texts("en", {"en": WORD})


def alerts_later(app: Flask, by: timedelta) -> list[str]:
    """Return the alerts that hold so long after now, if nothing changes."""
    with app.app_context(), clock.frozen_at(clock.now() + by):
        return [alert.code for alert in list_alerts(read_all())]


def outage_at(app: Flask, site: Site) -> Outage:
    with app.app_context():
        writer = headers_of(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    outage = Outage(site, writer)
    for address, language in ((SEARCH, ""), ("/ru/search?q=prosecutor", "ru"), ("/en/jurisdictions/KG", "en")):
        outage.add_reader(address, language=language)
    return outage


def seconds_until_found(site: Site) -> float:
    """Wait until the word is found, and return how long that took."""
    began = time.monotonic()
    while site.found(WORD) != {AUTHORITY}:
        assert time.monotonic() < began + 60, "The index does not follow."
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_folder_that_cannot_be_written_serves_on_takes_writes_and_follows_later(
    app: Flask, site: Site, tmp_path: Path
) -> None:
    outage = outage_at(app, site)
    with working(site, tmp_path / "worker"), outage:
        outage.begin()
        before = site.found("kyrgyzstan extradition")
        with read_only(site.folder / "search"):
            write_note(app)
            outage.load.wait_for(SECONDS)
            meanwhile, found = site.found("kyrgyzstan extradition"), site.found(WORD)
            alerts = alerts_later(app, timedelta(minutes=11))
        outage.end()
        followed = seconds_until_found(site)

    outage.require_nothing_lost("index folder read-only", app)
    print(f"The index had followed {followed:.1f} s after the writers were answered again.")
    assert set(outage.load.statuses) == {200, 303}
    assert AUTHORITY in before
    # What changed is left out, since nobody knows by which words it is found now.
    assert meanwhile == before - {AUTHORITY}
    assert found == set()
    assert "index" in alerts
    assert "index" not in alerts_later(app, timedelta(minutes=11))
    assert "0 differences" in verified(site)


@pytest.mark.parametrize("damage", [delete, change_bytes], ids=["deleted", "bytes changed"])
def test_a_damaged_index_is_made_anew_while_people_write(
    app: Flask, site: Site, damage: Callable[[Path], None], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    outage = outage_at(app, site)
    with working(site, tmp_path / "worker"), outage:
        outage.begin()
        before = site.ask("search", "kyrgyzstan extradition")
        damage(site.folder / "search")
        outage.load.wait_for(SECONDS)
        write_note(app)
        outage.end()
        followed = seconds_until_found(site)

    outage.require_nothing_lost(f"index folder {request.node.callspec.id}", app)
    print(f"What was written then was found {followed:.1f} s later.")
    assert "0 differences" in verified(site)
    assert site.ask("search", "kyrgyzstan extradition")["total"] == before["total"]
