"""A role or an audience is added in two files: a copy of the site that has these lines more is used as people would."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ENCRYPTION_KEY, PROJECT, SECRET, copy_of, keep_few_states
from tests.project_copy import copy_part

Lines = Mapping[str, tuple[tuple[str, str], ...]]

# For each file the line after which another is written.
ROLE: Lines = {
    "vocabulary/people.py": (
        ('    ADMINISTRATOR = "administrator"', '    OBSERVER = "observer"'),
        ('    Term(Role.ADMINISTRATOR, _l("Administrator")),', '    Term(Role.OBSERVER, "Observer"),'),
    ),
    "access/policy.py": (
        ("    Audience.PRACTITIONERS: {", "        Role.OBSERVER: Reach.ANYWHERE,"),
        ("ADMISSION: Mapping[Role, Action] = {", "    Role.OBSERVER: Action.INVITE,"),
    ),
}
AUDIENCE: Lines = {
    "vocabulary/trust.py": (
        ('    COORDINATORS = "coordinators"', '    ADMINISTRATORS = "administrators"'),
        (
            '    Term(Audience.COORDINATORS, _l("Coordinators")),',
            '    Term(Audience.ADMINISTRATORS, "Administrators"),',
        ),
    ),
    "access/policy.py": (
        (
            "READERS: Mapping[Audience, Mapping[Role, Reach]] = {",
            "    Audience.ADMINISTRATORS: {Role.ADMINISTRATOR: Reach.ANYWHERE},",
        ),
    ),
}

# The index is made anew, and nobody asks for others.
STATES, TREATIES = ("KG", "KZ"), ("tip-protocol", "untoc")


def copy_with(lines: Lines, folder: Path) -> Path:
    """Return a copy of the code that has some lines more."""
    copy_part("directory", folder)
    for name in ("search_index", "templates", "tests", "seed_data"):
        (folder / name).symlink_to(PROJECT / name)
    for name, added in lines.items():
        path = folder / "directory" / name
        code = path.read_text()
        for after, line in added:
            assert code.count(f"{after}\n") == 1, after
            code = code.replace(f"{after}\n", f"{after}\n{line}\n")
        path.write_text(code)
    return folder


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("what", "lines"), [("role", ROLE), ("audience", AUDIENCE)])
def test_pages_forms_search_and_files_follow_two_tables(
    few_states: Path, tmp_path: Path, what: str, lines: Lines
) -> None:
    code, data = copy_with(lines, tmp_path / "code"), copy_of(few_states, tmp_path / "data")
    keep_few_states(data / "directory.sqlite3", STATES, TREATIES)
    environment = os.environ | {"SECRET_KEY": SECRET, "ENCRYPTION_KEYS": ENCRYPTION_KEY, "PYTHONPATH": str(code)}

    ended = subprocess.run(
        [sys.executable, "-m", "tests.access.added", what, str(data)],
        cwd=code,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(lines) == 2
    assert ended.returncode == 0, ended.stderr
