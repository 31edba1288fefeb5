"""The words of a query, and what each matches: surely, by sound, or with typing errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log

from search_index import fields, folding, sounds
from search_index.documents import AskedWord
from search_index.segment import Segment, Span
from search_index.snapshot import Snapshot

MAX_CHARACTERS = 200
MAX_WORDS = 12
STRICTLY, INFLECTED, WIDELY = 1, 2, 5
"""How many of the kinds of match count at least: the word itself, also in other forms, all."""

Place = tuple[float, Segment, Span]
"""How sure a match is (1 is exact), and where its words stand."""


@dataclass(frozen=True)
class Word:
    """A word of a query, or a pair of characters of a script without spaces.

    `also` are spellings as good as `text`: without an article, joined with its neighbour.
    """

    text: str
    typed: str
    start: int
    end: int
    also: tuple[str, ...] = ()
    is_last: bool = False
    is_gram: bool = False
    is_number: bool = False


@dataclass
class Found:
    """What one word of a query matches. `guessed` if at best by sound or with typing errors.

    `idf` tells how telling its surest matches are: the rarer, the more. `elsewhere` are the
    documents that the caller knows to hold the word, `tried` the kinds of match that were looked for.
    """

    word: Word
    places: list[Place] = field(default_factory=list)
    docs: set[int] = field(default_factory=set)
    guessed: bool = False
    idf: float = 0.0
    elsewhere: set[int] = field(default_factory=set)
    tried: int = 0

    def is_filler(self, documents: int) -> bool:
        """Whether the word is so short and frequent that it should not narrow a result."""
        is_short = len(self.word.text) <= fields.FILLER_LETTERS and not self.word.is_gram
        return is_short and len(self.docs) > fields.FILLER_SHARE * documents


def cleaned(text: str) -> str:
    """Return a query as it is read: cleaned, and cut where it is too long."""
    return folding.clean(text[:MAX_CHARACTERS])[:MAX_CHARACTERS].strip()


def asked_words(text: str) -> tuple[AskedWord, ...]:
    """Return the words of a query and what may be telephone numbers in it, for a caller who knows
    documents that hold them."""
    query = cleaned(text)
    words = [*words_of(query), *numbers_of(query)]
    return tuple(AskedWord(word.text, frozenset((word.text, *word.also)), word.is_last) for word in words)


def text_words(text: str) -> set[str]:
    """Return the words under which a caller who searches a text by `AskedWord` is to keep it."""
    numbers = folding.numbers(text)
    return numbers if numbers and not any(map(str.isalpha, text)) else numbers | folding.index_words(text)


def read(snapshot: Snapshot, query: str, also: Mapping[str, frozenset[str]]) -> list[Word]:
    """Return the words of a cleaned query; a telephone number that is known stands for its digits."""
    words = words_of(query)
    for number in numbers_of(query):
        if find(snapshot, number, also).docs:
            words = [word for word in words if not number.start <= word.start < number.end] + [number]
    return words


def numbers_of(cleaned: str) -> list[Word]:
    """Return what may be telephone numbers, or the beginnings of some, in a cleaned query."""
    tokens = folding.typed_numbers(cleaned)
    return [Word(t.word, t.typed, t.start, t.end, is_last=True, is_number=True) for t in tokens]


def words_of(cleaned: str) -> list[Word]:
    """Return the words of a cleaned query, each once, from at most MAX_WORDS tokens of it."""
    found = folding.tokens(cleaned)[:MAX_WORDS]
    solid = folding.compounds(found)
    words: list[Word] = []
    for i, token in enumerate(found):
        if token.is_run:
            pairs = enumerate(folding.grams(token.word), token.start)
            words += (Word(pair, pair, at, at + len(pair), is_gram=True) for at, pair in pairs)
            continue
        before = found[i - 1].word + token.word if i and not found[i - 1].is_run else ""
        after = "".join(token.word + t.word for t in found[i + 1 : i + 2] if not t.is_run)
        also = filter(None, (*folding.variants(token.typed), before, after, solid[i]))
        is_last = i == len(found) - 1
        words.append(Word(token.word, token.typed, token.start, token.end, tuple(also), is_last))
    return list({word.text: word for word in words}.values())


def find(snapshot: Snapshot, word: Word, also: Mapping[str, frozenset[str]]) -> Found:
    """Return what `word` matches by the surest kind that matches anything."""
    return widen(snapshot, Found(word, elsewhere=snapshot.numbered(also.get(word.text, ()))), STRICTLY)


def widen(snapshot: Snapshot, found: Found, least: int) -> Found:
    """Return `found` with what its word matches by the `least` surest kinds and, if by none, by the next that matches.

    A telephone number with an error in it is another number, so it is never guessed at.
    """
    kinds = _KINDS[:1] if found.word.is_number else _KINDS
    while found.tried < len(kinds) and (found.tried < least or not found.docs):
        kind, is_guess = kinds[found.tried]
        places = list(kind(snapshot, found.word))
        if docs := (documents(places) - snapshot.gone) | found.elsewhere:
            is_first = not found.docs
            found.docs |= docs
            found.places += places
            if is_first or found.tried < INFLECTED:
                found.guessed = is_first and is_guess
                found.idf = log(1 + (snapshot.count - len(found.docs) + 0.5) / (len(found.docs) + 0.5))
        found.tried += 1
    return found


def is_known(snapshot: Snapshot, word: Word) -> bool:
    """Return whether any document has the word itself, or another form of it."""
    return len(word.text) > 1 and any(documents(kind(snapshot, word)) for kind, _ in _KINDS[:INFLECTED])


def documents(places: Iterable[Place]) -> set[int]:
    """Return the documents that hold a word of `places` in any searched field."""
    return set().union(*(each.postings[name].of(span) for _, each, span in places for name in fields.SEARCHED))


def _exactly(snapshot: Snapshot, word: Word) -> Iterator[Place]:
    """Yield the word itself; as initials, from three letters up also the first of a longer name."""
    for segment in snapshot.segments:
        for form in (word.text, *word.also):
            yield fields.EXACT, segment, segment.exact(form)
        begun = segment.beginning if len(word.text) > 2 else segment.exact
        yield fields.INITIALS, segment, begun(folding.INITIALS_MARK + word.text)
        if word.is_last:
            yield fields.PREFIX, segment, segment.beginning(word.text)


def other_forms(snapshot: Snapshot, word: Word) -> Iterator[Place]:
    """Yield the words that differ from `word` by an ending alone, as most languages inflect."""
    text = word.text
    root = text[: max(4, len(text) // 2 + 1)]
    for segment in snapshot.segments:
        for place in range(*segment.beginning(root)) if len(text) > 3 else ():
            known = segment.words[place]
            shared = next((at for at, (a, b) in enumerate(zip(known, text, strict=False)) if a != b), len(text))
            shared = min(shared, len(known))
            # Either the whole of a known word, or most of both; one other letter within is a typing error.
            is_mistyped = known[shared + 1 :] == text[shared + 1 :] != ""
            is_most = shared > fields.STEM_SHARE * max(len(known), len(text))
            if shared == len(known) or (is_most and not is_mistyped):
                apart = len(known) + len(text) - 2 * shared
                yield fields.STEM - fields.ENDING * min(apart, 8), segment, (place, place + 1)


def _by_sound(snapshot: Snapshot, word: Word) -> Iterator[Place]:
    for segment in snapshot.segments:
        for sound in sounds.sounds(word.text) if len(word.text) > 3 else ():
            for place in segment.by_sound.get(sound, ()):
                limit = len(word.text) // 2
                apart = sounds.distance(word.text, segment.words[place], limit)
                if apart <= limit:
                    yield fields.SOUND - 0.03 * min(apart, 5), segment, (place, place + 1)


def _mistyped(snapshot: Snapshot, word: Word) -> Iterator[Place]:
    """Yield the nearest words: one error from four letters up, two from eight."""
    near: list[tuple[int, Segment, int]] = []
    for sound in sounds.sounds(word.text)[:1] if len(word.text) > 3 else ():
        errors = 2 if len(word.text) > 7 else 1
        for segment in snapshot.segments:
            for apart, place in segment.near(sound, errors):
                # What sounds much the same may still be spelled quite otherwise.
                if sounds.distance(word.text, segment.words[place], errors + 1) <= errors + 1:
                    near.append((apart, segment, place))
    nearest = min((apart for apart, _, _ in near if apart), default=0)
    for apart, segment, place in near:
        if apart == nearest:
            yield (fields.ONE_ERROR if apart == 1 else fields.TWO_ERRORS), segment, (place, place + 1)


def _by_beginning(snapshot: Snapshot, word: Word) -> Iterator[Place]:
    """Yield the words that begin like a word, or that sound so if it may not be all typed yet."""
    if len(word.text) < 3 or word.is_gram:
        return
    for segment in snapshot.segments:
        yield fields.INNER_PREFIX, segment, segment.beginning(word.text)
        for sound in sounds.sounds(word.text)[:1] if word.is_last else ():
            for place in segment.sounding(sound):
                yield fields.INNER_PREFIX, segment, (place, place + 1)


_KINDS: tuple[tuple[Callable[[Snapshot, Word], Iterator[Place]], bool], ...] = (
    (_exactly, False),
    (other_forms, False),
    (_by_sound, True),
    (_mistyped, True),
    (_by_beginning, False),
)
