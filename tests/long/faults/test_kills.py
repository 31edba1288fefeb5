"""Workers, and the command that loads altered seed data, are killed at twenty random points under traffic."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from os import kill
from pathlib import Path
from threading import Event

import pytest

from tests.conftest import copy_of
from tests.crashes.site import COMMAND_SECONDS, Site, finished, running, verified
from tests.crashes.traffic import Traffic
from tests.crashes.variants import FIRST, SECOND, content, variant

KILLS = 20
LOADS_PER_REBUILD = 5
MOST_ANSWERS_BETWEEN_KILLS = 8
FEWEST_ENTRIES_WITH_THE_WORD = 50


@pytest.fixture
def variants(tmp_path: Path) -> dict[str, Path]:
    return {word: variant(word, tmp_path / word) for word in (FIRST, SECOND)}


@pytest.fixture(params=[2])
def site(request: pytest.FixtureRequest, seeded_folder: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(copy_of(seeded_folder, tmp_path / "data"), request.param)
    with running(site):
        yield site


def other(word: str) -> str:
    return FIRST if word == SECOND else SECOND


def totals_after_a_restart(site: Site) -> dict[str, int]:
    """Return what is found of each word once the site has been started again as `./start` does: index first."""
    site.stop()
    assert site.run("index", "rebuild", "--if-unusable")[0] == 0
    site.start()
    totals = {word: site.ask("search", word)["total"] for word in (FIRST, SECOND)}
    assert "0 differences" in verified(site)
    return totals


@pytest.mark.xdist_group("killed workers")
def test_killed_workers_cost_no_answer_but_their_own_and_leave_the_index_in_step(
    site: Site, variants: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    chance, killed, done = random.Random(20), 0, Event()

    def load_and_rebuild() -> list[tuple[int, str]]:
        ends, word = [], SECOND
        while not done.is_set():
            word = other(word)
            loading, rebuilding = site.command("seed", str(variants[word])), site.command("index", "rebuild")
            ends += [finished(loading), finished(rebuilding)]
        return ends

    with Traffic(site, (FIRST, SECOND)) as traffic, ThreadPoolExecutor(1) as threads:
        commands = threads.submit(load_and_rebuild)
        try:
            while killed < KILLS:
                traffic.wait_for(chance.randint(1, MOST_ANSWERS_BETWEEN_KILLS))
                if workers := site.worker_ids():
                    kill(chance.choice(workers), signal.SIGKILL)
                    killed += 1
        finally:
            done.set()

    ends = commands.result(COMMAND_SECONDS)
    figures = {"answers": dict(traffic.statuses), "broken": traffic.broken, "commands": len(ends)}
    request.node.user_properties += figures.items()
    assert set(traffic.statuses) == {200}
    assert all(len(totals - {0}) <= 1 for totals in traffic.totals.values()), traffic.totals
    assert [status for status, _ in ends] == [0] * len(ends), ends
    assert sorted(total >= FEWEST_ENTRIES_WITH_THE_WORD for total in totals_after_a_restart(site).values()) == [0, 1]


@pytest.mark.sqlite
@pytest.mark.parametrize("site", [1], indirect=True)
@pytest.mark.xdist_group("killed loads")
def test_a_killed_load_leaves_all_old_rows_or_all_new_ones_and_the_index_in_step(
    site: Site, variants: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    chance, killed, committed, rebuilds = random.Random(20), 0, 0, []
    gaps, contents = {}, {}
    for word in (FIRST, SECOND):
        gaps[word] = seconds_between_lines(site.command("seed", str(variants[word])))
        contents[content(site.folder)] = word
    held = SECOND

    with Traffic(site, (FIRST, SECOND), readers=1) as traffic:
        for load in range(2 * KILLS):
            if load % LOADS_PER_REBUILD == 0:
                rebuilds.append(site.command("index", "rebuild"))
            before, wanted = held, other(held)
            killed += was_killed(site.command("seed", str(variants[wanted])), gaps[wanted], chance)
            held = contents[content(site.folder)]
            committed += held != before
            if killed == KILLS:
                break
        ends = [finished(rebuild) for rebuild in rebuilds]

    figures = {"answers": dict(traffic.statuses), "broken": traffic.broken, "committed": f"{committed} of {load + 1}"}
    request.node.user_properties += figures.items()
    assert killed == KILLS
    assert set(traffic.statuses) == {200}
    assert all(len(totals - {0}) <= 1 for totals in traffic.totals.values()), traffic.totals
    assert [status for status, _ in ends] == [0] * len(ends), ends
    totals = totals_after_a_restart(site)
    assert totals[held] >= FEWEST_ENTRIES_WITH_THE_WORD
    assert totals[other(held)] == 0


def seconds_between_lines(loading: subprocess.Popen[str]) -> list[float]:
    """Return the seconds after each line that a load says, until the next one or its end."""
    assert loading.stdout
    times = [time.monotonic() for _ in loading.stdout]
    status, _ = finished(loading)
    assert status == 0
    return [after - before for before, after in zip(times, [*times[1:], time.monotonic()], strict=True)]


def was_killed(loading: subprocess.Popen[str], gaps: list[float], chance: random.Random) -> bool:
    """Kill a load at a point taken at random; return whether it had not ended before.

    A third of the points lie after its last line: there it commits and writes the index.
    """
    last = len(gaps) - 1
    line = last if chance.random() < 1 / 3 else chance.randrange(last)
    assert loading.stdout
    for _ in range(line + 1):
        loading.stdout.readline()
    try:
        loading.wait(gaps[line] * chance.uniform(0, 0.8))
    except subprocess.TimeoutExpired:
        loading.kill()
    return finished(loading)[0] == -signal.SIGKILL
