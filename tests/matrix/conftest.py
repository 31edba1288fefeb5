"""The site and what everybody is answered there: made once for all tests of this folder."""

import io
import pickle
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.conftest import MadeOnce, close, copy_of, keep_few_states, make_app, rebuild_index
from tests.matrix.crawl import DESK, Crawl, crawl, logged, whole
from tests.matrix.site import Browsers, Site, build
from tests.matrix.table import may_read

# A visitor and who reads almost everything ask for all: nothing is told to anybody where it is told to neither of them
# nor to who staffs a desk, who asks for one address of each rule. Whoever else there is asks for what has a secret
# name, of each kind and column one, for all addresses where one of these was told what the other may not read (of cards
# for a third), where it belongs for what the other may read, and in turn for the rest; `make long-pages` has everyone
# ask everything.
WHOLE = ("visitor", "administrator")
# What treaties, rules and offices of the seed data say is for everyone, and most of what stands on pages and in files:
# the States of which there are people and things, two treaties, two sheets of each, and the offices of one.
STATES, TREATIES, SHEETS, STATE = ("FR", "KG", "KZ"), ("untoc", "tip-protocol"), ("", "extradition"), "KG"


@dataclass
class Crawled:
    """The crawls of a site by person, each made when it is first asked for; `log` is what was logged meanwhile."""

    site: Site
    browsers: Browsers
    language: str = "en"
    is_whole: bool = False
    log: io.StringIO = field(default_factory=io.StringIO)
    crawls: dict[str, Crawl] = field(default_factory=dict)

    def of(self, person: str) -> Crawl:
        if person not in self.crawls:
            with logged(self.log):
                self.crawls[person] = crawl(self.site, self.browsers, person, self.language, self._told(person))
        return self.crawls[person]

    def _told(self, person: str) -> set[str] | None:
        """Return where a person is to be told something, or may be told what is not for them; None has the person ask
        everything."""
        if self.is_whole or person in WHOLE:
            return None
        readable = [one for one in self.site.canaries if may_read(person, one.needs)]
        own = {f"GET {whole(page, self.language)}" for one in readable for page in one.pages}
        words = {one.word for one in readable}
        crawls = [self.of(one) for one in (*WHOLE, DESK) if one != person]
        return own.union(*(found for one in crawls for word, found in one.stands.items() if word not in words))


def with_few_words(few_states: Path, folder: Path) -> Path:
    """Return a copy of that data folder with fewer States and treaties, of each State two sheets of rules at most, and
    the offices of one State alone."""
    database = copy_of(few_states, folder) / "directory.sqlite3"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute(f"DELETE FROM requirement_sheet WHERE measure NOT IN {SHEETS}")
        opened.execute("DELETE FROM authority WHERE jurisdiction_key != ?", (STATE,))
    keep_few_states(database, STATES, TREATIES)
    rebuild_index(folder)
    return folder


@pytest.fixture(scope="session")
def site(few_states: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of this worker's own: a copy of one that takes long to build."""

    def make(folder: Path) -> None:
        made = build(with_few_words(few_states, folder / "data"))
        close(made.app)
        (folder / "known").write_bytes(pickle.dumps(replace(made, app=None)))

    made = made_once("matrix", make)
    folder = copy_of(made / "data", tmp_path_factory.mktemp("matrix") / "data")
    return replace(pickle.loads((made / "known").read_bytes()), app=make_app(folder), folder=folder)


@pytest.fixture(scope="session")
def crawled(site: Site) -> Crawled:
    return Crawled(site, site.browsers())
