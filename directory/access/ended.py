"""Entries of closed or replaced offices: their verifications lapse."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, case, func, inspect, select
from sqlalchemy.orm.util import identity_key

from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint
from directory.models.details import EntryKey
from directory.vocabulary import ENDED_STATUSES

# For more keys than this, reading all rows is cheaper than naming the keys.
MOST_KEYS_NAMED = 1000
# The details that show that an office has ended.
TOLD_BY = and_(Authority.status.in_(ENDED_STATUSES), FocalPoint.status.in_(ENDED_STATUSES))
HAS_ENDED = case((FocalPoint.status.in_(ENDED_STATUSES), 1), else_=0)


def ended_among(entries: Iterable[Entry]) -> frozenset[EntryKey]:
    """Return the keys of those entries that have ended, belong to an ended authority, or are contacts of an ended
    desk."""
    entries = list(entries)
    _authorities = _load_authorities(entries)  # Referenced here, or the session would drop them.
    lines = [one for one in entries if isinstance(one, ContactDetail) and one.network_key]
    gone = _ended_desks({one.authority_key for one in lines}) if lines else frozenset()
    of_desks = (one.entry_key for one in lines if (one.authority_key, one.network_key) in gone)
    return frozenset((*(one.entry_key for one in entries if one.has_ended), *of_desks))


def _load_authorities(entries: Iterable[Entry]) -> Sequence[Authority]:
    """Load the entries' authorities. The caller must hold a reference to the result, else the session drops them."""
    parts = (one for one in entries if not isinstance(one, FocalPoint) and "authority" in inspect(one).unloaded)
    keys = {key for one in parts if (key := getattr(one, "authority_key", None))}
    missing = {key for key in keys if identity_key(Authority, key) not in db.session.identity_map}
    if not missing:
        return ()
    query = select(Authority)
    return db.session.scalars(
        query.where(Authority.key.in_(missing)) if len(missing) <= MOST_KEYS_NAMED else query
    ).all()


def _ended_desks(authorities: Collection[str]) -> frozenset[tuple[str, str | None]]:
    """Return pairs (authority key, network key) whose desks have all ended. Pairs of authorities not asked for may be
    among them."""
    place = FocalPoint.authority_key, FocalPoint.network_key
    query = select(*place).group_by(*place).having(func.min(HAS_ENDED) == 1)
    if len(authorities) <= MOST_KEYS_NAMED:
        query = query.where(FocalPoint.authority_key.in_(sorted(authorities)))
    return frozenset((authority, network) for authority, network in db.session.execute(query))
