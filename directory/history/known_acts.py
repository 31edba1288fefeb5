"""The acts that the history of an entry shows to a viewer, for its page and its export."""

from collections.abc import Collection, Sequence

from directory.access.history_gate import RecordedAct, readable_acts
from directory.access.viewer import Viewer
from directory.history.desk_acts import readable_desk_acts
from directory.models import AuditEvent, Entry


def known_acts(viewer: Viewer, entry: Entry, events: Sequence[AuditEvent], own: Collection[int]) -> list[RecordedAct]:
    """Return the acts on an entry that the viewer may know of, newest first. `events` are all acts on the entry and its
    parts, `own` are the ids of those that concern the entry."""
    acts = [one for one in readable_acts(viewer, entry, events) if one.event.id in own]
    return sorted([*acts, *readable_desk_acts(viewer, entry)], key=lambda one: -one.event.id)
