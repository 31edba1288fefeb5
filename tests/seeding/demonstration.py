"""What tests of the demonstration data compare and read."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from directory.seeding.demonstration.files import FOLDER

Dump = dict[str, list[str]]


def dump_of(folder: Path) -> Dump:
    """Return the rows of every table of a site, in an order of their own."""
    with closing(sqlite3.connect(folder / "directory.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"'))) for name in tables}


def printed_accounts(printed: str) -> list[dict[str, str]]:
    """Return what was printed of each account, by the word before the colon."""
    blocks = [block for block in printed.split("\n\n") if "mail address" in block]
    return [dict(re.findall(r"^\s*([^:\n]+): (.*)$", block, re.MULTILINE)) for block in blocks]


def words() -> list[str]:
    """Return all that the files say."""
    return [path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()) if path.suffix != ".md"]
