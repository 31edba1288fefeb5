"""What tests of the demonstration data compare and read."""

import re
from pathlib import Path

from sqlalchemy import select

from directory.extensions import db
from directory.seeding.demonstration.files import FOLDER
from tests.conftest import close, make_app

Dump = dict[str, list[str]]


def dump_of(folder: Path) -> Dump:
    """Return the rows of every table of a site, in an order of their own."""
    app = make_app(folder)
    with app.app_context(), db.engine.connect() as connection:
        tables = db.metadata.tables.values()
        found = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}
    close(app)
    return found


def printed_accounts(printed: str) -> list[dict[str, str]]:
    """Return what was printed of each account, by the word before the colon."""
    blocks = [block for block in printed.split("\n\n") if "mail address" in block]
    return [dict(re.findall(r"^\s*([^:\n]+): (.*)$", block, re.MULTILINE)) for block in blocks]


def words() -> list[str]:
    """Return all that the files say."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()) if path.suffix != ".md"]
