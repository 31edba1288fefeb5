"""Everything in which words could be kept: the data folder, the database, its log of changes, its backup."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from directory.app import create_app
from directory.config import Config
from directory.models import Jurisdiction, Network, Treaty
from tests import factories
from tests.conftest import ENCRYPTION_KEY, SECRET, Client, MadeOnce, close, copy_of, make_app
from tests.postgresql import PostgreSQL

ON_BOTH = [
    pytest.param("sqlite", marks=pytest.mark.sqlite),
    pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql")),
]


@dataclass(frozen=True)
class Kept:
    """A data folder and the address of a database, empty for SQLite in that folder, with a few States.

    Of PostgreSQL's log of changes, what is older than `since` is of other tests.
    """

    folder: Path
    address: str = ""
    server: PostgreSQL | None = None
    since: str = ""

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield whatever is kept, by the name of its file: the database, its log, its backup, the data folder."""
        yield from ((file.name, file.read_bytes()) for file in self.folder.rglob("*") if file.is_file())
        if self.server is not None:
            files = self.server.files_of(self.address, self.since)
            yield from ((f"postgresql {file.name}", file.read_bytes()) for file in files)
            yield "backup", self.server.dump(self.address)

    def holding(self, *words: str) -> list[str]:
        """Return what holds one of the words, in any of the ways in which a database, its backup or an index does."""
        ways = [
            way for word in words for way in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
        ]
        return [name for name, content in self.contents() if any(way in content.lower() for way in ways)]

    def names(self) -> set[str]:
        """Return the names of what is kept."""
        return {name for name, _content in self.contents()}


@pytest.fixture(scope="session")
def three_states(migrated_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with three States, a network and a treaty alone: what is made of a whole site, its backup,
    its files or its index, is soon made."""

    def make(folder: Path) -> None:
        app = make_app(copy_of(migrated_folder, folder))
        with app.app_context():
            add_states()
        close(app)

    return made_once("three", make)


def kept_on(request: pytest.FixtureRequest, folder: Path) -> Kept:
    """Return a new folder and database of the kind that a parameter of ON_BOTH names."""
    if request.param == "sqlite":
        return Kept(copy_of(request.getfixturevalue("three_states"), folder))
    server: PostgreSQL = request.getfixturevalue("postgresql")
    template = request.getfixturevalue("migrated_template")
    since, address = server.mark(), server.database(template)
    with make_app(folder, address).app_context():
        add_states()
    return Kept(folder, address, server, since)


@contextmanager
def deployed(kept: Kept, quiet: Path) -> Iterator[Flask]:
    """Run an app that logs and sends mail as a deployment does; its context is pushed. `quiet` is a free folder."""
    mails = f"file:{kept.folder / 'mails'}"
    app = create_app(Config(SECRET, (ENCRYPTION_KEY,), kept.folder, kept.address, mail_url=mails))
    app.test_client_class = Client
    with app.app_context():
        yield app
    close(app)
    # The next app of the tests sets how much is logged, for all of this process.
    make_app(quiet)


def add_states() -> None:
    """Store three States, a network and a treaty in an empty database."""
    names = {"KG": ("KGZ", "Asia/Bishkek"), "FR": ("FRA", "Europe/Paris"), "TJ": ("TJK", "Asia/Dushanbe")}
    states = [
        Jurisdiction(key=key, name=factories.english(key), alpha3=alpha3, region="143", time_zones=(zone,))
        for key, (alpha3, zone) in names.items()
    ]
    treaty = Treaty(
        key="untoc", title=factories.english("Convention"), short_title=factories.english("UNTOC"), level="universal"
    )
    factories.add(*states, Network(key="casc", name=factories.english("CASC"), network_kind="prosecutors"), treaty)
