"""A copy of the product in a folder of its own, to be altered and run."""

import shutil
from pathlib import Path

from tests.conftest import PROJECT

PARTS = ("directory", "search_index", "templates", "seed_data")
FILES = ("wsgi.py", "gunicorn.conf.py")
# Bytecode that another process is just writing: it has another name a moment later.
BEING_WRITTEN = ("*.pyc.*", "*.tmp")


def copy_project(folder: Path) -> Path:
    """Copy what the site runs on, with its bytecode, into a folder, and return the folder."""
    for part in PARTS:
        copy_part(part, folder)
    for file in FILES:
        shutil.copy(PROJECT / file, folder / file)
    return folder


def copy_part(part: str, folder: Path) -> None:
    """Copy a folder of the project into another, with its bytecode: to compile it takes longer than to use it."""
    shutil.copytree(PROJECT / part, folder / part, ignore=shutil.ignore_patterns(*BEING_WRITTEN))
