"""Asks every engine the same questions over the same corpus, in turn. Each engine has its own process."""

import statistics
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks import corpus, goals, queries
from benchmarks.engines import ENGINES, OURS, OURS_IN_POSTGRESQL
from benchmarks.engines.process import WARM_TIMES, Built, Missing, Process
from benchmarks.figures import Figure
from benchmarks.queries import Question

LONGEST_SECONDS = 60
"""An engine that has taken this long in all gets no further question."""
EDITS = 30
STARTS = 3
SIGNED_IN = "signed_in"
BY_OUR_DOOR, IN_A_SERVER = (OURS, OURS_IN_POSTGRESQL), (OURS_IN_POSTGRESQL, "PostgreSQL")
NOT_INSTALLED, NOT_TRIED = "not installed", "not tried"

Times = dict[str, list[float]]
"""A mapping from class of question to the milliseconds of each answer."""


class Measured:
    """The results of each engine at one size of the corpus."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.built: dict[str, Built] = {}
        self.opened: dict[str, float] = {}
        self.memory: dict[str, float] = {}
        self.times: dict[str, Times] = {}
        self.first_times: dict[str, list[float]] = {}
        self.cpu: dict[str, list[float]] = {}
        self.found: dict[str, dict[str, list[bool]]] = {}
        self.missing: dict[str, str] = {}
        self.worker = 0.0
        self.edits: dict[str, list[float]] = {}
        self.profile = ""


def measure(count: int, folder: Path, site: Path, names: Collection[str]) -> Measured:
    """Build, open and ask the engines with these names, and return the results. Prints each step to standard error."""
    measured = Measured(count)
    measured.missing = {name: NOT_TRIED for name in ENGINES if name not in names}
    for name, module in ENGINES.items():
        if name in names:
            _build(name, module, folder, measured)
    engines = {name: _open(name, _folder(folder, name, count), measured) for name in measured.built}
    questions = queries.mix(count)
    _tell(f"{count:,}: {len(questions)} questions")
    _ask(engines, questions, measured)
    ours = next((name for name in BY_OUR_DOOR if name in engines), None)
    if ours:
        slowest = max(measured.times[ours], key=lambda kind: percentile(measured.times[ours][kind], 95))
        measured.profile = engines[ours].profile([one for one in questions if one.kind == slowest])
    for engine in engines.values():
        engine.end()
    if OURS in engines:
        measured.worker = _worker(_folder(folder, OURS, count), site, questions)
    for name in BY_OUR_DOOR:
        if name in measured.built:
            measured.edits[name] = _edit(name, _folder(folder, name, count), count)
    return measured


def _folder(folder: Path, name: str, count: int) -> Path:
    return folder / f"{ENGINES[name].rpartition('.')[2]}-{count}"


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _build(name: str, module: str, folder: Path, measured: Measured) -> None:
    _tell(f"{measured.count:,}: {name} is built")
    own = _folder(folder, name, measured.count)
    own.mkdir()
    process = Process(module, own)
    try:
        if measured.count > process.largest():
            measured.missing[name] = NOT_TRIED
        else:
            measured.built[name] = process.build(measured.count)
    except Missing:
        measured.missing[name] = NOT_INSTALLED
    process.end()


def _open(name: str, folder: Path, measured: Measured) -> Process:
    """Open an engine STARTS times, each time in a new process. Return the last process."""
    seconds = []
    for start in range(STARTS):
        engine = Process(ENGINES[name], folder)
        before = engine.memory()
        seconds.append(engine.open())
        measured.memory[name] = engine.memory() - before
        if start < STARTS - 1:
            engine.end()
    measured.opened[name] = statistics.median(seconds) * 1000
    return engine


def _ask(engines: dict[str, Process], questions: list[Question], measured: Measured) -> None:
    """Ask each question of one engine after another, and store the results. Another engine begins each time."""
    names = list(engines)
    measured.times = {name: {} for name in names}
    measured.first_times, measured.cpu = {name: [] for name in names}, {name: [] for name in names}
    measured.found = {name: {} for name in names}
    spent = dict.fromkeys(names, 0.0)
    for number, question in enumerate(questions):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            # Only our interface accepts what a signed-in person knows in addition.
            if spent[name] > LONGEST_SECONDS or (question.kind == SIGNED_IN and name not in BY_OUR_DOOR):
                continue
            asked = engines[name].ask(question)
            spent[name] += (asked.first + WARM_TIMES * asked.again) / 1000
            measured.first_times[name].append(asked.first)
            measured.cpu[name].append(asked.cpu)
            measured.times[name].setdefault(question.kind, []).append(asked.again)
            measured.found[name].setdefault(question.kind, []).append(question.target in asked.answer.keys)


def _worker(folder: Path, site: Path, questions: list[Question]) -> float:
    """Return the megabytes of a process with a worker of the site and the index, after it has answered all
    questions."""
    process = Process(ENGINES[OURS], folder)
    process.run("become_worker", site)
    process.open()
    for question in questions:
        process.find(question)
    megabytes: float = process.memory()
    process.end()
    return megabytes


def _edit(name: str, folder: Path, count: int) -> list[float]:
    """Change a document in one process and find the change in another, EDITS times. Return the milliseconds of each
    time.

    Raises RuntimeError if the next search does not find the change.
    """
    writer, reader = Process(ENGINES[name], folder), Process(ENGINES[name], folder)
    for process in (writer, reader):
        process.open()
    milliseconds = []
    offices = (one for one in corpus.documents(count) if one.key.startswith("authority"))
    for number, one in enumerate(islice(offices, EDITS), 1):
        word = f"zq{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}x"
        began = writer.edit(replace(one, names=(*one.names, word)), number)
        seen, keys = reader.find(Question("edit", one.key, word))
        if keys[:1] != (one.key,):
            raise RuntimeError("An edit was not to be seen at the next search.")
        milliseconds.append((seen - began) * 1000)
    writer.end()
    reader.end()
    return milliseconds


def percentile(values: list[float], percent: int) -> float:
    """Return the value that `percent` percent of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def figures(measured: Measured) -> Iterator[Figure]:
    """Yield the lines of the table for one size of the corpus."""
    count = measured.count
    title = f"{count:,}"

    def line(name: str, values: dict[str, float], goal: object = None) -> Figure:
        peers = {peer: values.get(peer, measured.missing.get(peer, "")) for peer in ENGINES if peer != OURS}
        ours = values.get(OURS, measured.missing.get(OURS, ""))
        return Figure(f"{title}: {name}", ours, goal, peers)  # type: ignore[arg-type]

    mix = {name: [ms for kind in times.values() for ms in kind] for name, times in measured.times.items()}
    for percent in (50, 95, 99):
        goal = goals.MIX.get(count, {}).get(f"p{percent}")
        yield line(f"mix, p{percent} ms", {name: percentile(ms, percent) for name, ms in mix.items()}, goal)
    in_process = {name: ms for name, ms in measured.cpu.items() if name not in IN_A_SERVER}
    for name, times in (("processor time", in_process), ("never asked before", measured.first_times)):
        for percent in (50, 95, 99):
            yield line(f"mix, {name}, p{percent} ms", {engine: percentile(ms, percent) for engine, ms in times.items()})
    means = {name: statistics.mean(ms) for name, ms in mix.items()}
    yield line("mix, mean ms", means)
    shares = {"SQLite FTS5": goals.OF_SQLITE, "tantivy": goals.OF_TANTIVY}
    alike = [ms for kind, times in measured.times.get(OURS, {}).items() if kind != SIGNED_IN for ms in times]
    for peer, goal in shares.items():
        if alike and peer in means:
            yield Figure(f"{title}: our mean / that of {peer}", statistics.mean(alike) / means[peer], goal.get(count))
    for kind in queries.CLASSES:
        of_kind = {name: times[kind] for name, times in measured.times.items() if kind in times}
        yield line(f"{kind}, p50 ms", {name: statistics.median(ms) for name, ms in of_kind.items()})
        p95 = {name: percentile(ms, 95) for name, ms in of_kind.items()}
        yield line(f"{kind}, p95 ms", p95, goals.CLASS_P95.get(count))
    found = {name: [one for kind in kinds.values() for one in kind] for name, kinds in measured.found.items()}
    yield line("target among the first 20, %", {name: 100 * statistics.mean(one) for name, one in found.items()})
    built = measured.built.items()
    yield line("rebuild, s", {name: one.seconds for name, one in built}, goals.REBUILD_SECONDS.get(count))
    yield line("rebuild, CPU s", {name: one.cpu_seconds for name, one in built})
    yield line("rebuild, peak MB", {name: one.peak_megabytes for name, one in built})
    yield line("on disk, MB", {name: one.disk_megabytes for name, one in built})
    yield line("cold open, ms", measured.opened, goals.OPEN_MILLISECONDS.get(count))
    yield line("memory of the open index, MB", measured.memory)
    if OURS in measured.built:
        worker = goals.WORKER_MEGABYTES.get(count)
        yield Figure(f"{title}: memory of a worker with this index, MB", measured.worker, worker)
    edits = {name: statistics.median(ms) for name, ms in measured.edits.items()}
    yield line("edit seen by another process, p50 ms", edits, goals.EDIT_MILLISECONDS.get(count))
    yield line("edit seen by another process, longest ms", {name: max(ms) for name, ms in measured.edits.items()})
    goal = goals.POSTGRESQL_CLASS_P95.get(count)
    for kind, ms in measured.times.get(OURS_IN_POSTGRESQL, {}).items() if goal else ():
        yield Figure(f"{title}: {kind} in PostgreSQL, p95 ms", percentile(ms, 95), goal)
