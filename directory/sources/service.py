"""Settles the changes of source pages: records that a coordinator has dealt with a change."""

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, NotFound
from directory.models import SourceChange
from directory.sources.messages import SETTLED
from directory.sources.queries import entry_of


def settle(viewer: Viewer, change: SourceChange) -> None:
    """Record that a coordinator has dealt with a change. Records one audit event. Call this inside `committing`.

    Raises NotFound if the entry was removed, NotPermitted if the entry is out of the viewer's scope, and Conflict if
    the change is settled already.
    """
    entry = entry_of(change)
    if entry is None:
        raise NotFound
    require(viewer, Action.VERIFY, entry.place())
    if change.settled_at is not None:
        raise Conflict(SETTLED)
    change.settled_at, change.settled_by_id = clock.now(), viewer.account_id
    record(viewer.account_id, "settle_source_change", change.entry_key, change.detail, None, change.what)
