"""What a signed-in person's search finds in details that are not for everyone, and that it is written down.

To be told that an entry holds a number is to be shown it: whatever a word finds is noted as a look (`access.reveals`).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from directory.access.disclosures import RestrictedValue, is_withheld, note
from directory.access.policy import readable
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import RestrictedWord
from directory.models.details import EntryKey
from directory.vocabulary import Role
from search_index import WordForms, query_terms

Met = Mapping[str, Mapping[EntryKey, frozenset[str]]]
"""By word of a query, the details that have it whole, by entry."""


def restricted(viewer: Viewer, text: str) -> Met:
    """Return what of details that are not for everyone, but for this viewer, has the words of a text; asks nothing for
    a visitor. What is over the ceiling of an account and was left out of this answer is left out here too."""
    if viewer.role is Role.VISITOR or not (words := query_terms(text)):
        return {}
    mine = readable(viewer, RestrictedWord.audience, RestrictedWord.jurisdiction, RestrictedWord.network)
    columns = (RestrictedWord.kind, RestrictedWord.key, RestrictedWord.detail, RestrictedWord.word)
    forms = sorted(frozenset().union(*(word.forms for word in words)))
    rows = db.session.execute(select(*columns).where(RestrictedWord.word.in_(forms), mine).distinct()).all()
    found = [(_looked(viewer, (kind, key), detail), word) for kind, key, detail, word in rows]
    shown = [(one, word) for one, word in found if not is_withheld(one)]
    return {word.text: _by_entry(word, shown) for word in words}


def note_looks(viewer: Viewer, found: Met, entries: Iterable[EntryKey]) -> None:
    """Note that a viewer is told what entries hold. Raises CeilingReached where that is one too many for the day."""
    for entry in entries:
        details = frozenset().union(*(each.get(entry, frozenset()) for each in found.values()))
        for detail in sorted(details):
            note(RestrictedValue(viewer, entry, detail))


def _looked(viewer: Viewer, entry: EntryKey, detail: str) -> RestrictedValue:
    # As the gate calls it: what stands on the entry itself by its name alone.
    return RestrictedValue(viewer, entry, detail.removeprefix(f"{entry[0]}."))


def _by_entry(word: WordForms, found: Iterable[tuple[RestrictedValue, str]]) -> dict[EntryKey, frozenset[str]]:
    entries: dict[EntryKey, frozenset[str]] = {}
    for one, stored in found:
        if stored in word.forms:
            entries[one.entry] = entries.get(one.entry, frozenset()) | {one.detail}
    return entries
