"""Computes the restricted words that an import adds and deletes, before the write lock is taken.

All words of a page are compared together, because two entries on one page can have the same word.
"""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import bindparam, delete, insert

from directory.bulk_statements import BulkStatement
from directory.models import Entry, Place, RestrictedWord
from directory.models.details import EntryKey
from directory.search.restricted_terms import RestrictedWordRow, current_rows, pages_of, rows_of, stored_rows

HOMES_AT_ONCE = 500


class RestrictedWords:
    """Collects the restricted words that changed entries will have. The home of a word is the entry whose page shows
    the word."""

    def __init__(self) -> None:
        self._wanted: dict[EntryKey, set[RestrictedWordRow]] = {}
        self._rewritten: set[EntryKey] = set()
        self._replaced: set[EntryKey] = set()
        place = (getattr(RestrictedWord, name) == bindparam(f"the_{name}") for name in RestrictedWordRow._fields)
        self._taken_away = BulkStatement(delete(RestrictedWord).where(*place))
        self._added = BulkStatement(insert(RestrictedWord), RestrictedWordRow._fields)

    def add(self, entry: Entry, place: Place) -> None:
        """Add the words of a new entry."""
        for home in pages_of(entry):
            if rows := set(rows_of(entry, home, lambda: place)):
                self._wanted.setdefault(home, set()).update(rows)

    def replace(self, before: Entry, after: Entry, place: Place) -> None:
        """Replace the words of a changed entry. `before` and `after` are the entry's versions."""
        self._replaced.add(before.entry_key)
        self.rewrite({*pages_of(before), *pages_of(after)})
        self.add(after, place)

    def rewrite(self, homes: Iterable[EntryKey]) -> None:
        """Note that all words of these homes must be computed anew."""
        self._rewritten.update(homes)

    def settle(self, place_of: Callable[[Entry], Place]) -> None:
        """Compute the SQL statements. Call this once, after all entries are added.

        `place_of` is called for entries that were not added. It returns an entry's place after the import.
        """
        for some in _batched(self._wanted.keys() | self._rewritten):
            stored = {row for row in stored_rows({key for _, key in some}) if row[:2] in some}
            rewritten = some & self._rewritten
            wanted = set().union(*(self._wanted.get(home, ()) for home in some))
            wanted.update(current_rows(rewritten, self._replaced, place_of))
            for row in sorted(wanted - stored):
                self._added.add(row._asdict())
            for row in sorted(stored - wanted):
                if row[:2] in rewritten:
                    self._taken_away.add({f"the_{name}": value for name, value in row._asdict().items()})

    @property
    def statements(self) -> tuple[BulkStatement, BulkStatement]:
        """The SQL statements, in the order in which they run: the first deletes words, the second adds words."""
        return self._taken_away, self._added


def _batched(homes: Iterable[EntryKey]) -> Iterator[set[EntryKey]]:
    ordered = sorted(homes)
    for start in range(0, len(ordered), HOMES_AT_ONCE):
        yield set(ordered[start : start + HOMES_AT_ONCE])
