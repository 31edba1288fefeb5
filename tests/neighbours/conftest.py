"""The site of the neighbours with what asks it, made once for all tests of this folder."""

from pathlib import Path

import pytest

from tests.conftest import MadeOnce, close, copy_of, keep_few_states
from tests.neighbours.asking import Asking
from tests.neighbours.site import Site, build, copied

# Rows are put back after each act: the fewer there are, the sooner. A treaty is nobody's.
TREATY = "untoc"


@pytest.fixture(scope="session")
def one_treaty(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of a few States and of one treaty, without an index of its own."""

    def make(folder: Path) -> None:
        keep_few_states(copy_of(few_states, folder) / "directory.sqlite3", treaties=(TREATY, TREATY))

    return made_once("one_treaty", make)


@pytest.fixture(scope="session")
def built(one_treaty: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site as it was built, to be copied."""
    site = build(copy_of(one_treaty, tmp_path_factory.mktemp("neighbours") / "data"))
    close(site.app)
    return site


@pytest.fixture(scope="session")
def asking(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return Asking(copied(built, tmp_path_factory.mktemp("asked") / "data"))
