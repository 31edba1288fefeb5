"""Reads what was done to an entry and its parts, and who looked."""

from collections.abc import Iterable, Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, AuditEvent, Entry
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

# The rows that an entry is made of: their keys begin with its own.
PARTS = {
    "authority": ("contact_detail", "competence", "designation"),
    "requirement": ("rule",),
    "treaty": ("treaty_party", "treaty_rule", "treaty_status", "treaty_coverage", "treaty_term"),
    "network": ("network_member",),
    "jurisdiction": ("other_name",),
    "focal_point": (),
    "legislation": (),
    "notice": (),
}


def get_entry(viewer: Viewer, kind: str, key: str) -> Entry:
    """Return an entry that has a history of its own. Raises NotFound, also where the viewer may read nothing of it."""
    entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in PARTS else None
    if entry is None or not read(viewer, entry).details:
        raise NotFound
    return entry


def list_events(entry: Entry) -> list[AuditEvent]:
    """Return the acts on an entry and its parts with their values, newest first."""
    of_parts = and_(AuditEvent.kind.in_(PARTS[entry.KIND]), AuditEvent.key.startswith(f"{entry.key}:", autoescape=True))
    own = and_(AuditEvent.kind == entry.KIND, AuditEvent.key == entry.key)
    query = select(AuditEvent).where(or_(own, of_parts)).options(selectinload(AuditEvent.values))
    return list(db.session.scalars(query.order_by(AuditEvent.id.desc())))


def list_accounts(numbers: Iterable[int | None]) -> dict[int, Account]:
    """Return accounts by their number."""
    known = {number for number in numbers if number is not None}
    return {account.id: account for account in db.session.scalars(select(Account).where(Account.id.in_(known)))}


def list_actors() -> list[int | None]:
    """Return the numbers of all accounts that ever acted."""
    return list(db.session.scalars(select(AuditEvent.actor_id).distinct()))


def list_touched() -> Iterator[Entry]:
    """Yield the entries that anything was done to, by kind and key."""
    touched = db.session.execute(select(AuditEvent.kind, AuditEvent.key).distinct()).all()
    for kind, key in sorted({root_of(kind, key) for kind, key in touched}):
        entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in PARTS else None
        if entry is not None:
            yield entry


def root_of(kind: str, key: str) -> EntryKey:
    """Return the entry that a row of the chain is about: a part's whole, else the row's own."""
    whole = next((root for root, parts in PARTS.items() if kind in parts), None)
    return (whole, key.partition(":")[0]) if whole else (kind, key)
