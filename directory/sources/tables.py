"""Adds, changes and removes the official tables that the site reads. Callers check the rights of the viewer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import SourceTable, Treaty
from directory.models.source_table import TABLE_NAME_CHARACTERS
from directory.proposals.validation import FORMS, LONGEST_LINE_CHARACTERS, TOO_LONG
from directory.sources.messages import (
    COLUMNS_MISSING,
    COLUMNS_WRONG,
    NAME_TAKEN,
    NAME_WRONG,
    TREATY_MISSING,
)
from directory.sources.readers.mapped_tables import ACT_FIELDS, ACTION, STATE, TREATY
from directory.sources.readers.registry import MAPPED
from directory.vocabulary import SOURCE_FIELDS

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EQUALS = "="


@dataclass(frozen=True)
class TableValues:
    """The values of an official table, as a person enters them. `treaty` is empty if a column names the treaty."""

    reader: str
    address: str
    treaty: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableVersion:
    """The name and values of a stored table at one moment."""

    id: int
    name: str
    values: TableValues


def version_of(table: SourceTable) -> TableVersion:
    """Return the present version of a stored table."""
    treaty, columns = table.treaty_key or "", dict(table.columns)
    values = TableValues(table.reader, table.address, treaty, columns, tuple(table.left_out))
    return TableVersion(table.id, table.name, values)


def is_current(version: TableVersion) -> bool:
    """Return whether the stored table is unchanged since this version."""
    table = db.session.get(SourceTable, version.id)
    return table is not None and version_of(table) == version


def add(viewer: Viewer, name: str, values: TableValues) -> SourceTable:
    """Add a table, and return it. Records one audit event. Call this inside `committing`.

    Raises InvalidInput for an invalid value or a name that is taken.
    """
    if not NAME.fullmatch(name) or len(name) > TABLE_NAME_CHARACTERS:
        raise InvalidInput(NAME_WRONG)
    if db.session.scalar(select(SourceTable.id).where(SourceTable.name == name)) is not None:
        raise InvalidInput(NAME_TAKEN)
    table = SourceTable(name=name)
    _fill(table, values)
    db.session.add(table)
    db.session.flush()
    record(viewer.account_id, "source_table_added", ("source_table", name))
    return table


def change(viewer: Viewer, table: SourceTable, values: TableValues) -> None:
    """Change a table, which is then due at once. Records one audit event. Call this inside `committing`.

    Raises InvalidInput for an invalid value.
    """
    _fill(table, values)
    table.asked_at, table.outcome, table.fault, table.remarks, table.absent = None, "", [], [], []
    record(viewer.account_id, "source_table_changed", ("source_table", table.name))


def remove(viewer: Viewer, table: SourceTable) -> None:
    """Remove a table; the proposals made from it stay. Records one audit event. Call this inside `committing`."""
    record(viewer.account_id, "source_table_removed", ("source_table", table.name))
    db.session.delete(table)


def columns_of(lines: str) -> dict[str, str]:
    """Return a mapping from heading to field. Each of `lines` has the form “Country = state”.

    Raises InvalidInput for a line of any other form, an unknown field, or a repeated heading or field.
    """
    found: dict[str, str] = {}
    for line in filter(None, (" ".join(one.split()) for one in lines.splitlines())):
        heading, equals, name = (part.strip() for part in line.rpartition(EQUALS))
        if not equals or not heading or name not in SOURCE_FIELDS or heading in found or name in found.values():
            raise InvalidInput(COLUMNS_WRONG)
        found[heading] = name
    return found


def lines_of(columns: Mapping[str, str]) -> str:
    """Return lines of text for a mapping from heading to field, the inverse of `columns_of`."""
    return "\n".join(f"{heading} {EQUALS} {name}" for heading, name in columns.items())


def _fill(table: SourceTable, values: TableValues) -> None:
    is_address, complaint = FORMS["address"]
    if not is_address(values.address):
        raise InvalidInput(complaint)
    if any(len(text) > LONGEST_LINE_CHARACTERS for text in (values.address, *values.columns, *values.left_out)):
        raise InvalidInput(TOO_LONG)
    names, is_mapped = set(values.columns.values()), values.reader == MAPPED
    has_acts = ACTION in names or not names.isdisjoint(ACT_FIELDS)
    if is_mapped and (STATE not in names or not has_acts):
        raise InvalidInput(COLUMNS_MISSING)
    is_known = bool(values.treaty) and db.session.get(Treaty, values.treaty) is not None
    if not is_known and (values.treaty or not (is_mapped and TREATY in names)):
        raise InvalidInput(TREATY_MISSING)
    table.reader, table.address, table.treaty_key = values.reader, values.address, values.treaty or None
    table.columns, table.left_out = dict(values.columns) if is_mapped else {}, values.left_out
