"""The documents for developers name only files, functions and documents that exist."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import PROJECT

DOCUMENTS = ("CONTRIBUTING.md", "docs/developers.md", "docs/search.md", "docs/tests.md")
ROOTS = ("directory", "search_index", "templates", "tests", "docs", "benchmarks", "seed_data")
PATH = re.compile(r"`((?:[\w-]+/)+(?:[\w-]+\.(?:py|html|csv|md))?|[\w-]+\.(?:py|html|csv))`")
# A file with the functions, classes and constants that are named after it.
NAMED_IN = re.compile(r"`([\w./-]+\.py)`((?:,? `\w+`)+)")
# A function, class, constant or setting that is named without its file.
NAMED = re.compile(r"`([a-z]+_\w+|[A-Z]\w*[a-z_]\w*)(?:\(\))?`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


@cache
def every_path() -> tuple[str, ...]:
    below = (path for root in ROOTS for path in (PROJECT / root).rglob("*") if "__pycache__" not in path.parts)
    return tuple("/" + str(path.relative_to(PROJECT)) for path in (*below, *PROJECT.iterdir()))


def files_called(name: str) -> list[Path]:
    """Return the files and folders of a name that may leave out the first folders."""
    return [PROJECT / path[1:] for path in every_path() if path.endswith("/" + name.rstrip("/"))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_and_links_exist(document: str) -> None:
    text = (PROJECT / document).read_text(encoding="utf-8")
    named = sorted(set(PATH.findall(text)))
    lacking = [name for name in named if not files_called(name)]
    lacking += [link for link in LINK.findall(text) if not ((PROJECT / document).parent / link).exists()]

    assert named
    assert lacking == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_functions_classes_and_constants_stand_in_their_files(document: str) -> None:
    text = " ".join((PROJECT / document).read_text(encoding="utf-8").split())
    lacking = [
        (file, name)
        for file, names in NAMED_IN.findall(text)
        for name in re.findall(r"\w+", names)
        if not any(
            re.search(rf"^\s*(def|class) {name}\b|^{name}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
            for path in files_called(file)
        )
    ]

    assert lacking == []


def test_names_without_a_file_stand_somewhere() -> None:
    # CONTRIBUTING.md also names examples.
    named = {name for one in DOCUMENTS[1:] for name in NAMED.findall((PROJECT / one).read_text(encoding="utf-8"))}
    files = [path for path in every_path() if path.endswith((".py", ".toml"))]
    words = {word for path in files for word in re.findall(r"\w+", (PROJECT / path[1:]).read_text(encoding="utf-8"))}

    assert named
    assert named - words == set()
