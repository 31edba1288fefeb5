"""The site and what everybody is answered there: made once for all tests of this folder."""

import io
import pickle
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.conftest import MadeOnce, close, copy_of, keep_few_states, make_app, rebuild_index
from tests.matrix.crawl import Crawl, crawl, logged
from tests.matrix.site import Browsers, Site, build

# A visitor, who staffs a desk, and who reads almost everything: nothing is told to anybody where it is told to none of
# them. Whoever else there is asks for what has a secret name, of each kind and column one, for all addresses where one
# of these was told what is not for everyone (of cards for half), and in turn for the rest; `make long-pages` has
# everyone ask everything.
WHOLE = ("visitor", "desk member", "administrator")
# What treaties and rules of States say is for everyone, and most of what stands on pages and in files.
TREATIES, SHEETS = ("untoc", "tip-protocol"), ("", "extradition")


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
        """Return where a person may be told what is not for everyone; None has the person ask everything."""
        if self.is_whole or person in WHOLE:
            return None
        open_ = {one.word for one in self.site.canaries if one.needs == ("public",)}
        crawls = [self.of(one) for one in WHOLE]
        return {asked for one in crawls for word, found in one.stands.items() if word not in open_ for asked in found}


def with_few_words(few_states: Path, folder: Path) -> Path:
    """Return a copy of that data folder with few treaties and of each State two sheets of rules at most."""
    database = copy_of(few_states, folder) / "directory.sqlite3"
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute(f"DELETE FROM requirement_sheet WHERE measure NOT IN {SHEETS}")
    keep_few_states(database, treaties=TREATIES)
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
