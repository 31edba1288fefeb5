"""Runs the benchmarks of searches at each size of corpus, then the benchmarks of pages, and prints one table."""

import os
import platform
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path

from benchmarks import pages, search
from benchmarks.corpus import SIZES
from benchmarks.engines import ENGINES
from benchmarks.engines.database import SERVER
from benchmarks.figures import Figure, table
from tests.conftest import fill
from tests.postgresql import PostgreSQL

SEARCH, PAGES = "search", "pages"


def main() -> int:
    """Measure, and print the table. Return 1 if a goal is not met, otherwise 0."""
    # Otherwise the server of PostgreSQL would outlive a run that is terminated.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        figures, profiles = _measure(Path(folder), os.environ.get("ONLY") or "")
    machine = f"{_machine()}, load {load:.1f} at the beginning and {os.getloadavg()[0]:.1f} at the end."
    text = f"{table(figures)}\n\n{machine}"
    print(text)
    for name, content in (("OUT", text), ("PROFILE", "\n".join(profiles))):
        if path := os.environ.get(name):
            Path(path).write_text(f"{content}\n", encoding="utf-8")
    return int(any(figure.is_met is False for figure in figures))


def _measure(folder: Path, only: str) -> tuple[list[Figure], list[str]]:
    """Return the lines of the table, and a profile of our slowest class of questions for each size. `only` selects one
    part."""
    figures: list[Figure] = []
    profiles: list[str] = []
    site = folder / "site"
    fill(site)
    if only != PAGES:
        sizes = [int(size) for size in _listed("SIZES")] or SIZES[:-1]
        engines = _listed("ENGINES") or list(ENGINES)
        server = PostgreSQL()
        os.environ[SERVER] = server.database()
        try:
            for size in sizes:
                measured = search.measure(size, folder, site, engines)
                figures += search.figures(measured)
                profiles.append(f"{size:,} documents\n{measured.profile}")
        finally:
            server.stop()
    if only != SEARCH:
        figures += pages.measure(folder, site)
    return figures, profiles


def _listed(name: str) -> list[str]:
    """Return the values in an environment variable, which commas separate."""
    return [one for one in os.environ.get(name, "").split(",") if one]


def _machine() -> str:
    """Return a description of the machine and the software, on which the figures depend."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
