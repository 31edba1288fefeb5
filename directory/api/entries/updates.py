"""When something public of an entry last changed: `updated_at` of entries, and the order by it.

Changes of restricted details do not count. The time is therefore the same for all callers.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select

from directory.clock import as_utc
from directory.extensions import db
from directory.models import Change, Entry


def list_updated_at(kind: str, keys: Collection[str]) -> dict[str, str]:
    """Return the time of the newest public change of each entry of a kind, by key, as ISO 8601 in UTC. Entries without
    a public change are left out."""
    newest = select(func.max(Change.public_id)).where(Change.kind == kind, Change.key.in_(keys)).group_by(Change.key)
    rows = db.session.execute(select(Change.key, Change.changed_at).where(Change.public_id.in_(newest)))
    return {key: as_utc(at).isoformat() for key, at in rows}


def newest_change(model: type[Entry]) -> ColumnElement[int | None]:
    """Return the SQL expression for the number of the newest public change of a row. The numbers are in the order of
    the changes."""
    query = select(func.max(Change.public_id)).where(Change.kind == model.KIND, Change.key == model.key)
    return query.scalar_subquery()
