"""Writes down that the request of a draft was sent."""

from datetime import date

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.models import Draft


def note_sent(viewer: Viewer, draft: Draft, on: date, channel: str) -> None:
    """Write down when and by which channel (a code of CHANNELS, or empty) the request was sent, in place of earlier
    values. Does nothing if both values are unchanged. The time until the draft is deleted starts again."""
    if (draft.sent_on, draft.sent_channel) == (on, channel):
        return
    draft.sent_on, draft.sent_channel, draft.changed_at = on, channel, clock.now()
    record(viewer.account_id, "draft_sent", draft.entry_key)
