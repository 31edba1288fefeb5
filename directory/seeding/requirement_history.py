"""Records in the audit chain how a load changes requirement sheets, so that pages can show the rules of a past day."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import inspect, select

from directory.audit.chain import AuditAct, record_all
from directory.extensions import db
from directory.models import Entry, RequirementSheet, Rule
from directory.models.details import EntryKey
from directory.models.types import json_value

MODELS: tuple[type[Entry], ...] = (RequirementSheet, Rule)
NOT_RECORDED = ("key", "position")

ValuesByEntry = Mapping[EntryKey, Mapping[str, Any]]


def requirement_values() -> ValuesByEntry:
    """Return a mapping from each requirement sheet or rule to its values by column, without empty values."""
    return {
        row.entry_key: {name: json_value(value) for name in _recorded_columns(model) if (value := getattr(row, name))}
        for model in MODELS
        for row in db.session.scalars(select(model))
    }


def record_requirement_changes(before: ValuesByEntry) -> None:
    """Record the changes since the values `before` in the audit chain, as acts without an account. Call this inside
    `committing`.

    Does nothing if `before` is empty, as at the first load.
    """
    db.session.flush()
    acts = list(_acts(before, requirement_values())) if before else []
    if acts:
        record_all(None, acts)


def _acts(before: ValuesByEntry, after: ValuesByEntry) -> Iterator[AuditAct]:
    for entry in dict.fromkeys((*before, *after)):
        action = "changed" if entry in before and entry in after else "removed" if entry in before else "created"
        old, new = before.get(entry, {}), after.get(entry, {})
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                yield AuditAct(action, entry, name, old.get(name), new.get(name))


def _recorded_columns(model: type[Entry]) -> list[str]:
    return [column.key for column in inspect(model).column_attrs if column.key not in NOT_RECORDED]
