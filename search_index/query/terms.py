"""Terms of a query, and the matches of each: exact first, then fuzzy (phonetic, with typos, by prefix)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from math import log

from search_index.documents import WordForms
from search_index.query.match_set import BEST, MatchSet, WordSpan
from search_index.storage import fields
from search_index.storage.segment import Segment
from search_index.storage.snapshot import Snapshot
from search_index.text import folding, phonetic, whole_terms

MAX_CHARACTERS = 200
MAX_WORDS = 12


@dataclass(frozen=True)
class QueryTerm:
    """A word of a query, or a pair of characters of a script without spaces.

    `also` are equivalent spellings: without an article, joined with a neighbour. `start` and `end` are positions in the
    normalized query.
    """

    text: str
    typed: str
    start: int = field(compare=False)
    end: int = field(compare=False)
    also: tuple[str, ...] = ()
    is_last: bool = False
    is_gram: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class TermMatch:
    """The documents that match one word of a query, by the surest kind of match that matches anything.

    `match_set` are all of them, `own` those by the index itself, without `Query.extra_matches`. `guessed` if the kind
    is phonetic or with typos. `idf` is the inverse document frequency.
    """

    word: QueryTerm
    match_set: MatchSet
    own: MatchSet
    guessed: bool
    idf: float

    def is_filler(self, documents: int) -> bool:
        """Whether the word is so short and frequent that it should not narrow a result."""
        is_short = len(self.word.text) <= fields.FILLER_LETTERS and not self.word.is_gram
        return is_short and len(self.match_set.docs) > fields.FILLER_SHARE * documents


def normalized_query(text: str) -> str:
    """Return a query normalized and cut to MAX_CHARACTERS."""
    return folding.normalize(text[:MAX_CHARACTERS])[:MAX_CHARACTERS].strip()


def query_terms(text: str) -> tuple[WordForms, ...]:
    """Return the words and telephone numbers of a query, each with all forms under which a text may hold it whole.

    The caller looks these up among the whole terms that it stored (`whole_terms.text_words`).
    """
    query = normalized_query(text)
    forms = {word.text: {word.text, *word.also} for word in (*words_of(query), *numbers_of(query))}
    for part, whole in whole_terms.typed_wholes(query):
        if part in forms:
            forms[part].add(whole)
    return tuple(WordForms(word, frozenset(own)) for word, own in forms.items())


def read_terms(snapshot: Snapshot, query: str, extra: Mapping[str, frozenset[str]]) -> list[QueryTerm]:
    """Return the words of a normalized query; a telephone number that the index knows replaces its digits."""
    words = words_of(query)
    for number in numbers_of(query):
        if find(snapshot, number, extra).match_set.docs.size:
            words = [word for word in words if not number.start <= word.start < number.end] + [number]
    return words


def numbers_of(normalized_query: str) -> list[QueryTerm]:
    """Return the possible telephone numbers, or beginnings of some, in a normalized query."""
    tokens = folding.typed_phone_numbers(normalized_query)
    return [QueryTerm(t.word, t.typed, t.start, t.end, is_last=True, is_number=True) for t in tokens]


def words_of(normalized_query: str) -> list[QueryTerm]:
    """Return the words of a normalized query, each once, from its first MAX_WORDS tokens."""
    found = folding.tokenize(normalized_query)[:MAX_WORDS]
    compounds = folding.compounds(found)
    words: list[QueryTerm] = []
    for i, token in enumerate(found):
        if token.is_run:
            pairs = enumerate(folding.bigrams(token.word), token.start)
            words += (QueryTerm(pair, pair, at, at + len(pair), is_gram=True) for at, pair in pairs)
            continue
        before = found[i - 1].word + token.word if i and not found[i - 1].is_run else ""
        after = "".join(token.word + t.word for t in found[i + 1 : i + 2] if not t.is_run)
        also = filter(None, (*folding.variants(token.typed), before, after, compounds[i]))
        is_last = i == len(found) - 1
        words.append(QueryTerm(token.word, token.typed, token.start, token.end, tuple(also), is_last))
    return list({word.text: word for word in words}.values())


def find(snapshot: Snapshot, word: QueryTerm, extra: Mapping[str, frozenset[str]]) -> TermMatch:
    """Return the matches of `word` by the surest kind that matches anything; `also` gives documents known to hold each
    word.

    A telephone number with an error is another number, so numbers match exactly or not at all.
    """
    extra_docs = snapshot.docs_of_keys(extra.get(word.text, ()))
    match_set = snapshot.nothing
    for at, (kind, is_guess) in enumerate(_KINDS[:1] if word.is_number else _KINDS):
        match_set = own = _match_set(snapshot, word, at, kind)
        if extra_docs and not at:
            match_set = own.joined(extra_docs, round(BEST * fields.EXTRA_MATCH))
        if match_set.docs.size:
            return TermMatch(word, match_set, own, is_guess, _idf(snapshot, match_set))
    return TermMatch(word, match_set, match_set, False, 0.0)


def find_by_every_kind(snapshot: Snapshot, found: TermMatch) -> TermMatch:
    """Return the matches of a word by all kinds of match together."""
    if found.word.is_number:
        return found
    wide = [_match_set(snapshot, found.word, at, kind) for at, (kind, _) in enumerate(_KINDS)]
    return replace(
        found, match_set=reduce(MatchSet.union, wide, found.match_set), own=reduce(MatchSet.union, wide, found.own)
    )


def _match_set(snapshot: Snapshot, word: QueryTerm, at: int, kind: "Kind") -> MatchSet:
    return snapshot.memoized((word, at), lambda: snapshot.match_set_of(list(kind(snapshot, word))))


def _idf(snapshot: Snapshot, match_set: MatchSet) -> float:
    return log(1 + (snapshot.count - len(match_set.docs) + 0.5) / (len(match_set.docs) + 0.5))


def is_known(snapshot: Snapshot, word: QueryTerm) -> bool:
    """Return whether any document has the word itself, or another form of it."""
    return len(word.text) > 1 and _match_set(snapshot, word, 0, exact_matches).docs.size > 0


def exact_matches(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield exact matches: the word, its other forms, names with these initials and, for the last word, the words it
    begins.

    From three letters up, the initials may also be the first ones of a longer name.
    """
    for segment in snapshot.segments:
        for form in (word.text, *folding.variants(word.typed)):
            yield from _other_forms(segment, form)
        for form in (word.text, *word.also):
            yield fields.EXACT, segment, segment.exact(form)
        begun = segment.beginning if len(word.text) > 2 else segment.exact
        yield fields.INITIALS, segment, begun(folding.INITIALS_MARK + word.text)
        if word.is_last:
            yield fields.PREFIX, segment, segment.beginning(word.text)


