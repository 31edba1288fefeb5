"""No mutant of policy, gate, clock of consultations, campaigns or seals goes unnoticed without a reason.

Of each group forty are drawn by SEED, 1 unless set; MUTANTS=200 draws more, MUTANTS=all tries all of them.
"""

import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.long.attack.mutants.reasons import REASONS
from tests.long.attack.mutants.running import unnoticed_in
from tests.long.attack.mutants.table import GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_made_wrong_is_noticed(group: str) -> None:
    command = [sys.executable, "-m", "tests.long.attack.mutants.running", group]

    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    print(done.stdout)
    assert done.returncode == 0, done.stderr
    unnoticed = unnoticed_in(done.stdout)
    assert [one for one in unnoticed if (one["module"], one["line"], one["what"]) not in REASONS] == []


def test_a_reason_is_for_a_line_that_is_there() -> None:
    for module, line, _what in REASONS:
        path = PROJECT / f"{module.replace('.', '/')}.py"
        assert line in {one.strip() for one in path.read_text(encoding="utf-8").splitlines()}, line
