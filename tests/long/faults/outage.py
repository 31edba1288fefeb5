"""Readers, a writer and a worker of a site of which a part fails and comes back, and one line of figures on it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from flask import Flask

from tests.conftest import START_SECONDS
from tests.crashes.site import Site
from tests.long.faults.load import Answer, Load, ask
from tests.long.faults.writers import Writer, add_writer, post, titles_stored

PAUSE_SECONDS = 0.2
# What no reader may see of a fault.
INSIDE = ("Traceback", "psycopg", "sqlite3", "sqlalchemy", "OperationalError", "/site-packages/")
HEAD = (
    "fault | answers by status | acknowledged | lost | stored twice | refused | of these stored | sent again"
    " | seconds until all answered | until the next write | load"
)


@dataclass
class Reader:
    """Who asks for one page again and again: when it was there, the statuses, and what was wrong with refusals."""

    language: str = ""
    well_at: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, answer: Answer) -> None:
        self.statuses[answer.status] += 1
        if answer.status == 200:
            self.well_at.append(answer.came_at)
        if answer.status == 503 and self.language and f'<html lang="{self.language}"' not in answer.text:
            self.wrong.append(f"not in {self.language}")
        self.wrong += [word for word in INSIDE if word in answer.text]

    def first_after(self, moment: float) -> float | None:
        return next((at for at in self.well_at if at > moment), None)


class Outage:
    """The people at a site, for the length of a `with` block in which a part is taken away and given back."""

    def __init__(self, site: Site, writer_headers: dict[str, str]) -> None:
        self.site, self.headers = site, writer_headers
        self.load, self.writer, self.readers = Load(), Writer(), list[Reader]()
        self.given_back_at = float("inf")
        titles = (f"Notice {number}" for number in count(1))
        self.posting = threading.Lock()
        add_writer(self.load, site, self.writer, writer_headers, titles, PAUSE_SECONDS, self.posting)

    def add_reader(self, address: str, headers: Mapping[str, str] | None = None, language: str = "") -> Reader:
        """Add a reader of a page."""
        reader = Reader(language)
        self.readers.append(reader)
        self.load.add(lambda: ask(self.site.port, "GET", address, headers or {}, None), reader.note, PAUSE_SECONDS)
        return reader

    def __enter__(self) -> "Outage":
        self.load.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.load.__exit__(*error)

    def begin(self, writes: int = 20) -> None:
        """Let all have been answered, and so many writes be acknowledged, before a part is taken away."""
        self.load.wait_until(lambda: len(self.writer.acknowledged) >= writes and all(r.well_at for r in self.readers))

    def end(self, writes: int = 5) -> None:
        """Note that the part was given back, and wait until all are answered again."""
        now = self.given_back_at = time.monotonic()
        self.load.wait_until(
            lambda: self.writer.count_after(now) >= writes and all(r.first_after(now) for r in self.readers)
        )

    def seconds(self) -> float:
        """Return how long after the part was given back every reader had been answered."""
        return max(reader.first_after(self.given_back_at) or float("inf") for reader in self.readers) - (
            self.given_back_at
        )

    def require_nothing_lost(self, fault: str, app: Flask) -> None:
        """Send again what was refused, as its writer does whose form is still there; print the figures, and require
        that nothing that was acknowledged is missing and no reader was shown the inside of the site."""
        before = Counter(titles_stored(app))
        doubtful = [title for title in self.writer.refused if title in before]
        again = [post(self.site, self.headers, title).status for title in self.writer.refused if title not in before]
        stored, acknowledged = Counter(titles_stored(app)), self.writer.acknowledged
        lost = [title for title in acknowledged if title not in stored]
        twice = [title for title, times in stored.items() if times > 1]
        next_write = (self.writer.first_after(self.given_back_at) or float("inf")) - self.given_back_at
        print(HEAD)
        print(
            fault,
            dict(self.load.statuses),
            len(acknowledged),
            len(lost),
            len(twice),
            len(self.writer.refused),
            len(doubtful),
            f"{again.count(303)} of {len(again)}",
            f"{self.seconds():.1f}",
            f"{next_write:.1f}",
            f"{os.getloadavg()[0]:.1f}",
            sep=" | ",
        )
        assert lost == []
        assert twice == []
        assert set(again) <= {303}
        assert self.load.without_retry_after == 0
        assert set(self.load.statuses) <= {200, 303, 503}, self.load.statuses
        assert [wrong for reader in self.readers for wrong in reader.wrong] == []


@contextmanager
def working(site: Site, log: Path, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker of a site for the length of the block; what it says goes into a file. It must end well."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
            cwd=site.project,
            env=site.environment | environment,
            stdout=said,
            stderr=said,
        )
    try:
        yield process
        assert process.poll() is None, log.read_text()[-2000:]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(START_SECONDS)
    assert process.returncode == 0
