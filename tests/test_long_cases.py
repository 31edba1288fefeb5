"""Of a test that is marked as long each `each`-th case runs, and all with `--long`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

TESTS = """
import pytest


@pytest.mark.long(each=3, start=1)
@pytest.mark.parametrize("number", range(6))
def test_cases(number):
    pass


@pytest.mark.long
def test_whole():
    pass


def test_other():
    pass
"""


@pytest.mark.parametrize(
    ("option", "run"),
    [
        ([], ["test_cases[1]", "test_cases[4]", "test_other"]),
        (["--long"], [*(f"test_cases[{number}]" for number in range(6)), "test_whole", "test_other"]),
    ],
)
def test_a_share_of_long_cases_runs_and_all_where_they_are_asked_for(
    tmp_path: Path, option: list[str], run: list[str]
) -> None:
    (tmp_path / "test_them.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = long\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "-p", "tests.long_cases", *option]
    # The other plugins take longer to import than all the rest.
    environment = {"PYTHONPATH": str(PROJECT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line] == run
