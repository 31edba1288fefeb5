"""A browser test that fails once is repeated and named; the second such fails the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

TESTS = """
from pathlib import Path

import pytest

FAILURES = {failures}


@pytest.mark.parametrize("number", range(len(FAILURES)))
@pytest.mark.{mark}
def test_page(number):
    tries = Path(f"tries of {{number}}")
    tries.write_text("x" + (tries.read_text() if tries.exists() else ""))
    assert len(tries.read_text()) > FAILURES[number]
"""
NAMED = "Failed at first and passed when repeated: test_pages.py::test_page[{}]"


def run(folder: Path, mark: str, failures: list[int]) -> "subprocess.CompletedProcess[str]":
    """Run one test for each number: so often it fails before it passes."""
    (folder / "test_pages.py").write_text(TESTS.format(mark=mark, failures=failures), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n other\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-p",
        "xdist.plugin",
        "-p",
        "pytest_rerunfailures",
        "-p",
        "tests.repetition",
        "test_pages.py",
    ]
    # The other plugins that are installed take longer to import than these tests to run.
    alone = {"PYTHONPATH": str(PROJECT), "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment = {**os.environ, **alone}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("mark", "failures", "status", "named"),
    [
        ("browser", [0, 1], 0, [1]),
        ("browser", [1, 1], 1, [0, 1]),
        ("browser", [2], 1, []),
        ("other", [1], 1, []),
    ],
)
def test_one_browser_test_that_passes_when_repeated_is_named_and_two_fail_the_run(
    tmp_path: Path, mark: str, failures: list[int], status: int, named: list[int]
) -> None:
    done = run(tmp_path, mark, failures)

    assert done.returncode == status, done.stdout
    assert [number for number in range(len(failures)) if NAMED.format(number) in done.stdout] == named
