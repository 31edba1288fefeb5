"""Queries for the recorded acts on an entry and its parts, and for their actors."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.history.desk_acts import list_desks_with_acts
from directory.history.past_owners import PastOwners
from directory.models import Account, AuditEvent, Entry, FocalPoint
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

OWNER_KIND = "authority"
# The kinds of parts of each kind of entry. A part's key begins with its entry's key, unless the part has moved.
PARTS = {
    "authority": ("contact_detail", "competence", "designation"),
    "requirement": ("rule",),
    "treaty": (
        "treaty_party",
        "treaty_rule",
        "treaty_status",
        "treaty_territory",
        "treaty_coverage",
        "treaty_term",
        "treaty_relation",
    ),
    "network": ("network_member",),
    "jurisdiction": ("other_name", "state_relation"),
    "focal_point": (),
    "legislation": ("provision",),
    "notice": (),
}


def get_entry(viewer: Viewer, kind: str, key: str) -> Entry:
    """Return an entry whose kind has a history. Raises NotFound if the entry does not exist, or if the viewer may not
    read it."""
    entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in PARTS else None
    if entry is None or not read(viewer, entry).details:
        raise NotFound
    return entry


def list_events(entry: Entry, owners: PastOwners) -> list[AuditEvent]:
    """Return the acts on an entry and on every part that it ever had, newest first, with their values.

    Acts from a time when a part belonged to another entry are included. Callers show only the acts in
    `ids_of_own_acts`.
    """
    kinds = PARTS[entry.KIND]
    of_parts = and_(AuditEvent.kind.in_(kinds), AuditEvent.key.startswith(f"{entry.key}:", autoescape=True))
    passed = {key for kind, key in owners.passed(entry.key) if kind in kinds} if entry.KIND == OWNER_KIND else ()
    of_passed = and_(AuditEvent.kind.in_(kinds), AuditEvent.key.in_(passed))
    own = and_(AuditEvent.kind == entry.KIND, AuditEvent.key == entry.key)
    query = select(AuditEvent).where(or_(own, of_parts, of_passed)).options(selectinload(AuditEvent.values))
    return list(db.session.scalars(query.order_by(AuditEvent.id.desc())))


def ids_of_own_acts(entry: Entry, events: Iterable[AuditEvent], owners: PastOwners) -> set[int]:
    """Return the ids of the events that concern the entry, or that concern a part at a time when the part belonged to
    the entry."""
    return {event.id for event in events if entry.entry_key in entries_at(event.entry_key, event.id, owners)}


def list_accounts(numbers: Iterable[int | None]) -> dict[int, Account]:
    """Return the accounts with these ids, keyed by id. Unknown ids are left out.

    Callers name a person only to viewers who may know the name (see `Actors`).
    """
    known = {number for number in numbers if number is not None}
    return {account.id: account for account in db.session.scalars(select(Account).where(Account.id.in_(known)))}


def list_actors() -> list[int | None]:
    """Return the account id of each actor in the audit chain once, in no fixed order. None stands for the directory
    itself."""
    return list(db.session.scalars(select(AuditEvent.actor_id).distinct()))


def list_entries_with_acts() -> Iterator[Entry]:
    """Yield the entries that have a recorded act, or a part, test or vouch with one, sorted by kind and key. Removed
    entries are left out."""
    touched, owners = db.session.execute(select(AuditEvent.kind, AuditEvent.key).distinct()).all(), PastOwners()
    roots = {root for row in touched for root in _entries((row.kind, row.key), owners.ever)}
    roots |= {(FocalPoint.KIND, key) for key in list_desks_with_acts()}
    for kind, key in sorted(roots):
        entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in PARTS else None
        if entry is not None:
            yield entry


def entry_of(row: EntryKey, owners: PastOwners) -> EntryKey:
    """Return the entry to which a part belongs now. For a row that is no part, return the row itself."""
    return next(iter(_entries(row, lambda one: {owners.now(one)})))


def entries_at(row: EntryKey, number: int, owners: PastOwners) -> set[EntryKey]:
    """Return the entry to which a row belonged at an act, as a set. If the act moved the row, the set contains the old
    and the new entry."""
    return _entries(row, lambda one: owners.at(one, number))


def entries_within(row: EntryKey, after: int, until: int, owners: PastOwners) -> set[EntryKey]:
    """Return the entries to which a row belonged after the act `after`, up to and including the act `until`."""
    return _entries(row, lambda one: owners.within(one, after, until))


def _entries(row: EntryKey, owners_of: Callable[[EntryKey], set[str]]) -> set[EntryKey]:
    kind, key = row
    whole = next((root for root, parts in PARTS.items() if kind in parts), None)
    if whole == OWNER_KIND:
        return {(whole, owner) for owner in owners_of(row)}
    return {(whole, key.partition(":")[0]) if whole else row}
