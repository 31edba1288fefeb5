"""A copy of the product in a folder of its own, to be altered and run."""

import shutil
from pathlib import Path

from tests.conftest import PROJECT

PARTS = ("directory", "search_index", "templates", "seed_data")
FILES = ("wsgi.py", "gunicorn.conf.py")


def copy_project(folder: Path) -> Path:
    """Copy what the site runs on, with its bytecode, into a folder, and return the folder."""
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part)
    for file in FILES:
        shutil.copy(PROJECT / file, folder / file)
    return folder
