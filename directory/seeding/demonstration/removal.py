"""Removes the demonstration data, and every row that refers to the data by a foreign key.

The rows of accounts remain without name and address, since the audit chain contains their ids.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Table, inspect, or_, select, tuple_

from directory.audit.chain import erase
from directory.extensions import Model, db
from directory.models import (
    AccessRequest,
    Account,
    AuditEvent,
    BouncedAddress,
    Change,
    Consultation,
    Disclosure,
    DraftCount,
    Entry,
    Invitation,
    Mail,
    Report,
    RestrictedWord,
)
from directory.models.details import EntryKey
from directory.people.queries.accounts import forgotten_address
from directory.seeding.demonstration.entries import list_marked
from directory.seeding.demonstration.files import HOST
from directory.seeding.demonstration.notices import list_notices_of
from directory.seeding.demonstration.people import list_real_people
from directory.seeding.demonstration.restore_entries import list_touched, restore
from directory.seeding.demonstration.rounds import list_rounds_of
from directory.seeding.load import FOLDER

# Tables that are not searched by kind and key: two logs that keep removed entries, and a table that is updated with the
# entries.
NOT_SEARCHED = (AuditEvent, Change, RestrictedWord)
ADDRESSES = (Account.email, Mail.address, BouncedAddress.address, Invitation.email, AccessRequest.email, Report.address)
# A foreign key column, and the table to which it refers.
Reference = tuple[Any, Table]


class RowsToRemove:
    """The rows to remove, including all rows that refer to them. `rows` maps each model to a mapping from primary key
    to row."""

    def __init__(self) -> None:
        self.rows: dict[type[Any], dict[Any, Any]] = {}

    def add(self, rows: Iterable[Any]) -> None:
        """Add rows and, transitively, all rows that refer to them."""
        new = [row for row in rows if self._keep(row)]
        while new:
            new = [row for row in _referring(new) if self._keep(row)]

    def _keep(self, row: Any) -> bool:
        own = self.rows.setdefault(type(row), {})
        identity = inspect(row).identity
        is_new = identity not in own
        own[identity] = row
        return is_new


def remove(folder: Path = FOLDER) -> Counter[str]:
    """Remove all demonstration data in the open transaction. Return the number of removed rows for each table.

    Real entries that demonstration people changed are restored from the seed data in `folder`. The row of an account
    stays, without name and address, but counts as removed.
    """
    found = RowsToRemove()
    found.add([*list_marked(), *_of_our_host()])
    found.add(list_notices_of(found.rows.get(Account, {}).values()))
    found.add(list_rounds_of(found.rows.get(Consultation, {}).values()))
    entries = [row.entry_key for rows in found.rows.values() for row in rows.values() if isinstance(row, Entry)]
    found.add(_rows_naming(entries))
    if not list_real_people():
        found.add(db.session.scalars(select(DraftCount)))
    people: list[Account] = list(found.rows.pop(Account, {}).values())
    found.add(db.session.scalars(select(Disclosure).where(Disclosure.account_id.in_([one.id for one in people]))))
    touched = list_touched(people) - set(entries)
    for account in people:
        _forget(account)
    _empty_pointers(found)
    counts = Counter({model.__tablename__: _delete(found.rows[model].values()) for model in _order(found)})
    counts += Counter({Account.__tablename__: len(people)})
    restore(touched, folder)
    _erase([*entries, *(("account", str(one.id)) for one in people)])
    return counts


def _of_our_host() -> Iterator[Any]:
    for column in ADDRESSES:
        yield from db.session.scalars(select(column.class_).where(column.like(f"%@{HOST}")))


def _references() -> Iterator[tuple[type[Any], Reference]]:
    """Yield (model, (foreign key column, referenced table)) for each foreign key."""
    for mapper in Model.registry.mappers:
        for attribute in mapper.column_attrs:
            for key in attribute.columns[0].foreign_keys:
                yield mapper.class_, (getattr(mapper.class_, attribute.key), key.column.table)


def _is_followed(model: type[Any], column: Any) -> bool:
    """Return whether a row of the model is removed if the row to which its column refers is removed. Entries remain if
    the column is optional."""
    return not (issubclass(model, Entry) and column.nullable)


def _referring(rows: Sequence[Any]) -> Iterator[Any]:
    keys: dict[Table, set[Any]] = {}
    for row in rows:
        identity = inspect(row).identity
        if len(identity) == 1:
            keys.setdefault(type(row).__table__, set()).add(identity[0])
    for model, (column, table) in _references():
        if keys.get(table) and _is_followed(model, column):
            yield from db.session.scalars(select(model).where(column.in_(keys[table])))


def _rows_naming(entries: Sequence[EntryKey]) -> Iterator[Any]:
    for mapper in Model.registry.mappers:
        model = mapper.class_
        if {"kind", "key"} <= set(mapper.columns.keys()) and model not in NOT_SEARCHED:
            yield from db.session.scalars(select(model).where(tuple_(model.kind, model.key).in_(entries)))
    keys = [key for _, key in entries]
    of_contact: ColumnElement[bool] = or_(Report.contact_key.in_(keys), Report.authority_key.in_(keys))
    yield from db.session.scalars(select(Report).where(of_contact))


def _empty_pointers(found: RowsToRemove) -> None:
    """Empty the foreign keys by which rows that remain refer to removed rows, and those within one table, whose rows
    are deleted in no particular order."""
    removed = {model.__table__: [one[0] for one in rows] for model, rows in found.rows.items()}
    for model, (column, table) in _references():
        if table in removed and (table is model.__table__ or not _is_followed(model, column)):
            for row in db.session.scalars(select(model).where(column.in_(removed[table]))):
                setattr(row, column.key, None)
    db.session.flush()


def _order(found: RowsToRemove) -> list[type[Any]]:
    tables = list(reversed(db.metadata.sorted_tables))
    return sorted((model for model in found.rows if found.rows[model]), key=lambda one: tables.index(one.__table__))


def _delete(rows: Iterable[Any]) -> int:
    rows = list(rows)
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    return len(rows)


def _forget(account: Account) -> None:
    account.email, account.name, account.language, account.active = forgotten_address(account.id), "", "en", False
    account.jurisdiction_key = account.authority_key = account.inviter_id = None


def _erase(entries: Sequence[EntryKey]) -> None:
    pairs = tuple_(AuditEvent.kind, AuditEvent.key)
    known = db.session.execute(select(AuditEvent.kind, AuditEvent.key).where(pairs.in_(entries)).distinct()).all()
    for kind, key in known:
        erase(None, (kind, key))