def _other_forms(segment: Segment, text: str) -> Iterator[WordSpan]:
    """Yield the words that differ from `text` by an ending alone, which is how most languages inflect."""
    root = text[: max(4, int(len(text) * fields.STEM_SHARE))]
    for place in range(*segment.beginning(root)) if len(text) > 3 and text.isalpha() else ():
        if sure := sure_of_form(segment.words[place], text):
            yield sure, segment, (place, place + 1)


def sure_of_form(known: str, text: str) -> float:
    """Return how surely a known word is a form of `text`: 0 if it is none. A word with a digit is never one."""
    if not known.isalpha():
        return 0.0
    shared = next((at for at, (a, b) in enumerate(zip(known, text, strict=False)) if a != b), len(text))
    shared = min(shared, len(known))
    # The shared beginning is a whole known word, or most of both. One differing letter inside is a typing error.
    is_mistyped = known[shared + 1 :] == text[shared + 1 :] != ""
    is_most = shared > fields.STEM_SHARE * max(len(known), len(text))
    if shared < len(known) and (is_mistyped or not is_most):
        return 0.0
    apart = len(known) + len(text) - 2 * shared
    return fields.STEM - fields.ENDING * min(apart, 8)


def _by_sound(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    for segment in snapshot.segments:
        for sound in phonetic.phonetic_keys(word.text) if len(word.text) > 3 else ():
            for place in segment.phonetic_index.with_key(sound):
                if sure := sure_of_sound(segment.words[place], word.text):
                    yield sure, segment, (place, place + 1)


def sure_of_sound(known: str, text: str) -> float:
    """Return how surely a word that sounds like `text` is meant: 0 if it is spelled too differently."""
    limit = len(text) // 2
    apart = phonetic.edit_distance(text, known, limit)
    return fields.SOUND - 0.03 * min(apart, 5) if apart <= limit else 0.0


def _with_typos(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the words nearest to a mistyped word: one error from four letters up, two from eight."""
    near: list[tuple[int, Segment, int]] = []
    for sound in phonetic.phonetic_keys(word.text)[:1] if len(word.text) > 3 else ():
        errors = 2 if len(word.text) > 7 else 1
        for segment in snapshot.segments:
            for apart, place in segment.phonetic_index.near(sound, errors):
                # A word with a similar key may still be spelled quite differently; a word without a live document does
                # not count.
                known = segment.words[place]
                if phonetic.edit_distance(word.text, known, errors + 1) <= errors + 1 and snapshot.is_live(known):
                    near.append((apart, segment, place))
    nearest = min((apart for apart, _, _ in near if apart), default=0)
    sure = fields.ONE_ERROR if nearest == 1 else fields.TWO_ERRORS
    yield from ((sure, segment, (place, place + 1)) for apart, segment, place in near if apart == nearest)
    for known in dict.fromkeys(segment.words[place] for apart, segment, place in near if apart == nearest):
        for segment in snapshot.segments:
            yield from ((sure * form, segment, span) for form, _, span in _other_forms(segment, known))


def _by_beginning(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the words that begin with a word; for a last word, also those with a phonetic key that begins with its
    own."""
    if len(word.text) < 3 or word.is_gram:
        return
    for segment in snapshot.segments:
        yield fields.INNER_PREFIX, segment, segment.beginning(word.text)
        for sound in phonetic.phonetic_keys(word.text)[:1] if word.is_last else ():
            for place in segment.phonetic_index.beginning(sound):
                yield fields.INNER_PREFIX, segment, (place, place + 1)


Kind = Callable[[Snapshot, QueryTerm], Iterator[WordSpan]]
_KINDS: tuple[tuple[Kind, bool], ...] = (
    (exact_matches, False),
    (_by_sound, True),
    (_with_typos, True),
    (_by_beginning, False),
)
