"""Finds the original text from which a translation was made, in the recorded acts that the viewer may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.access.history_gate import RecordedAct, readable_acts
from directory.access.viewer import Viewer
from directory.history.past_owners import PastOwners
from directory.history.queries import PARTS, list_events
from directory.models import Entry, Texts
from directory.proposals.translations.queries import TextOfEntry


@dataclass(frozen=True)
class EarlierOriginal:
    """A former original of a text. `text` is None if the wording is not known. `changed_at` is the time of the latest
    change of the original."""

    text: str | None
    changed_at: datetime


def acts_on(viewer: Viewer, entry: Entry) -> list[RecordedAct]:
    """Return the acts on an entry and its parts that the viewer may know of, newest first."""
    return readable_acts(viewer, entry, list_events(entry, PastOwners())) if entry.KIND in PARTS else []


def earlier_original(acts: Sequence[RecordedAct], text: TextOfEntry, language: str) -> EarlierOriginal | None:
    """Return the original from which a text was translated into `language`, or None if the original has not changed
    since then.

    `acts` are newest first. A disclosure of a restricted original is noted.
    """
    found, place = None, (*text.row.entry_key, text.column.name)
    for one in acts:
        if (one.event.kind, one.event.key, one.event.detail) != place:
            continue
        before, after = (held.held if held else Texts("") for held in (one.before, one.after))
        if before.by_language.get(language) != after.by_language.get(language):
            break
        if before.by_language.get(text.texts.original) != after.by_language.get(text.texts.original):
            found = EarlierOriginal(
                before.by_language.get(text.texts.original), found.changed_at if found else one.event.at
            )
            one.note_shown()
    return found
