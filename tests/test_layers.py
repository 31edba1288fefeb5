"""The import contracts hold and name every module, planted violations are caught, and no class has two homes."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

PLANTED = [
    ("directory/models/network.py", "from directory.access import gate", "Layers, top to bottom"),
    ("directory/networks/queries.py", "from flask import request", "Rules and reading never see HTTP"),
    ("directory/networks/presenters.py", "from search_index import Query", "Only search talks to the index"),
    ("search_index/text/folding.py", "import flask", "The search package knows nothing of the app"),
    ("search_index/query/matching.py", "import whoosh.index", "One module knows Whoosh"),
    ("directory/home/presenters.py", "from directory.networks import views", "A view is imported by the app alone"),
    ("directory/networks/queries.py", "from directory.networks import presenters", "Inside a feature"),
    ("directory/formats/cells.py", "from directory.models import Mail", "Writers of files know rows"),
]

# The one module that may import Whoosh.
KNOWS_WHOOSH = "search_index.storage.whoosh_store"


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


@pytest.mark.long(each=4)
@pytest.mark.parametrize(("file", "line", "contract"), PLANTED, ids=[row[2] for row in PLANTED])
def test_a_planted_violation_breaks_its_contract(project: Path, file: str, line: str, contract: str) -> None:
    module = project / file
    module.write_text(module.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    result = lint(project)

    assert result.returncode != 0
    assert any(contract in out and "BROKEN" in out for out in result.stdout.splitlines()), result.stdout


def contract(name: str) -> dict[str, Any]:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(one for one in settings["tool"]["importlinter"]["contracts"] if one["name"] == name)


def modules_of(*folders: str) -> Iterator[str]:
    for folder in folders:
        for file in sorted((PROJECT / folder).rglob("*.py")):
            if file.stem != "__init__":
                yield ".".join(file.relative_to(PROJECT).with_suffix("").parts)


def test_every_module_of_the_index_but_one_must_not_know_whoosh() -> None:
    named = contract("One module knows Whoosh")["source_modules"]

    unnamed = [one for one in modules_of("search_index") if not any(f"{one}.".startswith(f"{name}.") for name in named)]

    assert unnamed == [KNOWS_WHOOSH]


def test_the_layers_name_every_module_of_the_packages_that_lie_across_them() -> None:
    """The other packages of `directory` lie in one layer as a whole: import-linter itself sees that none is missing."""
    layers = contract("Layers, top to bottom")
    named = {f"directory.{name}" for layer in layers["layers"] for name in layer.replace("|", ":").split(" : ")}
    across = [f"directory/{name}" for name in layers["exhaustive_ignores"]]

    assert set(modules_of(*across)) <= {name.strip() for name in named}


def test_no_two_public_classes_have_one_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for module in modules_of("directory", "search_index"):
        source = (PROJECT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        # To parse all modules takes half a second.
        for node in ast.parse(source).body if "class " in source else ():
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(module)

    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}
