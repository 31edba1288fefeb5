"""Runs an engine in its own process, so that the time and memory of this engine alone are measured."""

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
"""The number of times that a question is asked again. The median counts, since other programs may delay one answer."""


@dataclass(frozen=True)
class Built:
    """The cost of writing the index of a corpus. The work of a server outside the process is not included."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    disk_megabytes: float


@dataclass(frozen=True)
class Asked:
    """The milliseconds of the first answer, medians of time and processor time of the repeated answers, and the
    answer."""

    first: float
    again: float
    cpu: float
    answer: Answer


class Missing(Exception):
    """The engine is not installed."""


class Process:
    """The caller's side. Each method call is sent to the other process, where `Served` executes it."""

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
        """End the process, and wait until it has ended."""
        self._connection.send(("close", ()))
        self._process.join()


class Served:
    """The other process's side: calls the engine and measures the calls."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def build(self, count: int) -> Built:
        """Write the index of a corpus of `count` documents, and return the cost."""
        wall, cpu = time.perf_counter(), _cpu_seconds()
        self.engine.build(corpus.documents(count))
        taken = time.perf_counter() - wall, _cpu_seconds() - cpu
        return Built(*taken, _megabytes("VmHWM"), self.engine.megabytes())

    def open(self) -> float:
        """Prepare the engine to answer, and return the seconds that this took."""
        began = time.perf_counter()
        self.engine.open()
        return time.perf_counter() - began

    def memory(self) -> float:
        """Return the megabytes of memory that the process holds now."""
        return _megabytes("VmRSS")

    def ask(self, question: Question) -> Asked:
        """Ask a question once, then WARM_TIMES more. Return the times and the answer."""
        wall, cpu = [], []
        for _ in range(1 + WARM_TIMES):
            began, cpu_began = time.perf_counter(), time.process_time()
            answer = self.engine.ask(question)
            cpu.append((time.process_time() - cpu_began) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
        return Asked(wall[0], statistics.median(wall[1:]), statistics.median(cpu[1:]), answer)

    def edit(self, document: Document, position: int) -> float:
        """Store a document in our index. Return the time at the start, by the clock that all processes share."""
        began = time.monotonic()
        self.engine.index.apply([document], [], position)  # type: ignore[attr-defined]
        return began

    def find(self, question: Question) -> tuple[float, tuple[str, ...]]:
        """Search our index. Return the time at which the answer was there, and the keys of the hits."""
        keys = self.engine.index.search(question.query).keys  # type: ignore[attr-defined]
        return time.monotonic(), keys

    def profile(self, questions: Iterable[Question]) -> str:
        """Return a profile of some questions: the LINES functions that take most time."""
        profiler = cProfile.Profile()
        for question in questions:
            profiler.runcall(self.engine.ask, question)
        text = io.StringIO()
        pstats.Stats(profiler, stream=text).sort_stats("tottime").print_stats(LINES)
        return text.getvalue()

    def largest(self) -> int:
        """Return the size of the largest corpus with which the engine is measured."""
        return self.engine.largest

    def run(self, function: str, *args: Any) -> Any:
        """Call the engine's method `function`, which other engines do not have."""
        return getattr(self.engine, function)(*args)


def _megabytes(what: str) -> float:
    """Return one figure of the memory of this process in megabytes; `what` is its name. Source: proc_pid_status(5)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.partition(f"{what}:")[2].split()[0]) / 1024


def _cpu_seconds() -> float:
    """Return the processor time of this process and of its child processes that have ended."""
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
