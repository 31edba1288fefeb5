"""Backups while people write, restored elsewhere: no write that was acknowledged before one began is missing in it.

.venv/bin/pytest -n0 -rP tests/long/faults/test_restore.py
"""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from directory.extensions import db
from directory.models import Notice
from directory.operation.backups.workspace import FOLDER
from directory.vocabulary import Role
from tests import factories
from tests.conftest import make_app
from tests.crashes.site import Site, finished, running
from tests.long.faults.load import Answer, Load, ask
from tests.operation.backups.conftest import IDENTITY, RECIPIENT
from tests.people import cookie_of, signed_in
from tests.stored import ON_BOTH, Kept, kept_on

BACKUPS = 4
WRITERS = 3
WRITES_BETWEEN = 20
KILLS = 4
FORM = {"network": "casc", "audience": "public", "notice_kind": "visit", "written_in": "en", "text": "Of a test."}


@dataclass
class Written:
    """The titles of notices that writers asked for, and of those that were acknowledged."""

    asked: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)


@pytest.fixture(params=ON_BOTH)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    return kept_on(request, tmp_path / "data")


@pytest.fixture
def site(kept: Kept) -> Iterator[Site]:
    site = site_at(kept.folder, kept.address)
    assert site.run("index", "rebuild")[0] == 0
    with running(site):
        yield site


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "identity"
    file.write_text(IDENTITY)
    return file


def site_at(folder: Path, address: str) -> Site:
    site = Site(folder)
    site.environment |= {"DATABASE_URL": address, "BACKUP_RECIPIENTS": RECIPIENT}
    return site


def empty_place(kept: Kept, folder: Path) -> Site:
    """Return an empty place of the same kind."""
    return site_at(folder, kept.server.database() if kept.server else "")


def titles_in(site: Site) -> set[str]:
    with make_app(site.folder, site.environment["DATABASE_URL"]).app_context():
        return {title.text("en") for title in db.session.scalars(select(Notice.title))}


def writing(kept: Kept, site: Site, written: Written) -> Load:
    """Return writers who post notices, each of another title."""
    load, numbers = Load(), count(1)
    app = make_app(kept.folder, kept.address)
    for _ in range(WRITERS):
        with app.app_context():
            client = signed_in(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
        headers = {
            "Cookie": f"__Host-session={cookie_of(client)}",
            "X-CSRFToken": client.environ_base["HTTP_X_CSRFTOKEN"],
        }
        add_writer(load, site, headers, written, numbers)
    return load


def add_writer(load: Load, site: Site, headers: dict[str, str], written: Written, numbers: Iterator[int]) -> None:
    asked = [""]

    def post() -> Answer:
        asked[0] = f"Notice {next(numbers)}"
        written.asked.add(asked[0])
        return ask(site.port, "POST", "/en/notices/new", headers, FORM | {"title": asked[0], "ends_on": "2090-01-01"})

    def note(answer: Answer) -> None:
        if answer.status == 303:
            written.acknowledged.add(asked[0])

    load.add(post, note)


def test_a_restored_site_holds_every_write_that_was_acknowledged_before_the_backup(
    kept: Kept, site: Site, identity: Path, tmp_path: Path
) -> None:
    written, made = Written(), []
    with writing(kept, site, written) as load:
        for number in range(BACKUPS):
            wanted = len(written.acknowledged) + WRITES_BETWEEN
            load.wait_until(lambda: len(written.acknowledged) >= wanted)  # noqa: B023
            before, file, began = set(written.acknowledged), tmp_path / f"{number}.age", time.monotonic()
            status, said = site.run("backup", str(file))
            assert status == 0, said
            made.append((file, before, set(written.acknowledged), time.monotonic() - began))
    assert set(load.statuses) == {303}, load.statuses

    print(
        "backup, acknowledged before, lost, acknowledged meanwhile, of these in it, seconds to back up and to restore"
    )
    for number, (file, before, after, seconds) in enumerate(made):
        place, began = empty_place(kept, tmp_path / f"place-{number}"), time.monotonic()
        status, said = place.run("restore", str(file), "--identity", str(identity))
        took = time.monotonic() - began
        assert status == 0, said
        stored, meanwhile = titles_in(place), after - before
        lost = len(before - stored)
        figures = (
            number + 1,
            len(before),
            lost,
            len(meanwhile),
            len(meanwhile & stored),
            f"{seconds:.1f}",
            f"{took:.1f}",
        )
        print(*figures, sep=", ")
        assert lost == 0
        assert stored <= written.asked
        assert place.run("audit", "verify")[0] == 0
        assert place.run("index", "verify")[0] == 0


def killed_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a process after so long; return whether it had not ended before."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    return finished(process)[0] == -signal.SIGKILL


def test_a_backup_or_restore_that_is_killed_is_run_again(
    kept: Kept, site: Site, identity: Path, tmp_path: Path
) -> None:
    chance, killed, done, whole = random.Random(30), 0, 0, tmp_path / "whole.age"
    began = time.monotonic()
    assert site.run("backup", str(whole))[0] == 0
    seconds = time.monotonic() - began
    for number in range(KILLS):
        file = tmp_path / f"{number}.age"
        killed += killed_after(site.command("backup", str(file)), chance.uniform(0.5, 1) * seconds)
        assert file.exists() or site.run("backup", str(file))[0] == 0
    assert list((kept.folder / FOLDER).iterdir()) == []
    print(f"Backups: {killed} of {KILLS} were killed before their end.")

    restore = ("restore", str(whole), "--identity", str(identity))
    began = time.monotonic()
    assert empty_place(kept, tmp_path / "first").run(*restore)[0] == 0
    seconds, killed = time.monotonic() - began, 0
    for number in range(KILLS):
        place = empty_place(kept, tmp_path / f"place-{number}")
        killed += killed_after(place.command(*restore), chance.uniform(0.3, 1) * seconds)
        status, said = place.run(*restore)
        # Killed when all of it stood in its place already, it lacks at most its index.
        done += status == 1 and "is not empty" in said
        assert status == 0 or "is not empty" in said, said
        assert place.run("index", "rebuild", "--if-unusable")[0] == 0
        assert place.run("audit", "verify")[0] == 0
        assert place.run("index", "verify")[0] == 0
    print(f"Restores: {killed} of {KILLS} were killed before their end, {done} of these with the database in place.")
