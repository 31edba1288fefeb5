"""Counts the files and SQL statements of three walks through the code: `python -m benchmarks.walks`.

The walks are a visitor's search page with an empty cache, the same page from the cache, and the publication of one
field by a reviewer. The publication is counted up to the answer, without the update of the index that follows. A file
counts if one of its functions runs.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from directory.accounts.queries import viewer_of
from directory.cache.store import configure_cache
from directory.extensions import db
from directory.proposals import service
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import PROJECT, close, fill, make_app
from tests.decisions import version_in
from tests.people import signed_in

SEARCH = "/en/search?q=prosecutor"
ENTRY = ("authority", "kg-walked")
PACKAGES = tuple(f"{PROJECT / package}/" for package in ("directory", "search_index"))


def main() -> None:
    """Do the walks over all seed data, and print a line for each walk.

    With `--files`, also print the files of each walk in the order of their first call.
    """
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        app = make_app(Path(folder))
        visitor = app.test_client()
        visitor.get(SEARCH)
        configure_cache(app)
        report("search page, cold", lambda: visitor.get(SEARCH))
        report("search page, cached", lambda: visitor.get(SEARCH))
        with app.app_context():
            app.extensions["after_commit"].clear()
            report("publish one field", publication(app))
        close(app)


def publication(app: Flask) -> Callable[[], TestResponse]:
    """Propose another name for an authority. Return a function that sends a reviewer's request to publish the
    proposal."""
    factories.add(factories.authority(ENTRY[1]))
    author, reviewer = (factories.account(Role.COORDINATOR, jurisdiction_key="KG") for _ in range(2))
    given = StatedProvenance(("https://office.example.org",))
    edit = Edit(EditAction.CHANGE, *ENTRY, "name.en", "Office of Tests", "Renamed", given)
    with committing():
        proposal = service.propose(viewer_of(author), ENTRY, [edit])
        service.submit(viewer_of(author), proposal)
    browser, address = signed_in(app, reviewer), f"/en/proposals/{proposal.id}"
    shown = version_in(browser.get(address).text)
    db.session.remove()
    return lambda: browser.post(f"{address}/publish", data=shown)


def report(name: str, send: Callable[[], TestResponse]) -> None:
    """Call `send`, and print the status of the answer and the numbers of files and SQL statements."""
    files: dict[str, None] = {}

    def note(frame: FrameType, event: str, _: Any) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(PACKAGES):
            files[str(Path(path).relative_to(PROJECT))] = None

    with counted_statements() as statements:
        sys.setprofile(note)
        try:
            status = send().status_code
        finally:
            sys.setprofile(None)
    print(f"{name}: answer {status}, {len(files)} files, {len(statements)} statements")
    if "--files" in sys.argv:
        print("\n".join(f"  {path}" for path in files))


if __name__ == "__main__":
    main()
