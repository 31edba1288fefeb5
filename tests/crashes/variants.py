"""Two altered copies of the seed data, and what tells a database of one from a database of the other."""

import csv
import hashlib
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from directory.seeding.load import FOLDER

FIRST, SECOND = "Zephyrbark", "Quillomond"
"""A word of each variant; it stands nowhere in the seed data."""
BOOKKEEPING = ("change", "alembic_version", "audit_event", "audit_values")

Rows = list[dict[str, Any]]


def variant(word: str, folder: Path) -> Path:
    """Write seed data with `word` in names, titles, notes and rules, and with some parts left out."""
    shutil.copytree(FOLDER, folder)
    for name, alter in ALTERATIONS.items():
        rewrite(folder / name, alter, word)
    return folder


def rewrite(path: Path, alter: Callable[[Rows, str], None], word: str) -> None:
    """Alter the rows of one file of seed data."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
        alter(rows, word)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return
    rows = list(csv.DictReader(io.StringIO(text)))
    alter(rows, word)
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(written.getvalue(), encoding="utf-8")


def _authorities(rows: Rows, word: str) -> None:
    for row in rows[::4]:
        row["note"] = f"{row['note']} {word}".strip()
        row["name"][row["name"]["original"]] += f" {word}"
        if word == FIRST:
            row["functions"] = row["functions"][1:]


def _networks(rows: Rows, word: str) -> None:
    for row in rows[::3]:
        row["name_en"] += f" {word}"
    if word == FIRST:
        rows[0]["members"] = ";".join(rows[0]["members"].split(";")[1:])


def _add_word(column: str) -> Callable[[Rows, str], None]:
    def alter(rows: Rows, word: str) -> None:
        for row in rows[::6]:
            row[column] += f" {word}"

    return alter


def _requirements(rows: Rows, word: str) -> None:
    for row in rows[::6]:
        for rule in row["rules"][:1]:
            rule["text"] = f"{rule.get('text', '')} {word}"


ALTERATIONS: dict[str, Callable[[Rows, str], None]] = {
    "authorities.jsonl": _authorities,
    "networks.csv": _networks,
    "treaties.csv": _add_word("title_en"),
    "legislation.csv": _add_word("title_en"),
    "requirements.jsonl": _requirements,
}


def content(data_folder: Path) -> str:
    """Return a digest of every row of the database but the logs of what happened to it, and when memberships came."""
    digest = hashlib.sha256()
    with sqlite3.connect(f"file:{data_folder / 'directory.sqlite3'}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in sorted(set(tables) - set(BOOKKEEPING)):
            if not table.startswith("sqlite_"):
                known = database.execute(f'SELECT name FROM pragma_table_info("{table}")')
                columns = ", ".join(f'"{name}"' for (name,) in known if name != "recorded_at")
                rows = sorted(map(repr, database.execute(f'SELECT {columns} FROM "{table}"')))
                digest.update("\n".join((table, *rows)).encode())
    database.close()
    return digest.hexdigest()
