"""A fifteenth language is one row and one catalogue: a copy of the site that has them is used as people would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.added_language.added import CODE, copy_with_a_language
from tests.conftest import ENCRYPTION_KEY, SECRET, copy_of, keep_few_states

# Those whose pages are asked; the index is made anew of what is kept.
TREATIES = ("untoc", "minsk-1993", "kz-kg-mla-1996")
# Of the tests of catalogues; the words of this one are longer than labels may be.
OF_THE_CATALOGUE = ("every_string", "placeholders", "compiles")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with_a_language(tmp_path_factory.mktemp("added") / "code")


def run(copy: Path, *command: str) -> str:
    """Run a module of Python in a copy; return what it said if it failed."""
    secrets = {"SECRET_KEY": SECRET, "ENCRYPTION_KEYS": ENCRYPTION_KEY}
    # The other plugins of pytest take long to import.
    environment = os.environ | secrets | {"PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", *command], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr


@pytest.mark.long
def test_pages_dates_names_and_search_follow_a_language_that_was_added(
    copy: Path, few_states: Path, tmp_path: Path
) -> None:
    folder = copy_of(few_states, tmp_path / "data")
    keep_few_states(folder / "directory.sqlite3", treaties=TREATIES)

    assert run(copy, "tests.added_language.use_added", str(folder)) == ""


def test_the_checks_of_catalogues_cover_a_language_that_was_added(copy: Path) -> None:
    chosen = f"called_complete or {CODE} and ({' or '.join(OF_THE_CATALOGUE)})"

    tests = "-p", "xdist.plugin", "-n0", "-q", "tests/translations/test_catalogues.py"

    assert run(copy, "pytest", *tests, "-k", chosen) == ""
