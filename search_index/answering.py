"""A query answered from a snapshot: match, narrow, count, rank, page, and suggest a correction."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

from search_index import folding, sounds
from search_index.documents import Query, Results
from search_index.fields import NAMES
from search_index.held import Held
from search_index.keyboards import retyped
from search_index.matching import common, match, rank
from search_index.segment import Column
from search_index.snapshot import Snapshot
from search_index.words import MAX_CHARACTERS, Found, cleaned, is_known, read, words_of


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Return the page of results of `query`."""
    asked = cleaned(query.text)
    matched = match(snapshot, read(snapshot, asked, query.also), query.also)
    corrected = _correct(matched.found, asked)
    if corrected or matched.ignored:
        for meant in retyped(query.text[:MAX_CHARACTERS]):
            words = words_of(cleaned(meant))
            if words and all(is_known(snapshot, word) for word in words):
                asked = corrected = cleaned(meant)
                matched = match(snapshot, words, {})
                break
    wanted = (matched.wanted or [snapshot.nothing]) if asked else [snapshot.every]
    columns = snapshot.columns | {name: _known(snapshot, values) for name, values in query.known.items()}
    filters = {name: _having(snapshot, columns, name, values, query) for name, values in query.filters.items()}
    docs = common([*wanted, *filters.values()])
    start, end = max(query.offset, 0), max(query.offset, 0) + max(query.limit, 0)
    ranked = rank(snapshot, docs, matched.found, _solid(asked), end) if asked else snapshot.first(docs, end)
    facets = {}
    for name in query.facets:
        others = [held for other, held in filters.items() if other != name]
        counted = common([*wanted, *others]) if name in filters else docs
        facets[name] = _count(columns.get(name), counted)
    return Results(
        keys=tuple(snapshot.keys[doc] for doc in ranked[start:]),
        total=len(docs),
        facets=facets,
        did_you_mean=corrected,
        ignored=matched.ignored,
    )


def _solid(asked: str) -> str:
    return folding.whole_name(asked).replace(" ", "")


def _known(snapshot: Snapshot, values: Mapping[str, frozenset[str]]) -> Column:
    """Return the column of the values that the caller knows better than the index."""
    had: dict[int, tuple[str, ...]] = {}
    for value, keys in values.items():
        for doc in snapshot.numbered(keys):
            had[doc] = (*had.get(doc, ()), value)
    codes = array("I", bytes(4 * snapshot.size))
    for code, doc in enumerate(had, 1):
        codes[doc] = code
    return Column([(), *had.values()], codes)


def _having(snapshot: Snapshot, columns: Mapping[str, Column], name: str, values: frozenset[str], query: Query) -> Held:
    if name not in columns:
        return snapshot.nothing
    if name in query.known:
        return snapshot.having(columns[name], values)
    return snapshot.kept((name, values), lambda: snapshot.having(columns[name], values))


def _count(column: Column | None, docs: Sequence[int]) -> dict[str, int]:
    """Return the number of documents by value of a facet."""
    counts: Counter[str] = Counter()
    if not column:
        return counts
    for code, count in Counter(map(column.codes.__getitem__, docs)).items():
        for value in column.values[code]:
            counts[value] += count
    return counts


def _correct(words: list[Found], asked: str) -> str | None:
    """Return the query with each word that was only guessed replaced by the likeliest known one."""
    corrected = asked
    for found in reversed(words):
        if found.guessed:
            start, end = found.word.start, found.word.end
            corrected = corrected[:start] + _likeliest(found) + corrected[end:]
    return corrected if corrected != asked else None


def _likeliest(found: Found) -> str:
    """Return a known word: surest, then in the script typed, then closest, then most frequent."""
    typed = found.word.typed.lower()
    script = folding.script(typed)
    forms: list[tuple[float, bool, int, int, str]] = []
    for sure, segment, span in found.held.places:
        word = segment.words[span[0]]
        written = [form for form in segment.spellings(word) if folding.script(form) == script]
        frequency = len(segment.postings[NAMES].of(span))
        for form in written or [word]:
            apart = sounds.distance(typed, form, len(typed))
            forms.append((-sure, not written, apart, -frequency, form))
    likeliest = min(forms)[-1]
    return likeliest[:1].upper() + likeliest[1:] if found.word.typed[:1].isupper() else likeliest
