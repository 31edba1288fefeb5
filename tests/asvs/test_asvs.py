"""docs/asvs.md answers each requirement of OWASP ASVS 5.0.0 once, and the tests that it names exist."""

import csv
import re
from collections import Counter

import pytest

from tests.conftest import PROJECT

DOCUMENT = (PROJECT / "docs/asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d., ]+) \| ([123]) \| (met|not met|does not apply) \| (.+) \|$", re.MULTILINE)
ROWS = [(each, level, answer, where) for ids, level, answer, where in ROW.findall(DOCUMENT) for each in ids.split(", ")]


def test_each_requirement_is_answered_once_at_its_level() -> None:
    with (PROJECT / "tests/asvs/requirements.csv").open(newline="") as file:
        wanted = [(row["requirement"], row["level"]) for row in csv.DictReader(file)]

    assert Counter((each, level) for each, level, _, _ in ROWS) == Counter(wanted)


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:tests|directory|docs)/[\w./]+)`", DOCUMENT))))
def test_each_file_that_an_answer_names_exists(place: str) -> None:
    assert (PROJECT / place).exists()


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_the_totals_are_those_of_the_rows(level: str) -> None:
    found = Counter(answer for _, one, answer, _ in ROWS if one == level)
    met, not_met, apart = (found[answer] for answer in ("met", "not met", "does not apply"))

    assert f"| {level} | {met} | {not_met} | {apart} |" in DOCUMENT
