"""Whatever is done to old rows of the chain, its check names the row and says what was done."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from directory.audit import chain
from directory.audit.chain import START, digest
from directory.audit.heads import FILE, BadHead, export_head, read_heads
from directory.config import Config
from directory.extensions import db
from directory.models import AuditEvent
from directory.transaction import committing
from tests.audit.conftest import ACTS, ENTRY, fault
from tests.conftest import SECRET

pytestmark = pytest.mark.sqlite

Tamper = Callable[..., None]


def settings() -> Config:
    found: Config = current_app.config["SETTINGS"]
    return found


def made_anew(number: int, **changed: str) -> tuple[str, str]:
    """Return the previous and the own hash of a row as one makes them who knows how."""
    row = db.session.get(AuditEvent, number)
    columns = {column.key: getattr(row, column.key) for column in AuditEvent.__table__.columns} | changed
    db.session.rollback()
    return columns["previous"], digest(columns)


def test_a_chain_as_it_was_written_has_no_fault(recorded: Path) -> None:
    export_head(settings())

    assert fault(recorded) == ""


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE audit_event SET at = datetime(at, '-1 day') WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET actor_id = 2 WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET action = 'publisi' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET kind = 'network' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET key = 'kg-other' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET detail = 'name' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET values_digest = 'x' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET previous = 'x' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_event SET digest = 'x' WHERE id = 3", "Row 3: its content was changed."),
        ("UPDATE audit_values SET after = '\"forged\"' WHERE event_id = 3", "Row 3: its values were changed."),
        ("UPDATE audit_values SET key = zeroblob(32) WHERE event_id = 3", "Row 3: its values were changed."),
        ("UPDATE audit_values SET after = 'no json' WHERE event_id = 3", "Row 3: holds what no act writes."),
        ("UPDATE audit_values SET key = 'text' WHERE event_id = 3", "Row 3: its values were changed."),
        ("UPDATE audit_event SET at = 'some day' WHERE id = 3", "Row 3: holds what no act writes."),
        ("DELETE FROM audit_values WHERE event_id = 3", "Row 3: its values were deleted without an act of erasing."),
        ("DELETE FROM audit_event WHERE id = 1", "Row 1: deleted, as are all rows up to 1."),
        ("DELETE FROM audit_event WHERE id = 3", "Row 3: deleted, as are all rows up to 3."),
        ("DELETE FROM audit_event WHERE id IN (3, 4)", "Row 3: deleted, as are all rows up to 4."),
    ],
)
def test_a_changed_or_deleted_row_is_named(recorded: Path, tamper: Tamper, statement: str, message: str) -> None:
    tamper(statement)

    assert fault(recorded) == message


def test_one_byte_changed_in_the_file_is_named(recorded: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    file = recorded / "directory.sqlite3"
    content = file.read_bytes()
    assert content.count(b'"value 3"') == 2

    file.write_bytes(content.replace(b'"value 3"', b'"value 8"', 1))

    assert fault(recorded) in ("Row 3: its values were changed.", "Row 4: its values were changed.")


def test_a_row_whose_hash_was_made_anew_is_named_by_the_next_one(recorded: Path, tamper: Tamper) -> None:
    _, forged = made_anew(3, action="import")

    tamper("UPDATE audit_event SET action = 'import', digest = ? WHERE id = 3", forged)

    assert fault(recorded) == "Row 3: changed, and its hash made anew; row 4 follows another one."


def test_a_row_that_was_inserted_afterwards_is_named(recorded: Path, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET id = id + 10 WHERE id > 3")
    tamper("UPDATE audit_values SET event_id = event_id + 10 WHERE event_id > 3")
    before = db.session.scalar(select(AuditEvent.digest).where(AuditEvent.id == 3))
    _, forged = made_anew(3, previous=before)
    columns = "at, actor_id, action, kind, key, detail, values_digest"

    tamper(
        f"INSERT INTO audit_event (id, {columns}, previous, digest) SELECT 4, {columns}, ?, ? "
        "FROM audit_event WHERE id = 3",
        before,
        forged,
    )
    tamper("INSERT INTO audit_values SELECT 4, key, before, after FROM audit_values WHERE event_id = 3")

    assert fault(recorded) == "Row 4: inserted afterwards, as are all rows up to 4."


def test_a_row_before_the_first_is_named(recorded: Path, tamper: Tamper) -> None:
    tamper(
        "INSERT INTO audit_event (id, at, action, kind, key, detail, values_digest, previous, digest) "
        "SELECT -1, at, action, kind, key, detail, values_digest, ?, 'x' FROM audit_event WHERE id = 1",
        START,
    )

    assert fault(recorded) == "Row -1: inserted; numbers begin with 1."


@pytest.mark.parametrize("first", [1, ACTS])
def test_a_cut_tail_is_found_against_an_exported_head(recorded: Path, tamper: Tamper, first: int) -> None:
    head = export_head(settings())

    tamper("DELETE FROM audit_event WHERE id >= ?", first)

    assert fault(recorded) == f"Row {first}: the tail was cut; row {ACTS} was exported on {head.at}."


def test_a_chain_made_anew_as_a_whole_is_found_against_an_exported_head(recorded: Path, tamper: Tamper) -> None:
    head = export_head(settings())
    _, forged = made_anew(ACTS, action="import")

    tamper("UPDATE audit_event SET action = 'import', digest = ? WHERE id = ?", forged, ACTS)

    assert fault(recorded) == f"Row {ACTS}: not the one that was exported on {head.at}; rows up to it were made anew."


def test_a_chain_made_anew_is_found_also_after_its_own_head_was_exported(recorded: Path, tamper: Tamper) -> None:
    first = export_head(settings())
    _, forged = made_anew(ACTS, action="import")
    tamper("UPDATE audit_event SET action = 'import', digest = ? WHERE id = ?", forged, ACTS)

    second = export_head(settings())

    assert fault(recorded) == (
        f"Row {ACTS}: exported on {first.at} and, as another, on {second.at}; rows up to it were made anew."
    )


def test_a_chain_without_its_tail_and_without_heads_seems_whole(recorded: Path, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_event WHERE id = ?", ACTS)

    assert fault(recorded) == ""


@pytest.mark.parametrize("key", ["id", "digest", "at", "signature"])
def test_a_head_that_this_site_did_not_sign_is_refused(recorded: Path, key: str) -> None:
    export_head(settings())
    line = json.loads((recorded / FILE).read_text())

    (recorded / FILE).write_text(json.dumps(line | {key: "0" * 64}) + "\n")

    with pytest.raises(BadHead, match="line 1: not signed"):
        list(read_heads(recorded / FILE, SECRET))


@pytest.mark.parametrize("line", ["", "[]", "{}", "no json", '{"at": 1}'])
def test_a_line_that_is_no_head_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / FILE).write_text(f"{line}\n")

    with pytest.raises(BadHead, match="line 1: no head"):
        list(read_heads(tmp_path / FILE, SECRET))


def test_heads_are_appended_and_readable_by_the_owner_alone(recorded: Path) -> None:
    export_head(settings())
    with committing():
        chain.record(None, "publish", ENTRY)

    export_head(settings())

    assert [head.id for head in read_heads(recorded / FILE, SECRET)] == [ACTS, ACTS + 1]
    assert (recorded / FILE).stat().st_mode & 0o777 == 0o600
