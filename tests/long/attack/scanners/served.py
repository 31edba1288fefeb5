"""Sites for scanners: each with a person of its own before it, in processes of its own, on either database."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PROJECT, close, copy_of, make_app
from tests.crashes.site import Site as Running
from tests.crashes.site import running
from tests.long.attack.scanners.watcher import Watcher
from tests.matrix.site import Site
from tests.matrix.table import may_read
from tests.people import cookie_of


@dataclass
class Scanned:
    """A running site, who stands before it and whose it is."""

    site: Site
    running: Running
    watcher: Watcher
    person: str
    log: Path

    def check(self) -> None:
        """Fail if the site told too much, had a fault, lost the person's session, or is not whole any more."""
        canaries = self.site.canaries.by_word
        found = [canaries[word] for word in self.watcher.words]
        told = [one.what for one in found if not may_read(self.person, one.needs)]
        faults = [line for line in self.log.read_text().splitlines() if '"event": "fault"' in line]
        assert told == []
        assert (self.watcher.faults, faults) == ([], [])
        assert self.watcher.statuses[200]
        for command in ("audit", "index"):
            status, said = self.running.run(command, "verify")
            assert status == 0, said

    def tell(self, what: str) -> None:
        """Print the figures of a scan."""
        statuses = ", ".join(f"{number} of {status}" for status, number in sorted(self.watcher.statuses.items()))
        total, load = sum(self.watcher.statuses.values()), os.getloadavg()[0]
        sys.stdout.write(f"{what}: {total} requests ({statuses}), load {load:.1f}\n")


@contextmanager
def scanned(made: Site, folder: Path, person: str, database_url: str = "") -> Iterator[Scanned]:
    """Serve a copy of a site to a scanner that is signed in as a person; move it to another database first, if any."""
    app = make_app(copy_of(made.folder, folder / "data"))
    if database_url:
        done = app.test_cli_runner().invoke(args=["database", "copy", database_url])
        assert done.exit_code == 0, done.output
        close(app)
        app = make_app(folder / "data", database_url)
    site = Site(app, folder / "data", made.canaries, made.things, made.accounts, made.tokens, made.own)
    browser = site.browsers().of[person]
    headers = {
        "Cookie": f"__Host-session={cookie_of(browser)}",
        "X-CSRFToken": browser.environ_base["HTTP_X_CSRFTOKEN"],
    }
    server = Running(folder / "data")
    server.environment |= {"TRUSTED_PROXIES": "1"} | ({"DATABASE_URL": database_url} if database_url else {})
    watched = Watcher(server.port, headers, made.tokens.get(person, ""))
    with (folder / "log").open("wb") as server.log, running(server), watched as watcher:
        yield Scanned(site, server, watcher, person, folder / "log")


def program(name: str) -> str:
    """Return a scanner of `make long-attack`, or of the machine."""
    own = PROJECT / ".venv-attack" / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        pytest.fail(f"{name} is not there: `make long-attack` installs it into .venv-attack.")
    return found


def findings(report: Path) -> list[str]:
    """Return what wapiti found, anomalies too, each in a line."""
    found = json.loads(report.read_text())
    kinds = {**found["vulnerabilities"], **found["anomalies"]}
    return [
        f"{kind}: {one['method']} {one['path']} {one['parameter']} {one['info']}"
        for kind, all_ in kinds.items()
        for one in all_
    ]
