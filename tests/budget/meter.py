"""What a request costs: processor time, its children's too, and the memory that it leaves behind."""

import ctypes
import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from werkzeug.test import TestResponse

MOST_SECONDS = 1.0
# Where a part of a request is looked at alone: about as much work as the machine does in that time.
MOST_CALLS = 10_000_000
MOST_BYTES = 5_000_000
# A request for four times as much may take eight times as long: what is quadratic takes sixteen.
TIMES_MORE, MOST_GROWTH = 4, 8
# Below this, growth is that of the machine's moods.
LEAST_SECONDS_OF_GROWTH = 0.25
# What takes longer is stopped.
STOPPED_AFTER_SECONDS = 3.0
_LIBC = ctypes.CDLL(None)


class Stopped(BaseException):
    """A request took so long that it was stopped; no handler of errors answers this one."""


@dataclass(frozen=True)
class Cost:
    """What one request took and left, and what it was answered with; 0 where it was stopped."""

    seconds: float
    left_bytes: int
    status: int
    answer: TestResponse | None = None

    @property
    def is_over(self) -> bool:
        return self.seconds > MOST_SECONDS


def measure(send: Callable[[], TestResponse]) -> Cost:
    """Return what a request costs. Memory that the process gives back after a collection is not counted."""
    held, begun = resident(), processor()
    answer = None
    try:
        with stopping():
            answer = send()
            answer.get_data()
    except Stopped:
        pass
    seconds = processor() - begun
    left = resident() - held
    if left > MOST_BYTES:
        gc.collect()
        _LIBC.malloc_trim(0)
        left = resident() - held
    return Cost(seconds, left, answer.status_code if answer else 0, answer)


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions `work` calls, those in C too; what else the machine does changes nothing of it."""
    calls, before = 0, sys.getprofile()

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def processor() -> float:
    """Return the seconds that all cores worked for this process and for its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def resident() -> int:
    """Return how many bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def stopping() -> Iterator[None]:
    """Raise Stopped where the block takes too much of the processor."""

    def stop(_signal: int, _frame: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, STOPPED_AFTER_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
