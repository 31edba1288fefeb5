"""The whole run: each size, then the pages, into one table."""

import os
import signal
import sys
import tempfile
from pathlib import Path

from benchmarks import pages, search
from benchmarks.corpus import SIZES
from benchmarks.engines.postgresql import SERVER
from benchmarks.figures import Figure, table
from tests.conftest import fill
from tests.postgresql import PostgreSQL


def main() -> int:
    """Measure and print; return 1 where a goal is not met."""
    sizes = [int(size) for size in os.environ.get("SIZES", "").split(",") if size] or SIZES[:-1]
    figures: list[Figure] = []
    profiles = []
    # Otherwise the server would outlive a run that is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server = PostgreSQL()
    os.environ[SERVER] = server.database()
    try:
        with tempfile.TemporaryDirectory(prefix="benchmarks-") as temporary:
            folder = Path(temporary)
            site = folder / "site"
            fill(site)
            for size in sizes:
                measured = search.measure(size, folder, site)
                figures += search.figures(measured)
                profiles.append(f"{size:,} documents\n{measured.profile}")
            figures += pages.measure(folder, site)
    finally:
        server.stop()
    text = table(figures)
    print(text)
    for name, content in (("OUT", text), ("PROFILE", "\n".join(profiles))):
        if path := os.environ.get(name):
            Path(path).write_text(f"{content}\n", encoding="utf-8")
    return int(any(figure.is_met is False for figure in figures))
