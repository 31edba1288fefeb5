"""How long people wait when many are at work at once: `python -m benchmarks.capacity`.

A simulation, for what cannot be measured on two cores: people open pages one after another, each page takes a worker
for as long as it was measured to take, and who finds no worker free waits in line, as in front of gunicorn. A form
that is sent also waits for the one write lock. What a page takes is given by kind in milliseconds of one core, from
the last figures of `make bench` (8 connections on 2 workers: 2,000 milliseconds of workers a second, shared by the
answers of a second).
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
"""Share of the pages that people at work open, and milliseconds of a core that one takes."""
BETWEEN_SECONDS = 15.0
"""What a person reads, types and thinks between two pages, on average."""
SPREAD = 0.5
"""A page takes up to this share more or less than its cost."""
PEOPLE = (50, 200, 1_000, 3_000)
WORKERS = (2, 4, 8, 16)
PAGES = 60_000


def waits(people: int, workers: int, seed: int = 1) -> tuple[float, float, float]:
    """Return the 50th and the 99th percentile of milliseconds until an answer, and how busy workers are."""
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
    """Print the table."""
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
