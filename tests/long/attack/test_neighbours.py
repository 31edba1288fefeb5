"""Everything that names something, tried as every neighbour in every relation to it."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests.conftest import PROJECT

# The older form of the report alone holds how many cells a test tried.
OPTIONS = ("-n0", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1")
COMMAND = ("-m", "pytest", *OPTIONS, "tests/neighbours")


def test_no_cell_of_the_matrix_of_neighbours_is_a_surprise(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    options = (f"--junitxml={report}", f"--basetemp={tmp_path}/data")

    done = subprocess.run(
        [sys.executable, *COMMAND, *options],
        cwd=PROJECT,
        env={**os.environ, "NEIGHBOURS": "all"},
        capture_output=True,
        text=True,
        check=False,
    )

    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    found = [one.get("name") for one in cases if one.find("failure") is not None or one.find("error") is not None]
    cells = sum(
        int(one.get("value", 0)) for case in cases for one in case.iter("property") if one.get("name") == "cells"
    )
    print(f"{cells} cells in {len(cases)} tests, surprises in {len(found)}")
    assert found == [], done.stdout
    assert cells > 5_000
