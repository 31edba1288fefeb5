"""Estimates how long people wait when many work at once: `python -m benchmarks.capacity`.

This is a simulation, since two cores cannot serve so many people. People open pages one after another. Each page
occupies a worker for the time that was measured for it. A request that finds no free worker waits in line, as in front
of gunicorn. A form that is sent also waits for the one write lock. The cost of a page is given by kind, in milliseconds
of one core. It comes from the last figures of `make bench`, with 8 connections on 2 workers: 2,000 milliseconds of
workers in each second, divided by the answers in a second.
"""

import heapq
import sys
from random import Random

WRITE = "a form that is sent"
COSTS = {
    "search, signed in": (0.35, 6.6),
    "an entry, signed in, half of them kept": (0.35, 12.5),
    "the board": (0.15, 10.2),
    "consultations": (0.05, 10.2),
    WRITE: (0.1, 40.0),
}
"""A mapping from kind of page to its share of the pages that people open, and to the milliseconds of a core for one
page."""
BETWEEN_SECONDS = 15.0
"""The average time that a person reads, types and thinks between two pages."""
SPREAD = 0.5
"""The time of a page differs from its cost by up to this share of the cost."""
PEOPLE = (50, 200, 1_000, 3_000)
WORKERS = (2, 4, 8, 16)
PAGES = 60_000


def waits(people: int, workers: int, seed: int = 1) -> tuple[float, float, float]:
    """Return the 50th and 99th percentile of milliseconds until an answer, and the share of time in which workers are
    busy."""
    random = Random(seed)
    kinds, shares = list(COSTS), [share for share, _ in COSTS.values()]
    free = [0.0] * workers
    now = busy = unlocked = 0.0
    waited = []
    for _ in range(PAGES):
        now += random.expovariate(people / BETWEEN_SECONDS)
        kind = random.choices(kinds, shares)[0]
        begins = max(now, heapq.heappop(free))
        writes = kind == WRITE
        ends = max(begins, unlocked if writes else 0.0) + COSTS[kind][1] / 1000 * random.uniform(1 - SPREAD, 1 + SPREAD)
        unlocked = ends if writes else unlocked
        heapq.heappush(free, ends)
        waited.append((ends - now) * 1000)
        busy += ends - begins
    waited.sort()
    return waited[PAGES // 2], waited[PAGES * 99 // 100], busy / (max(free) * workers)


def main() -> int:
    """Print the table. Return 0."""
    print(
        "| people at work | pages a second | " + " | ".join(f"{n} workers: p50 / p99 ms, busy" for n in WORKERS) + " |"
    )
    print("| ---: " * (2 + len(WORKERS)) + "|")
    for people in PEOPLE:
        cells = []
        for workers in WORKERS:
            half, most, busy = waits(people, workers)
            cells.append("too many" if busy > 0.97 else f"{half:.0f} / {most:.0f}, {busy:.0%}")
        print(f"| {people:,} | {people / BETWEEN_SECONDS:.0f} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
