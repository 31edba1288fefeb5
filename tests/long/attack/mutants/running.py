"""Tries the mutants of one group: `python -m tests.long.attack.mutants.running policy`.

One process reads and runs the tests once, and notes which lines each of them runs. Each mutant is tried in a fork of
it. MUTANTS=all tries all of them, MUTANTS=FILE those alone that an earlier output in that file says nobody noticed.
"""

import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from tests.conftest import APPS, PROJECT, close
from tests.long.attack.mutants.operators import Mutant, mutants_of
from tests.long.attack.mutants.reasons import REASONS
from tests.long.attack.mutants.swapping import CannotBeSwapped, find, swap
from tests.long.attack.mutants.table import GROUPS, Group

# Of the processor, since others are at work: so long other tests are begun, and so long one may take; one that takes
# longer hangs, which is noticed. One that waits for what never comes takes none and is given up.
TRIED_SECONDS, TEST_SECONDS, GIVEN_UP_SECONDS = 60, 20, 900
NOTICED, UNNOTICED = 1, 0
OfModule = tuple[ModuleType, Mutant]
LEFT_OUT = "not killed and not postgresql and not workers"


@dataclass(frozen=True)
class Tried:
    """What became of a mutant; `tests` is how many run its line."""

    module: str
    number: int
    line: str
    what: str
    is_noticed: bool
    tests: int


class Trying:
    """A plugin that runs the tests once as they are, and then what each mutant is noticed by."""

    def __init__(self, group: Group, which: str, seed: int) -> None:
        self._modules = [importlib.import_module(name) for name in group.modules]
        self._which, self._random = which, random.Random(seed)
        self.tried: list[Tried] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the usual run."""
        run = _lines_of(session, self._modules)
        for module in self._modules:
            find(module)
        mutants = [(module, one) for module in self._modules for one in mutants_of(_source(module), module)]
        for module, mutant in self._drawn(mutants):
            tests = _tests_of(session.items, run[module.__name__], mutant)
            noticed = _is_noticed(session, module, mutant, tests)
            tried = Tried(module.__name__, mutant.number, mutant.line, mutant.what, noticed, len(tests))
            self.tried.append(tried)
            if not noticed:
                print(json.dumps(asdict(tried)), flush=True)
        return True

    def _drawn(self, mutants: list[OfModule]) -> list[OfModule]:
        """Return all, so many as are asked for, or those that went unnoticed before: the lines may stand elsewhere."""
        if self._which == "all":
            return mutants
        if not self._which.isdecimal():
            before = {(one["module"], one["line"], one["what"]) for one in unnoticed_in(Path(self._which).read_text())}
            return [(module, one) for module, one in mutants if (module.__name__, one.line, one.what) in before]
        most = min(int(self._which), len(mutants))
        return [mutants[number] for number in sorted(self._random.sample(range(len(mutants)), most))]


def unnoticed_in(output: str) -> list[dict[str, Any]]:
    """Return what an output says of mutants that nobody noticed."""
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


@cache
def _source(module: ModuleType) -> str:
    """Return the text of a module as it was first read: while mutants are tried, somebody may write on."""
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _lines_of(session: pytest.Session, modules: Sequence[ModuleType]) -> dict[str, dict[int, set[str]]]:
    """Run all tests as they are; return by module the names of those that run a line."""
    coverage = Coverage(data_file=None, config_file=False, include=[str(one.__file__) for one in modules])
    coverage.start()
    for item, following in _in_turn(session.items, session):
        coverage.switch_context(item.nodeid)
        failed = [one for one in _reports(item, following) if one.failed]
        assert not failed, failed[0].longrepr
    coverage.stop()
    for app in APPS:
        close(app)
    found = {one.__name__: coverage.get_data().contexts_by_lineno(str(one.__file__)) for one in modules}
    return {name: {line: set(tests) - {""} for line, tests in lines.items()} for name, lines in found.items()}


def _in_turn(items: Sequence[pytest.Item], session: pytest.Session) -> Iterator[tuple[pytest.Item, Any]]:
    """Yield each test with what follows it, which needs some of what it has set up."""
    return zip(items, [*items[1:], session], strict=bool(items))


def _reports(item: pytest.Item, following: Any) -> list[pytest.TestReport]:
    return runtestprotocol(item, log=False, nextitem=following)


def _tests_of(items: Sequence[pytest.Item], run: dict[int, set[str]], mutant: Mutant) -> list[pytest.Item]:
    """Return the tests that run the lines of a mutant; all for what was run before any of them, at its import."""
    if mutant.is_imported:
        return list(items)
    names = set().union(*(run.get(line, set()) for line in mutant.lines))
    return [item for item in items if item.nodeid in names]


def _is_noticed(session: pytest.Session, module: ModuleType, mutant: Mutant, tests: list[pytest.Item]) -> bool:
    folder = mkdtemp()
    child = os.fork()
    if child == 0:
        os._exit(_try(session, module, mutant, tests, Path(folder)))
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)
    return status != UNNOTICED


def _try(session: pytest.Session, module: ModuleType, mutant: Mutant, tests: list[pytest.Item], folder: Path) -> int:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
    signal.alarm(GIVEN_UP_SECONDS)
    try:
        swap(module, _source(module), mutant)
        for item, following in _in_turn(tests, session):
            # Either ends this process, whatever it runs.
            signal.setitimer(signal.ITIMER_PROF, TEST_SECONDS)
            if any(one.failed for one in _reports(item, following)):
                return NOTICED
            if time.process_time() > TRIED_SECONDS:
                break
    except CannotBeSwapped:
        return UNNOTICED
    except BaseException:  # noqa: BLE001 (whatever stops the process was noticed)
        return NOTICED
    return UNNOTICED


def run(name: str, which: str, seed: int) -> list[Tried]:
    """Return what became of the mutants of a group, of so many drawn by a seed at the most."""
    plugin = Trying(GROUPS[name], which, seed)
    tests = [str(PROJECT / one) for one in GROUPS[name].tests]
    # What is killed, raced or asked of two databases takes too long to be done for each mutant.
    options = ["--long", "-k", LEFT_OUT, "-n0", "-q", "-s", "-p", "no:cacheprovider", "-p", "no:warnings"]
    assert pytest.main([*options, *tests], plugins=[plugin]) in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return plugin.tried


def main() -> None:
    """Print how many mutants of each module were noticed, after a line for each that was not."""
    began = time.monotonic()
    tried = run(sys.argv[1], os.environ.get("MUTANTS", "40"), int(os.environ.get("SEED", "1")))
    for module in dict.fromkeys(one.module for one in tried):
        own = [one for one in tried if one.module == module]
        known = sum((one.module, one.line, one.what) in REASONS for one in own if not one.is_noticed)
        print(f"{module}: {len(own)} mutants, {sum(one.is_noticed for one in own)} noticed, {known} with a reason")
    print(f"{time.monotonic() - began:.0f} seconds")


if __name__ == "__main__":
    main()
