"""Where the index of a data folder lies, and the stamp under which it is written there."""

import hashlib
from contextlib import suppress
from pathlib import Path

from flask import Flask

from directory.access.gate import declarations_stamp
from search_index import IndexUnusable, SearchIndex

FOLDER = "search"
# What documents are made of, beside the entries and the declarations.
SOURCES = (
    "translations/*/LC_MESSAGES/*.mo",
    "vocabulary/*.py",
    "search/documents.py",
    "search/names.py",
    "search/words.py",
)


def configure_index(app: Flask) -> None:
    """Bind the index of this app's data folder; nothing is opened yet."""
    folder = app.config["SETTINGS"].data_dir / FOLDER
    app.extensions["search_index"] = SearchIndex(folder, _stamp())


def open_index(app: Flask) -> None:
    """Read the index if it can be used; else the first search makes it anew."""
    with suppress(IndexUnusable):
        app.extensions["search_index"].open()


def _stamp() -> str:
    """Return a digest of what the documents depend on besides the entries: who may read what,
    labels, and how documents are made."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(declarations_stamp().encode())
    for pattern in SOURCES:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()
