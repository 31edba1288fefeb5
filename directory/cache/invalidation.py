"""Invalidation: the dependencies of a cached result decide how long it is valid. Cache entries are checked when they
are read.

A cache entry ends with the next change in the change log, and with the next published wording. Two dependencies can end
the cache entry earlier:

- If the result read one of AUDITED_TABLES, the cache entry ends with the next act in the audit chain.
- If the result read the clock, the cache entry ends with the minute or day.

A result that read the viewer's identity, or a table whose changes no log records, is not cached.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, inspect, select

from directory import clock
from directory.cache.dependencies import FOREVER, CacheScope, Dependencies, record_tables_of
from directory.extensions import db
from directory.models import AuditEvent, Change, Provenance, PublishedWording, Report, RestrictedWord
from directory.models.change import MODELS_BY_KIND

NEWEST = select(*(select(func.max(model.id)).scalar_subquery() for model in (Change, AuditEvent, PublishedWording)))
CHANGE_LOGGED_TABLES = {
    str(inspect(model).local_table) for model in (*MODELS_BY_KIND.values(), Change, Provenance, Report, RestrictedWord)
}
# Tables outside the change log. Code that writes one of them must record an act in the audit chain, in the same
# transaction.
AUDITED_TABLES = {
    "account",
    "account_network",
    "audit_event",
    "audit_values",
    "desk_member",
    "desk_rota",
    "exercise_desk",
    "handover",
    "reachability_test",
    "rota_change",
    "rotation",
    "shift",
    "request_duration",
    "verification",
    "vouch",
}
TRACKED_TABLES = CHANGE_LOGGED_TABLES | AUDITED_TABLES | {PublishedWording.__tablename__}

record_tables_of(db.metadata)


class LogPosition(NamedTuple):
    """The ids of the newest change, of the newest act in the audit chain and of the newest published wording. An id is
    None if its log is empty."""

    change: int | None
    act: int | None
    wording: int | None = None


@dataclass(frozen=True)
class CacheEntry:
    """A cached value with its dependencies, and the time and log position at which it was made."""

    value: Any
    made_at: datetime
    position: LogPosition
    dependencies: Dependencies

    def is_valid(self, present: LogPosition) -> bool:
        """Return whether the entry is valid now, at the log position `present`."""
        has_moved = (present.change, present.wording) != (self.position.change, self.position.wording) or (
            present.act != self.position.act and bool(self.dependencies.tables & AUDITED_TABLES)
        )
        until = self.dependencies.until
        return not has_moved and (until is FOREVER or self.made_at <= clock.now_untracked() < until)


def read_log_position() -> LogPosition:
    """Return the positions of the logs in the present transaction."""
    return LogPosition(*db.session.execute(NEWEST).one())


def is_cacheable(made: Dependencies, scope: CacheScope) -> bool:
    """Return whether everyone in `scope` may share the result, and a log records the changes of every table that was
    read."""
    return made.tables <= TRACKED_TABLES and made.scope <= scope
