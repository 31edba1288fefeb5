"""One entry with all values that the viewer may read."""

from collections.abc import Iterable
from typing import Any

from directory.access.current_viewer import current_viewer
from directory.api.entries.lists import related_lists
from directory.api.entries.readings import EntryReading, read_parts, read_whole, serialize_full
from directory.api.entries.shapes import SHAPES
from directory.api.entries.updates import list_updated_at
from directory.errors import NotFound
from directory.models import Entry


def full_entry(entry: Entry, language: str, **gathered: Iterable[Entry]) -> dict[str, Any]:
    """Return an entry as JSON, with its parts and its related lists. The related lists have public values only.
    `gathered` are further parts, named as in the JSON. Raises NotFound if the viewer may read nothing of the entry."""
    viewer = current_viewer()
    [whole] = read_whole(viewer, [entry], SHAPES[entry.KIND].parts)
    if not whole.own.details:
        raise NotFound
    parts = {name: read_parts(viewer, rows) for name, rows in gathered.items()}
    [body] = serialize_full(viewer, [EntryReading(whole.own, {**whole.parts, **parts})], language)
    updated = list_updated_at(entry.KIND, [entry.key]).get(entry.key)
    return body | related_lists(whole.own, language) | {"updated_at": updated}
