"""One word in a declaration, and a restart without any other command, take a detail from every reader."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from directory.extensions import db
from directory.models import Authority, details_of
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.api.conftest import Read, read_with
from tests.conftest import copy_of, make_app
from tests.crashes.site import ANSWER_SECONDS, Site, running
from tests.crashes.test_commits import AUTHORITY
from tests.project_copy import copy_project

WORDS = {"note": "Zephyrbark", "name": "Quillomond"}
NARROWED = "searchable=True, audience=Audience.COORDINATORS"


def narrowed_copy(folder: Path, detail: str) -> Path:
    """Copy the project, and narrow the audience of one detail of an authority in its declaration."""
    copy_project(folder)
    declared = folder / "directory" / "models" / "authority.py"
    lines = declared.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [n for n, line in enumerate(lines) if line.startswith(f"    {detail}: ") and "detail(" in line]
    assert "searchable=True" in lines[place]
    lines[place] = lines[place].replace("searchable=True", NARROWED)
    declared.write_text("".join(lines), encoding="utf-8")
    return folder


def read_from(site: Site, address: str) -> Any:
    with urllib.request.urlopen(f"{site.address}/api/v1/{address}", timeout=ANSWER_SECONDS) as answer:
        return json.load(answer)


def seen(read: Read, key: str, word: str) -> dict[str, bool]:
    """Return for each way to read the entry whether `word` leads to it or stands in it."""
    searched = read(f"search?q={word}&per_page=100")
    suggested = read(f"suggest?q={word[:-2]}")
    listed = read("search?per_page=100&jurisdiction=KG&kind=authority")
    return {
        "search": key in {item["id"] for item in searched["items"]},
        "suggestions": key in {item["id"] for item in suggested["items"]},
        "JSON": word in json.dumps([listed, read(f"authorities/{key}")], ensure_ascii=False),
    }


@contextmanager
def narrowed_to_coordinators(detail: str) -> Iterator[None]:
    """Narrow the audience of one detail of an authority, in this process, for the length of the block."""
    info = Authority.__table__.c[detail].info
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(info, "detail", replace(info["detail"], audience=Audience.COORDINATORS))
            details_of.cache_clear()
            yield
    finally:
        details_of.cache_clear()


@pytest.fixture
def folder(few_states: Path, tmp_path: Path) -> Path:
    return copy_of(few_states, tmp_path / "data")


def seen_while_wide(folder: Path, detail: str) -> dict[str, bool]:
    """Put its word into a detail that everyone may read, and return where it is seen."""
    wide = make_app(folder)
    with wide.app_context(), committing():
        setattr(db.session.get(Authority, AUTHORITY), detail, factories.english(f"Office of {WORDS[detail]}"))
    return seen(partial(read_with, wide.test_client()), AUTHORITY, WORDS[detail])


@pytest.mark.parametrize("detail", WORDS)
def test_a_detail_whose_audience_is_narrowed_is_gone_from_the_next_app(folder: Path, detail: str) -> None:
    """The app is made anew over the same data, as a restart does; the long test alters the file and starts a server."""
    before = seen_while_wide(folder, detail)

    with narrowed_to_coordinators(detail):
        after = seen(partial(read_with, make_app(folder).test_client()), AUTHORITY, WORDS[detail])

    assert before == {"search": True, "suggestions": True, "JSON": True}
    assert after == {"search": False, "suggestions": False, "JSON": False}


@pytest.mark.long
@pytest.mark.parametrize("detail", WORDS)
def test_a_detail_whose_audience_is_narrowed_is_gone_after_a_restart(folder: Path, tmp_path: Path, detail: str) -> None:
    before = seen_while_wide(folder, detail)

    narrowed = Site(folder, workers=1, project=narrowed_copy(tmp_path / "project", detail))
    with running(narrowed):
        after = seen(partial(read_from, narrowed), AUTHORITY, WORDS[detail])

    assert before == {"search": True, "suggestions": True, "JSON": True}
    assert after == {"search": False, "suggestions": False, "JSON": False}
