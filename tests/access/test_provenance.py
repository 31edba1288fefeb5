"""Where values are from, read for many entries at once."""

from directory.access.provenance import COLUMNS, RecordedProvenance, known_of
from directory.extensions import db
from directory.models import Provenance

KEYS = ("am-prosecutor-general", "kz-prosecutor-general")
# SQLite takes 32,766 bound values in one statement.
MANY = 70_000

Rows = set[tuple[object, ...]]


def read(found: object) -> Rows:
    return {(key, detail, *known) for (_kind, key), detail, known in found}  # type: ignore[attr-defined]


def stored(*keys: str) -> Rows:
    rows = db.session.execute(db.select(*COLUMNS).where(Provenance.kind == "authority"))
    return {tuple(row) for row in rows if not keys or row.key in keys}


def test_what_is_known_is_read_of_a_whole_kind_or_of_some_entries_of_it(context: None) -> None:
    assert read(known_of("authority")) == stored()
    assert read(known_of("authority", KEYS)) == stored(*KEYS) != set()
    assert read(known_of("authority", [])) == set()
    assert {entry_key for entry_key, _, _ in known_of("authority", KEYS)} == {("authority", key) for key in KEYS}


def test_more_entries_are_asked_for_than_one_statement_takes(context: None) -> None:
    others = [f"nowhere-{number}" for number in range(MANY)]

    assert read(known_of("authority", [KEYS[0], *others, KEYS[1]])) == stored(*KEYS)


def test_without_a_row_a_value_is_unverified_and_nothing_else_is_said(context: None) -> None:
    assert RecordedProvenance() == ((), "", "unverified", None, "", None, False, False, False, None, None, None, None)
