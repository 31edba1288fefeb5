"""Measures how many answers a second the site's pages give, and an empty view, with `wrk` over 8 connections.

The pages are measured in turn. Each server has two sync workers with the site's own `gunicorn.conf.py`. The site has
the seed data; the peers have a corpus with as many documents.
"""

import csv
import shutil
import statistics
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

from sqlalchemy import select

from benchmarks import goals
from benchmarks.engines import ENGINES
from benchmarks.engines.process import Missing, Process
from benchmarks.figures import Figure, Goal
from benchmarks.offices import LANGUAGES
from benchmarks.servers import PROJECT, datasette, gunicorn
from benchmarks.wrk import Target, note, run
from directory.extensions import db
from directory.models import Authority, Jurisdiction
from directory.vocabulary import Role
from tests import factories
from tests.conftest import close, make_app
from tests.people import cookie_of, signed_in

SECONDS, ROUNDS = 5, 2
WARM_SECONDS = 5
"""The seconds for which each page is requested before it is measured: first, a worker reads its index and templates."""
DOCUMENTS = 700
"""The number of documents that the seed data give."""
EMPTY, NEW = "empty view", "never asked before"
HOME = ("AM", "AZ", "GE", "KZ", "KG", "TJ", "TM", "UZ")
"""The States whose pages are requested again and again."""
MOST_PATHS = 20_000
"""More addresses than one run requests, and fewer than a script of `wrk` can hold."""
# Engines for which a server by other authors shows a page of hits.
SQLITE, HAYSTACK = "SQLite FTS5", "haystack + Whoosh"
WORDS = ("prosecutor", "court", "migration", "customs", "police", "extradition", "cybercrime", "kyrgyzstan")


def measure(folder: Path, site: Path) -> Iterator[Figure]:
    """Yield the lines of the table for the pages of the site in the data folder `site`. Yield nothing if `wrk` is
    missing."""
    if shutil.which("wrk") is None:
        _tell("Pages are left out: `wrk` is needed, as root `apt-get install wrk`, or your system's like.")
        return
    targets = _site(site) | _peers(folder)
    servers = {target.server.address: target.server for target in targets.values()}
    try:
        for server in servers.values():
            server.start()
        for target in targets.values():
            run(target, folder, WARM_SECONDS)
        for _ in range(ROUNDS):
            for name, target in targets.items():
                _tell(f"pages: {name}")
                note(target, run(target, folder, SECONDS))
        own, in_all = targets["search"].server.memory()
    finally:
        for server in servers.values():
            server.stop()
    yield from _figures(targets)
    yield Figure("pages: memory of a worker that it does not share, MB", own, goals.OWN_MEGABYTES)
    yield Figure("pages: memory of the server and its two workers, MB", in_all)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _site(site: Path) -> dict[str, Target]:
    """Return a mapping from name to requests of the site. Some requests have the session of a coordinator."""
    rows = csv.DictReader((PROJECT / "tests/search/queries.csv").read_text(encoding="utf-8").splitlines())
    searches = [f"search?q={quote(row['query'])}" for row in rows]
    app = make_app(site)
    with app.app_context():
        states = list(db.session.scalars(select(Jurisdiction.key)))
        authorities = db.session.execute(select(Authority.key, Authority.jurisdiction_key)).all()
        cookie = cookie_of(signed_in(app, factories.account(Role.COORDINATOR, networks=["casc"])))
    close(app)
    at_home = [f"authorities/{key}" for key, state in authorities if state in HOME]
    server = gunicorn("wsgi:app", site, "/healthz")
    asked = {
        "search": Target(server, _in_english(searches)),
        "jurisdiction": Target(server, _in_english(f"jurisdictions/{key}" for key in HOME)),
        "authority": Target(server, _in_english(at_home)),
        f"search, {NEW}": Target(server, _once(f"{one}&jurisdiction={key}" for one in searches for key in states)),
        f"jurisdiction, {NEW}": Target(server, _once(f"jurisdictions/{key}" for key in states)),
        f"authority, {NEW}": Target(server, _once(f"authorities/{key}" for key, _ in authorities)),
        "search, signed in": Target(server, _in_english(searches), cookie),
        "board, signed in": Target(server, ["/en/focal-points"], cookie),
        "proposals, signed in": Target(server, ["/en/proposals"], cookie),
    }
    return {EMPTY: Target(gunicorn("benchmarks.empty:app", site), ["/"]), **asked}


def _in_english(pages: Iterable[str]) -> list[str]:
    return [f"/en/{page}" for page in pages]


def _once(pages: Iterable[str]) -> list[str]:
    """Return addresses of pages in all languages except English, in random order. One run requests each at most
    once."""
    paths = [f"/{language}/{page}" for page in pages for language in LANGUAGES if language != "en"]
    Random(1).shuffle(paths)
    return paths[:MOST_PATHS]


def _peers(folder: Path) -> dict[str, Target]:
    """Return a mapping from name to requests of each installed peer: a page with the hits for a word and their
    number."""
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
        goal: Goal | None = goals.PAGE_SHARE[name.removesuffix(f", {NEW}")]
        yield Figure(f"pages: {name}, share of the empty view", rates[name] / rates[EMPTY], goal, shares)
        for percent, values in target.latency.items():
            goal = goals.PAGE_P99.get(name.removesuffix(f", {NEW}")) if percent == "99" else None
            slow = {peer: max(targets[peer].latency[percent]) for peer in others}
            yield Figure(f"pages: {name}, p{percent} ms", max(values), goal, slow)
