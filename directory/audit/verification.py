"""Verifies the audit chain from its start and names the first row that was altered."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select

from directory.audit.chain import ERASE, START, digest, values_digest
from directory.audit.heads import ChainHead
from directory.audit.queries import Unreadable, iterate_chain
from directory.extensions import db
from directory.models import AuditEvent


class BrokenChain(Exception):
    """The chain was altered. The message names the first bad row and its fault."""


def verify(heads: Iterable[ChainHead] = ()) -> Iterator[int]:
    """Check the chain row by row from the start, and yield the number of each row. Raises BrokenChain at the first
    fault.

    For each row, its hash, its link to the previous row, and its values are checked. If a head of the row was exported,
    the row must also agree with this head. At the end, an exported head that names a missing row is a fault too.
    """
    expected = _expected(heads)
    last: Row[Any] | None = None
    for row in _readable():
        _check_link(row, last)
        _check_row(row)
        _check_values(row)
        _check_head(row.id, row.digest, expected.pop(row.id, None))
        last = row
        yield row.id
    _check_tail(last.id if last is not None else 0, expected)


def _expected(heads: Iterable[ChainHead]) -> dict[int, ChainHead]:
    expected: dict[int, ChainHead] = {}
    for head in heads:
        first = expected.setdefault(head.id, head)
        if first.digest != head.digest:
            raise BrokenChain(
                f"Row {head.id}: exported on {first.at} and, as another, on {head.at}; rows up to it were made anew."
            )
    return expected


def _readable() -> Iterator[Row[Any]]:
    try:
        yield from iterate_chain()
    except Unreadable as found:
        raise BrokenChain(f"Row {found.number}: holds what no act writes.") from found


def _check_link(row: Row[Any], last: Row[Any] | None) -> None:
    before, expected = (last.id, last.digest) if last is not None else (0, START)
    if row.id < 1:
        raise BrokenChain(f"Row {row.id}: inserted; numbers begin with 1.")
    # If the row's own hash is wrong, `_check_row` reports this fault instead.
    if row.previous == expected or digest(row._asdict()) != row.digest:
        return
    ancestor = db.session.scalar(select(AuditEvent.id).where(AuditEvent.digest == row.previous))
    ancestor = 0 if row.previous == START else ancestor
    if ancestor is not None and ancestor < before:
        raise BrokenChain(f"Row {ancestor + 1}: inserted afterwards, as are all rows up to {before}.")
    if row.id > before + 1:
        raise BrokenChain(f"Row {before + 1}: deleted, as are all rows up to {row.id - 1}.")
    raise BrokenChain(f"Row {before}: changed, and its hash made anew; row {row.id} follows another one.")


def _check_row(row: Row[Any]) -> None:
    if digest(row._asdict()) != row.digest:
        raise BrokenChain(f"Row {row.id}: its content was changed.")


def _check_values(row: Row[Any]) -> None:
    if row.event_id is not None:
        key = row.values_key
        # SQLite accepts text in a column of bytes.
        if not isinstance(key, bytes) or values_digest(key, row.values_before, row.values_after) != row.values_digest:
            raise BrokenChain(f"Row {row.id}: its values were changed.")
    elif not _was_erased(row):
        raise BrokenChain(f"Row {row.id}: its values were deleted without an act of erasing.")


def _check_head(number: int, digest_now: str, head: ChainHead | None) -> None:
    if head is not None and head.digest != digest_now:
        raise BrokenChain(f"Row {number}: not the one that was exported on {head.at}; rows up to it were made anew.")


def _check_tail(last: int, expected: dict[int, ChainHead]) -> None:
    missing = min((number for number in expected if number), default=0)
    if missing > last:
        raise BrokenChain(f"Row {last + 1}: the tail was cut; row {missing} was exported on {expected[missing].at}.")
    if missing:
        raise BrokenChain(f"Row {missing}: deleted; it was exported on {expected[missing].at}.")


def _was_erased(row: Row[Any]) -> bool:
    later = select(AuditEvent.id).where(AuditEvent.kind == row.kind, AuditEvent.key == row.key, AuditEvent.id > row.id)
    acts = later.where(AuditEvent.action == ERASE, AuditEvent.detail.in_(("", row.detail))).limit(1)
    return db.session.scalar(acts) is not None
