"""The units of docs/deployment: what systemd says of them, and that the product bears their confinement."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

FOLDER = PROJECT / "docs/deployment"
UNITS = sorted(file.name for file in FOLDER.glob("*.service"))
# In tenths, of ten: https://www.freedesktop.org/software/systemd/man/systemd-analyze.html
MOST_EXPOSED = 12
SHARED = "# What follows is the same in each unit of Counterpart."


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_hardly_exposed(unit: str) -> None:
    command = ["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={MOST_EXPOSED}"]
    done = subprocess.run([*command, FOLDER / unit], capture_output=True, text=True, check=False)

    print(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout


def test_systemd_finds_nothing_wrong_in_them(tmp_path: Path) -> None:
    for file in (*FOLDER.glob("*.service"), *FOLDER.glob("*.socket")):
        text = file.read_text().replace("/srv/counterpart/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / file.name).write_text(text)

    command = ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert [line for line in done.stderr.splitlines() if "counterpart" in line] == []
    assert done.returncode == 0


def test_they_are_confined_alike() -> None:
    confinements = {(FOLDER / unit).read_text().partition(SHARED)[2] for unit in UNITS}

    assert len(confinements) == 1
    assert "NoNewPrivileges=yes" in confinements.pop()
