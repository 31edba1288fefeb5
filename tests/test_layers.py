"""The import contracts hold, and a planted violation of each kind is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PLANTED = [
    ("directory/models/network.py", "from directory.access import gate", "Layers, top to bottom"),
    ("directory/networks/queries.py", "from flask import request", "Rules and reading never see HTTP"),
    ("directory/networks/presenters.py", "from search_index import Query", "Only search talks to the index"),
    ("search_index/text/folding.py", "import flask", "The search package knows nothing of the app"),
    ("search_index/query/matching.py", "import whoosh.index", "Two modules know the engine"),
    ("directory/home/presenters.py", "from directory.networks import views", "A view is imported by the app alone"),
    ("directory/networks/queries.py", "from directory.networks import presenters", "Inside a feature"),
    ("directory/formats/cells.py", "from directory.models import Mail", "Writers of files know rows"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("directory", "search_index"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_all_contracts_hold(project: Path) -> None:
    result = lint(project)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED, ids=[row[2] for row in PLANTED])
def test_a_planted_violation_breaks_its_contract(project: Path, file: str, line: str, contract: str) -> None:
    module = project / file
    module.write_text(module.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    result = lint(project)

    assert result.returncode != 0
    assert any(contract in out and "BROKEN" in out for out in result.stdout.splitlines()), result.stdout
