"""An engine in a process of its own: what it takes of time and memory is its alone."""

import cProfile
import io
import multiprocessing
import os
import pstats
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.engines.base import Answer, Engine
from benchmarks.queries import Question
from search_index import Document

LINES = 30
WARM_TIMES = 3
"""So often is a question asked again; the median counts, since other programs may come between one time."""


@dataclass(frozen=True)
class Built:
    """What it took to write the index of a corpus; what a server besides the process took is not in it."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    disk_megabytes: float


@dataclass(frozen=True)
class Asked:
    """Milliseconds of the first time, the median of the others, that of the processor time of these, and the answer."""

    first: float
    again: float
    cpu: float
    answer: Answer


class Missing(Exception):
    """The engine is not installed."""


class Process:
    """The caller's end: each method runs in the process, there on `Served`."""

    def __init__(self, module: str, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(module, folder, other), daemon=True)
        self._process.start()
        other.close()

    def __getattr__(self, name: str) -> Any:
        return lambda *args: self._call(name, *args)

    def _call(self, name: str, *args: Any) -> Any:
        self._connection.send((name, args))
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """Let the process end, and wait until it has."""
        self._connection.send(("close", ()))
        self._process.join()


class Served:
    """What a process does with its engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def build(self, count: int) -> Built:
        """Write the index of a corpus."""
        wall, cpu = time.perf_counter(), _cpu_seconds()
        self.engine.build(corpus.documents(count))
        taken = time.perf_counter() - wall, _cpu_seconds() - cpu
        return Built(*taken, _megabytes("VmHWM"), self.engine.megabytes())

    def open(self) -> float:
        """Make the engine ready and return the seconds that it took."""
        began = time.perf_counter()
        self.engine.open()
        return time.perf_counter() - began

    def memory(self) -> float:
        """Return the megabytes that the process holds now."""
        return _megabytes("VmRSS")

    def ask(self, question: Question) -> Asked:
        """Ask once, then WARM_TIMES more."""
        wall, cpu = [], []
        for _ in range(1 + WARM_TIMES):
            began, cpu_began = time.perf_counter(), time.process_time()
            answer = self.engine.ask(question)
            cpu.append((time.process_time() - cpu_began) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
        return Asked(wall[0], statistics.median(wall[1:]), statistics.median(cpu[1:]), answer)

    def edit(self, document: Document, position: int) -> float:
        """Put a document; return when that began, by the clock that all processes share."""
        began = time.monotonic()
        self.engine.index.apply([document], [], position)  # type: ignore[attr-defined]
        return began

    def find(self, question: Question) -> tuple[float, tuple[str, ...]]:
        """Search our index; return when the answer was there, and the keys."""
        keys = self.engine.index.search(question.query).keys  # type: ignore[attr-defined]
        return time.monotonic(), keys

    def profile(self, questions: Iterable[Question]) -> str:
        """Return what takes the time of some questions, function by function."""
        profiler = cProfile.Profile()
        for question in questions:
            profiler.runcall(self.engine.ask, question)
        text = io.StringIO()
        pstats.Stats(profiler, stream=text).sort_stats("tottime").print_stats(LINES)
        return text.getvalue()

    def largest(self) -> int:
        """Return the size of the largest corpus that the engine is asked to hold."""
        return self.engine.largest

    def run(self, function: str, *args: Any) -> Any:
        """Call a method of the engine that others do not have."""
        return getattr(self.engine, function)(*args)


def _megabytes(what: str) -> float:
    """Return a figure of this process's memory. Source: proc_pid_status(5)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.partition(f"{what}:")[2].split()[0]) / 1024


def _cpu_seconds() -> float:
    """Return the processor time of this process and of those of it that have ended."""
    return sum(os.times()[:4])


def _serve(module: str, folder: Path, connection: Connection) -> None:
    try:
        served = Served(import_module(module).Engine(folder))
    except ImportError as error:
        served = None  # type: ignore[assignment]
        missing = Missing(str(error))
    while True:
        name, args = connection.recv()
        if name == "close":
            break
        try:
            connection.send(getattr(served, name)(*args) if served else missing)
        except Exception as error:  # noqa: BLE001  (told to the caller, who knows which engine it is)
            connection.send(error)
    if served:
        served.engine.close()
