"""The manifest of a backup: a table that describes the copied database and is stored in the copy.

A restore drops the table.
"""

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime

from directory.audit.chain import START
from directory.audit.heads import ChainHead
from directory.operation.backups.faults import NotRestored
from directory.web.request_validation import NOT_JSON

FORMAT = 1
CREATE_TABLE = "CREATE TABLE backup_manifest (content TEXT NOT NULL)"
INSERT = "INSERT INTO backup_manifest VALUES (?)"
SELECT = "SELECT content FROM backup_manifest"
DROP_TABLE = "DROP TABLE backup_manifest"
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
HEAD = "SELECT id, digest FROM audit_event ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True)
class Manifest:
    """The description of a copied database. `taken_at` is the time of the copy (ISO, UTC). `rows` are counts by table.

    `head_id` and `head_digest` describe the newest row of the audit chain.
    """

    taken_at: str
    migrations: list[str]
    rows: dict[str, int]
    head_id: int
    head_digest: str

    @property
    def total(self) -> int:
        """The number of rows of all tables."""
        return sum(self.rows.values())

    @property
    def heads(self) -> list[ChainHead]:
        """The newest row of the copied audit chain, as a list of at most one item."""
        return [ChainHead(self.taken_at, self.head_id, self.head_digest)] if self.head_id else []


def describe(copy: sqlite3.Connection, taken_at: datetime) -> Manifest:
    """Return the manifest of a copy that was taken at `taken_at`."""
    migrations = [version for (version,) in copy.execute("SELECT version_num FROM alembic_version ORDER BY 1")]
    number, digest = copy.execute(HEAD).fetchone() or (0, START)
    return Manifest(taken_at.isoformat(timespec="seconds"), migrations, count_rows(copy), number, digest)


def store_manifest(copy: sqlite3.Connection, manifest: Manifest) -> None:
    """Store a manifest in the copy that it describes."""
    copy.execute(CREATE_TABLE)
    copy.execute(INSERT, [json.dumps({"format": FORMAT} | asdict(manifest))])


def extract_manifest(copy: sqlite3.Connection) -> Manifest:
    """Return the manifest of a copy, and remove the manifest from the copy.

    Raises NotRestored if the copy has no readable manifest of this FORMAT.
    """
    try:
        [(content,)] = copy.execute(SELECT).fetchall()
        values = json.loads(content)
        if values.pop("format") != FORMAT:
            raise NotRestored("The backup is in the form of another version of Counterpart.")
        manifest = Manifest(**values)
    except (sqlite3.DatabaseError, *NOT_JSON, KeyError, TypeError) as error:
        raise NotRestored("The file holds no backup of Counterpart.") from error
    copy.execute(DROP_TABLE)
    return manifest


def count_rows(copy: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows by table name."""
    tables = [name for (name,) in copy.execute(TABLES)]
    # The names come from the schema, not from a user.
    return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
