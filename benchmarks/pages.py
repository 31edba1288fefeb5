"""Answers a second of the site's pages beside those of an empty view, by `wrk` at 8 connections, in turn.

Each server has two sync workers under the site's own `gunicorn.conf.py`. The site holds the seed data; the peers hold
as many documents of a corpus.
"""

import csv
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from benchmarks import goals
from benchmarks.engines import ENGINES
from benchmarks.engines.process import Missing, Process
from benchmarks.figures import Figure
from benchmarks.servers import PROJECT, Server, datasette, gunicorn
from directory.extensions import db
from directory.models import Authority, Jurisdiction
from directory.vocabulary import Role
from tests import factories
from tests.conftest import close, make_app
from tests.people import cookie_of, signed_in

SECONDS, ROUNDS, CONNECTIONS = 5, 2, 8
WARM_SECONDS = 2
"""So long is each asked before anything counts: a worker reads its index and compiles its templates once."""
DOCUMENTS = 700
"""As many as the seed data make."""
LATENCY = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)")
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
EMPTY = "empty view"
# A page of hits of each of these engines, by a server that others write.
SQLITE, HAYSTACK = "SQLite FTS5", "haystack + Whoosh"
WORDS = ("prosecutor", "court", "migration", "customs", "police", "extradition", "cybercrime", "kyrgyzstan")
# A page is asked for as a browser does.
HEADERS = ("Accept-Encoding: gzip", "Accept: text/html")
SCRIPT = """local paths = {{ {paths} }}
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


@dataclass
class Target:
    """Addresses of a server that are asked for in turn, and what came of it in each round."""

    server: Server
    paths: list[str]
    cookie: str = ""
    per_second: list[float] = field(default_factory=list)
    latency: dict[str, list[float]] = field(default_factory=lambda: {"50": [], "99": []})


def measure(folder: Path, site: Path) -> Iterator[Figure]:
    """Yield the lines of the pages of the site in a data folder; none where `wrk` is missing."""
    if shutil.which("wrk") is None:
        _tell("Pages are left out: `wrk` is needed, as root `apt-get install wrk`, or your system's like.")
        return
    targets = _site(site) | _peers(folder)
    servers = {target.server.address: target.server for target in targets.values()}
    try:
        for server in servers.values():
            server.start()
        for target in targets.values():
            _run(target, folder, WARM_SECONDS)
        for _ in range(ROUNDS):
            for name, target in targets.items():
                _tell(f"pages: {name}")
                _count(target, _run(target, folder, SECONDS))
        memory = max(targets["search"].server.memory())
    finally:
        for server in servers.values():
            server.stop()
    yield from _figures(targets)
    yield Figure("pages: memory of a worker, the seed data alone, MB", memory)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _site(site: Path) -> dict[str, Target]:
    """Return what is asked of the site, with the session of a coordinator of the home network where it takes one."""
    rows = csv.DictReader((PROJECT / "tests/search/queries.csv").read_text(encoding="utf-8").splitlines())
    searches = [f"/en/search?q={quote(row['query'])}" for row in rows]
    app = make_app(site)
    with app.app_context():
        keys = {model: list(db.session.scalars(select(model.key))) for model in (Jurisdiction, Authority)}
        cookie = cookie_of(signed_in(app, factories.account(Role.COORDINATOR, networks=["casc"])))
    close(app)
    server = gunicorn("wsgi:app", site, "/healthz")
    return {
        EMPTY: Target(gunicorn("benchmarks.empty:app", site), ["/"]),
        "search": Target(server, searches),
        "jurisdiction": Target(server, [f"/en/jurisdictions/{key}" for key in keys[Jurisdiction]]),
        "authority": Target(server, [f"/en/authorities/{key}" for key in keys[Authority]]),
        "search, signed in": Target(server, searches, cookie),
        "board, signed in": Target(server, ["/en/focal-points"], cookie),
        "proposals, signed in": Target(server, ["/en/proposals"], cookie),
    }


def _peers(folder: Path) -> dict[str, Target]:
    """Return what is asked of the peers that are installed: a page of hits for a word, and how many there are."""
    folders = {name: folder / f"{name.partition(' ')[0].lower()}-pages" for name in (SQLITE, HAYSTACK)}
    built = [name for name, own in folders.items() if _is_built(name, own)]
    file = folders[SQLITE] / "words.sqlite3"
    columns = "_nocol=keywords&_nocol=notes&_size=20&_search="
    servers = {
        SQLITE: (datasette(file, "/words"), f"/words/words?{columns}"),
        HAYSTACK: (
            gunicorn("benchmarks.engines.haystack_app.wsgi:app", folder, HAYSTACK_FOLDER=str(folders[HAYSTACK])),
            "/?q=",
        ),
    }
    return {name: Target(servers[name][0], [servers[name][1] + word for word in WORDS]) for name in built}


def _is_built(name: str, folder: Path) -> bool:
    _tell(f"pages: {name} is built")
    folder.mkdir()
    process = Process(ENGINES[name], folder)
    try:
        process.build(DOCUMENTS)
    except Missing:
        return False
    finally:
        process.end()
    return True


def _run(target: Target, folder: Path, seconds: int) -> str:
    """Ask for so long and return what `wrk` says of it."""
    script = folder / "paths.lua"
    script.write_text(SCRIPT.format(paths=", ".join(map(json.dumps, target.paths))), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", str(script)]
    cookie = (f"Cookie: __Host-session={target.cookie}",) if target.cookie else ()
    headers = [f"-H{header}" for header in (*HEADERS, *cookie)]
    said = subprocess.run(
        [*command, *headers, target.server.address], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{target.paths[0]}: {said}")
    return said


def _count(target: Target, said: str) -> None:
    target.per_second.append(float(said.partition("Requests/sec:")[2].split()[0]))
    for percent, value, unit in LATENCY.findall(said):
        target.latency[percent].append(float(value) * MILLISECONDS[unit])


def _figures(targets: dict[str, Target]) -> Iterator[Figure]:
    rates = {name: statistics.mean(target.per_second) for name, target in targets.items()}
    peers = {name: rates[name] for name in (SQLITE, HAYSTACK) if name in rates}
    yield Figure("pages: empty view, a second", rates[EMPTY])
    for name, target in targets.items():
        if name in {EMPTY, *peers}:
            continue
        others = peers if name == "search" else {}
        yield Figure(f"pages: {name}, a second", rates[name], None, others)
        shares = {peer: rate / rates[EMPTY] for peer, rate in others.items()}
        yield Figure(
            f"pages: {name}, share of the empty view", rates[name] / rates[EMPTY], goals.PAGE_SHARE[name], shares
        )
        for percent, values in target.latency.items():
            goal = goals.PAGE_P99.get(name) if percent == "99" else None
            slow = {peer: max(targets[peer].latency[percent]) for peer in others}
            yield Figure(f"pages: {name}, p{percent} ms", max(values), goal, slow)
