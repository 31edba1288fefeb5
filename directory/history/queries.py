"""Reads what was done to an entry and its parts, and who looked."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.history.past_owners import PastOwners
from directory.models import Account, AuditEvent, Entry
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

OWNER_KIND = "authority"
# The rows that an entry is made of: their keys begin with its own, but for those that passed to another authority.
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


def list_events(entry: Entry, holders: PastOwners) -> list[AuditEvent]:
    """Return the acts on an entry and on each part that it ever had, with their values, newest first.

    All acts on a part are among them: who may read one turns on what came later. Its history tells `those_of_its_own`.
    """
    kinds = PARTS[entry.KIND]
    of_parts = and_(AuditEvent.kind.in_(kinds), AuditEvent.key.startswith(f"{entry.key}:", autoescape=True))
    passed = {key for kind, key in holders.passed(entry.key) if kind in kinds} if entry.KIND == OWNER_KIND else ()
    of_passed = and_(AuditEvent.kind.in_(kinds), AuditEvent.key.in_(passed))
    own = and_(AuditEvent.kind == entry.KIND, AuditEvent.key == entry.key)
    query = select(AuditEvent).where(or_(own, of_parts, of_passed)).options(selectinload(AuditEvent.values))
    return list(db.session.scalars(query.order_by(AuditEvent.id.desc())))


def those_of_its_own(entry: Entry, events: Iterable[AuditEvent], holders: PastOwners) -> set[int]:
    """Return the numbers of those acts that were done to an entry, or to a part while it was one of this entry."""
    return {event.id for event in events if entry.entry_key in roots_at((event.kind, event.key), event.id, holders)}


def list_accounts(numbers: Iterable[int | None]) -> dict[int, Account]:
    """Return accounts by their number."""
    known = {number for number in numbers if number is not None}
    return {account.id: account for account in db.session.scalars(select(Account).where(Account.id.in_(known)))}


def list_actors() -> list[int | None]:
    """Return the numbers of all accounts that ever acted."""
    return list(db.session.scalars(select(AuditEvent.actor_id).distinct()))


def list_touched() -> Iterator[Entry]:
    """Yield the entries that anything was done to, by kind and key."""
    touched, holders = db.session.execute(select(AuditEvent.kind, AuditEvent.key).distinct()).all(), PastOwners()
    roots = {root for row in touched for root in _roots((row.kind, row.key), holders.ever)}
    for kind, key in sorted(roots):
        entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in PARTS else None
        if entry is not None:
            yield entry


def root_of(row: EntryKey, holders: PastOwners) -> EntryKey:
    """Return the entry that a row belongs to now: a part's whole, else itself."""
    return next(iter(_roots(row, lambda one: {holders.now(one)})))


def roots_at(row: EntryKey, number: int, holders: PastOwners) -> set[EntryKey]:
    """Return the entry that a row belonged to when an act was done; two for the act by which it passed on."""
    return _roots(row, lambda one: holders.at(one, number))


def roots_within(row: EntryKey, after: int, until: int, holders: PastOwners) -> set[EntryKey]:
    """Return the entries that a row belonged to after one act, up to another."""
    return _roots(row, lambda one: holders.within(one, after, until))


def _roots(row: EntryKey, held_by: Callable[[EntryKey], set[str]]) -> set[EntryKey]:
    kind, key = row
    whole = next((root for root, parts in PARTS.items() if kind in parts), None)
    if whole == OWNER_KIND:
        return {(whole, holder) for holder in held_by(row)}
    return {(whole, key.partition(":")[0]) if whole else row}
