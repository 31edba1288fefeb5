"""The consequences of the rows of a file: changes of other entries that these rows require."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import String, cast, or_, select

from directory.extensions import db
from directory.imports.checking import CHANGED
from directory.imports.consequential_changes import STEERING, steering_edits
from directory.models import ImportBatch, ImportRow
from directory.models.details import EntryKey
from directory.models.types import json_value
from directory.proposals.change_set import ChangeSet
from directory.proposals.consequences import consequences
from directory.proposals.edits import Edit, StatedProvenance


def following(batch: ImportBatch) -> dict[EntryKey, ImportRow]:
    """Return the changes of other entries that the rows of a file require, keyed by entry key.

    Each change is a row that is not stored. It has all places (States and networks) of the file, and the provenance of
    the row of the file that requires the change.
    """
    found: dict[EntryKey, ImportRow] = {}
    for edit in consequences(ChangeSet(_edits_of(batch))):
        row = found.setdefault(edit.entry_key, _row(batch, edit))
        row.before, row.after = {**row.before, edit.detail: edit.before}, {**row.after, edit.detail: edit.after}
    return found


def _edits_of(batch: ImportBatch) -> Iterator[Edit]:
    steers = or_(*(cast(ImportRow.after, String).contains(f'"{name}"', autoescape=True) for name in STEERING))
    columns = (ImportRow.kind, ImportRow.key, ImportRow.before, ImportRow.after, ImportRow.given)
    query = select(*columns).where(ImportRow.batch_id == batch.id, ImportRow.outcome == CHANGED, steers)
    for kind, key, before, after, given in db.session.execute(query.order_by(ImportRow.number)):
        yield from steering_edits((kind, key), before, after, _given(given))


def _given(said: Mapping[str, Any]) -> StatedProvenance:
    day = date.fromisoformat(said["verified_on"]) if said.get("verified_on") else None
    return StatedProvenance(
        tuple(said["sources"]), said["source_date"], said["confidence"], day, said.get("verified_by", "")
    )


def _row(batch: ImportBatch, edit: Edit) -> ImportRow:
    names = ("sources", "source_date", "confidence", "verified_on", "verified_by")
    given = {"details": []} | {name: json_value(getattr(edit.given, name)) for name in names}
    values: dict[str, Any] = {"before": {}, "after": {}, "given": given, "places": batch.places}
    return ImportRow(batch_id=batch.id, number=0, outcome=CHANGED, kind=edit.kind, key=edit.key, **values)
