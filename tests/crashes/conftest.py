"""What the tests of crashes share: less data still than others, since the index is made anew after each damage."""

from pathlib import Path

import pytest

from tests.conftest import MadeOnce, copy_of, keep_few_rules, keep_few_states, rebuild_index

STATES = ("KG", "KZ")
# What treaties say is most of what is indexed.
TREATIES = ("budapest-185", "cis-custody-1994")


@pytest.fixture(scope="session")
def few_states(seeded_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of two States and two treaties alone, with few of their rules."""

    def make(folder: Path) -> None:
        database = copy_of(seeded_folder, folder) / "directory.sqlite3"
        keep_few_states(database, STATES, TREATIES)
        keep_few_rules(database)
        rebuild_index(folder)

    return made_once("two", make)
