"""Finds the restricted details that contain search words of a signed-in person. A match that the person learns of is a
disclosure."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from directory.access.disclosure_log import RestrictedValue, admitted, note
from directory.access.policy import readable
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import RestrictedWord
from directory.models.details import EntryKey
from search_index import WordForms, query_terms

MatchedDetails = Mapping[str, Mapping[EntryKey, frozenset[str]]]
"""A mapping from a word of the query to a second mapping: from an entry to its details that contain the whole word."""


def find_restricted(viewer: Viewer, text: str) -> MatchedDetails:
    """Return a mapping from each word of `text` to the restricted details with the word, grouped by entry.

    Details that the viewer may not read, and details that the daily ceiling withholds, are left out.
    """
    words = query_terms(text)
    if not words:
        return {}
    mine = readable(viewer, RestrictedWord.audience, RestrictedWord.jurisdiction, RestrictedWord.network)
    columns = (RestrictedWord.kind, RestrictedWord.key, RestrictedWord.detail, RestrictedWord.word)
    forms = sorted(frozenset().union(*(word.forms for word in words)))
    rows = db.session.execute(select(*columns).where(RestrictedWord.word.in_(forms), mine).distinct()).all()
    found = [(_looked(viewer, (kind, key), detail), word) for kind, key, detail, word in sorted(rows)]
    open_today = set(admitted(one for one, _ in found))
    shown = [(one, word) for one, word in found if one in open_today]
    return {word.text: _by_entry(word, shown) for word in words}


def note_disclosures(viewer: Viewer, found: MatchedDetails, entries: Iterable[EntryKey]) -> None:
    """Note that these entries' details in `found` are disclosed to a viewer."""
    for entry in entries:
        details = frozenset().union(*(each.get(entry, frozenset()) for each in found.values()))
        for detail in sorted(details):
            note(RestrictedValue(viewer, entry, detail))


def _looked(viewer: Viewer, entry: EntryKey, detail: str) -> RestrictedValue:
    # Names of details in the table begin with a kind. The gate expects a detail of the entry itself without this
    # prefix.
    return RestrictedValue(viewer, entry, detail.removeprefix(f"{entry[0]}."))


def _by_entry(word: WordForms, found: Iterable[tuple[RestrictedValue, str]]) -> dict[EntryKey, frozenset[str]]:
    entries: dict[EntryKey, frozenset[str]] = {}
    for one, stored in found:
        if stored in word.forms:
            entries[one.entry] = entries.get(one.entry, frozenset()) | {one.detail}
    return entries
