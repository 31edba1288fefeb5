"""An index on the disk, made of the documents that a test names."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import Document, SearchIndex

Build = Callable[..., SearchIndex]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a function that gives an index of the documents it is given."""

    def built(*documents: Document) -> SearchIndex:
        index = SearchIndex(tmp_path / "index", stamp="1")
        index.rebuild(documents, position=1)
        return index

    return built
