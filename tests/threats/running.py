"""Runs the tests of a row of the table in a process of their own and counts what came out."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.conftest import MADE_ONCE, PROJECT, SERVED
from tests.threats.plugin import THREAT
from tests.threats.table import Row

# The plugin, and no more failures than show that the defence is gone.
WITHOUT = ("-p", "tests.threats.plugin", "--maxfail=3")
# The older form of the report takes what tests count.
REPORTED = ("-o", "junit_logging=system-out", "-o", "junit_family=xunit1")
COMMAND = ("-m", "pytest", "-n0", "-q", "--long", "-p", "no:cacheprovider", *REPORTED)
# What a test says that found otherwise than it should; all else is a fault of its own.
FOUND_OTHERWISE = ("assert", "AssertionError", "Failed: DID NOT RAISE")


@dataclass
class Outcome:
    """How many tests passed, which found otherwise than they should, what else went wrong, and what they printed."""

    passed: int = 0
    seconds: float = 0
    failed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def defended(row: Row, made_once: Path, environment: Mapping[str, str]) -> Outcome:
    """Run the tests of a row on the product as it is."""
    return _run(row, made_once, environment)


def undefended(row: Row, made_once: Path) -> Outcome:
    """Run them with the defence of the row turned off, in servers that they start as well."""
    return _run(row, made_once, {THREAT: str(row.number), SERVED: "tests.threats.served:app"}, *WITHOUT)


def _run(row: Row, made_once: Path, environment: Mapping[str, str], *options: str) -> Outcome:
    made_once.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, *COMMAND, f"--junitxml={report}", f"--basetemp={folder}/data", *options, *row.tests]
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env={**os.environ, MADE_ONCE: str(made_once), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert report.exists(), done.stdout + done.stderr
        return _outcome(ElementTree.parse(report).getroot())


def _outcome(report: ElementTree.Element) -> Outcome:
    outcome = Outcome()
    for case in report.iter("testcase"):
        outcome.seconds += float(case.get("time", 0))
        outcome.figures += _printed(case)
        name = str(case.get("name"))
        failure, error, skipped = case.find("failure"), case.find("error"), case.find("skipped")
        if failure is not None and str(failure.get("message")).startswith(FOUND_OTHERWISE):
            outcome.failed.append(name)
        elif failure is not None or error is not None or skipped is not None:
            outcome.faults.append(name)
        else:
            outcome.passed += 1
    return outcome


def _printed(case: ElementTree.Element) -> list[str]:
    lines = (case.findtext("system-out") or "").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("---", "{"))]
