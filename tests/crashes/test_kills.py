"""Workers, and the command that loads altered seed data, are killed at random points under traffic."""

import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import kill
from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.crashes.site import COMMAND_SECONDS, Site, finished, restart, running, verified
from tests.crashes.traffic import Traffic
from tests.crashes.variants import FIRST, SECOND, content, variant

KILLS = 20
MOST_LOADS = 2 * KILLS
MOST_ANSWERS_BETWEEN_KILLS = 40


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("variants")
    return {word: variant(word, folder / word) for word in (FIRST, SECOND)}


@pytest.fixture
def site(seeded_folder: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(copy_of(seeded_folder, tmp_path / "data"))
    with running(site):
        yield site


@contextmanager
def repeating(action: Callable[[int], object]) -> Iterator[list[BaseException]]:
    """Repeat `action` with 0, 1, 2 ... in a thread for the length of the block; a fault ends it and is kept."""
    done, faults = threading.Event(), []

    def repeat() -> None:
        times = 0
        while not done.is_set() and not faults:
            try:
                action(times)
            except BaseException as fault:  # noqa: BLE001
                faults.append(fault)
            times += 1

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield faults
    finally:
        done.set()
        thread.join(2 * COMMAND_SECONDS)


def in_step(site: Site, word: str) -> bool:
    """Return whether a site, once restarted, is in step with a database that holds this variant."""
    restart(site)
    other = FIRST if word == SECOND else SECOND
    assert "0 differences" in verified(site)
    return site.ask("search", word)["total"] > 100 and site.ask("search", other)["total"] == 0


def test_killed_workers_cost_no_answer_but_their_own_and_leave_the_index_in_step(
    site: Site, variants: dict[str, Path], record_property: Callable[[str, object], None]
) -> None:
    chance, killed = random.Random(20), 0

    def load_and_rebuild(times: int) -> None:
        word = (FIRST, SECOND)[times % 2]
        loading, rebuilding = site.command("seed", str(variants[word])), site.command("index", "rebuild")
        ends = [finished(loading), finished(rebuilding)]
        assert [status for status, _ in ends] == [0, 0], ends

    with Traffic(site, (FIRST, SECOND)) as traffic, repeating(load_and_rebuild) as faults:
        while killed < KILLS:
            traffic.wait_for(chance.randint(1, MOST_ANSWERS_BETWEEN_KILLS))
            if workers := site.worker_ids():
                kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
        traffic.wait_for(1)

    record_property("answers", dict(traffic.statuses))
    record_property("broken", traffic.broken)
    assert not faults
    assert set(traffic.statuses) == {200}
    assert all(len(totals - {0}) <= 1 for totals in traffic.totals.values()), traffic.totals
    status, said = site.run("seed", str(variants[FIRST]))
    assert status == 0, said
    assert in_step(site, FIRST)


def test_a_killed_load_leaves_all_old_rows_or_all_new_ones_and_the_index_in_step(
    site: Site, variants: dict[str, Path], record_property: Callable[[str, object], None]
) -> None:
    chance, killed = random.Random(20), 0
    loads = {word: timed_load(site, variants[word]) for word in (FIRST, SECOND)}
    contents = {SECOND: content(site.folder)}
    timed_load(site, variants[FIRST])
    contents[FIRST] = content(site.folder)
    now, ended = FIRST, []

    with Traffic(site, (FIRST, SECOND), readers=1) as traffic, repeating(lambda _: rebuilt(site)) as faults:
        for _ in range(MOST_LOADS):
            target = SECOND if now == FIRST else FIRST
            killed += load_killed(site, variants[target], loads[target], chance)
            after = content(site.folder)
            assert after in contents.values()
            now = next(word for word, digest in contents.items() if digest == after)
            ended.append(now == target)
            if killed == KILLS:
                break

    record_property("answers", dict(traffic.statuses))
    record_property("broken", traffic.broken)
    record_property("committed", f"{sum(ended)} of {len(ended)}")
    assert killed == KILLS
    assert not faults
    assert set(traffic.statuses) == {200}
    assert all(len(totals - {0}) <= 1 for totals in traffic.totals.values()), traffic.totals
    assert in_step(site, now)


def rebuilt(site: Site) -> None:
    status, said = site.run("index", "rebuild")
    assert status == 0, said


def timed_load(site: Site, folder: Path) -> list[float]:
    """Load a folder and return the seconds between the lines that the command says, until its end."""
    loading, times = site.command("seed", str(folder)), []
    assert loading.stdout
    for _ in loading.stdout:
        times.append(time.monotonic())
    loading.wait(COMMAND_SECONDS)
    assert loading.returncode == 0
    return [after - before for before, after in zip(times, [*times[1:], time.monotonic()], strict=True)]


def load_killed(site: Site, folder: Path, gaps: list[float], chance: random.Random) -> bool:
    """Load a folder and kill the command at a point taken at random; return whether it was still alive.

    Half of the points lie after its last line: there it commits and writes the index.
    """
    last = len(gaps) - 1
    line = last if chance.random() < 0.5 else chance.randrange(last)
    loading = site.command("seed", str(folder))
    assert loading.stdout
    for _ in range(line + 1):
        loading.stdout.readline()
    try:
        loading.wait(gaps[line] * chance.random())
    except subprocess.TimeoutExpired:
        loading.kill()
    finished(loading)
    return loading.returncode == -signal.SIGKILL
