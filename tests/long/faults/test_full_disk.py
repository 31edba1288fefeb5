"""No room to write the index: the old one serves on but for what changed, and follows as soon as there is room."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import copy_of
from tests.crashes.site import Site, finished, running, verified
from tests.crashes.test_commits import AUTHORITY, DYING_WRITER, WORD
from tests.crashes.traffic import Traffic

LARGEST_FILE_BYTES = 100
SMALL_DISK_BYTES = 24_000_000
CAP_SYS_ADMIN = 21

# It writes a note, and has no room left when the index is to be told.
WRITER_WITHOUT_ROOM = """
import resource, sys
from wsgi import app
from directory.extensions import db
from directory.models import Authority, Texts
from directory.transaction import committing

limit = int(sys.argv[3]), resource.RLIM_INFINITY
app.extensions["after_commit"].insert(0, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
with app.app_context(), committing():
    db.session.get(Authority, sys.argv[1]).note = Texts("en", {"en": sys.argv[2]})
"""

Fill = Callable[[Site], AbstractContextManager[None]]


@contextmanager
def limited_files(site: Site) -> Iterator[None]:
    """Let the workers of a site write no file to speak of, for the length of the block."""
    workers = site.worker_ids()
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (LARGEST_FILE_BYTES, resource.RLIM_INFINITY))
    yield
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """Fill the small disk that the index lies on, for the length of the block."""
    ballast = site.folder / "search" / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Have what is in `folder` lie on a small disk of its own, for the length of the block."""
    kept = folder.rename(folder.with_name("kept"))
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", folder], check=True)
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def may_mount() -> bool:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff"))
    return bool(int(line.split()[1], 16) >> CAP_SYS_ADMIN & 1)


@pytest.fixture
def site(few_states: Path, tmp_path: Path) -> Iterator[Site]:
    """Return a server of one worker, so that the one that is short of room is the one that is asked."""
    site = Site(copy_of(few_states, tmp_path / "data"), workers=1)
    with running(site):
        yield site


@pytest.fixture
def site_on_small_disk(few_states: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(copy_of(few_states, tmp_path / "data"), workers=1)
    with small_disk(site.folder / "search"), running(site):
        yield site


WAYS: list[tuple[str, Fill]] = [("site", limited_files)]
if may_mount():
    WAYS.append(("site_on_small_disk", full_disk))


def ids_of(answer: Mapping[str, Any]) -> set[str]:
    return {item["id"] for item in answer["items"]}


@pytest.mark.parametrize(("fixture", "fill"), WAYS, ids=[fill.__name__ for _, fill in WAYS])
def test_answers_go_on_without_what_changed_while_there_is_no_room_and_then_follow(
    request: pytest.FixtureRequest, fixture: str, fill: Fill
) -> None:
    site: Site = request.getfixturevalue(fixture)
    before = site.ask("search", "kyrgyzstan extradition")

    with fill(site):
        finished(site.python("-c", DYING_WRITER, AUTHORITY, WORD))
        meanwhile = site.ask("search", "kyrgyzstan extradition")
        found = site.found(WORD)
        with Traffic(site) as traffic:
            traffic.wait_for(5)

    assert meanwhile["warnings"]
    assert ids_of(meanwhile) == ids_of(before) - {AUTHORITY}
    assert found == set()
    assert set(traffic.statuses) == {200}
    assert site.found(WORD) == {AUTHORITY}
    assert "0 differences" in verified(site)


def test_a_write_whose_index_has_no_room_is_stored_and_found_by_the_next_search(site: Site) -> None:
    assert site.found(WORD) == set()

    status, _ = finished(site.python("-c", WRITER_WITHOUT_ROOM, AUTHORITY, WORD, str(LARGEST_FILE_BYTES)))

    assert status == 0
    assert site.found(WORD) == {AUTHORITY}
    assert "0 differences" in verified(site)


def test_a_lost_index_that_there_is_no_room_for_is_not_ready_until_there_is(site: Site) -> None:
    before = site.ask("search", "kyrgyzstan extradition")

    with limited_files(site):
        shutil.rmtree(site.folder / "search")
        with Traffic(site) as traffic:
            traffic.wait_for(3)

    assert set(traffic.statuses) == {503}
    assert site.ask("search", "kyrgyzstan extradition") == before
    assert "0 differences" in verified(site)
