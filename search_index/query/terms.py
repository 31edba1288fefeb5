"""Terms of a query: its words, pairs of characters and telephone numbers."""

from dataclasses import dataclass, field

from search_index.documents import WordForms
from search_index.query.match_set import MatchSet
from search_index.storage import fields
from search_index.text import folding, whole_terms

MAX_CHARACTERS = 200
MAX_WORDS = 12


@dataclass(frozen=True)
class QueryTerm:
    """A term of a query: a word, a pair of characters in a script without spaces (`is_gram`), or a telephone number
    (`is_number`).

    `text` is folded. `also` are equivalent spellings. `start` and `end` are positions in the normalized query.
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
    """The documents that match one term of a query.

    - `own`: the documents that match without `Query.extra_matches`.
    - `guessed`: whether the term matches by sound or with typing errors.
    - `idf`: the weight of the term (inverse document frequency). The fewer documents match the term, the greater the
      weight.
    """

    word: QueryTerm
    match_set: MatchSet
    own: MatchSet
    guessed: bool
    idf: float

    def is_filler(self, documents: int) -> bool:
        """Return whether the word is so short and so frequent that documents need not contain it. `documents` is the
        number of documents in the index."""
        is_short = len(self.word.text) <= fields.FILLER_LETTERS and not self.word.is_gram
        return is_short and len(self.match_set.docs) > fields.FILLER_SHARE * documents


def normalized_query(text: str) -> str:
    """Return a query normalized and cut to MAX_CHARACTERS."""
    return folding.normalize(text[:MAX_CHARACTERS])[:MAX_CHARACTERS].strip()


def query_terms(text: str) -> tuple[WordForms, ...]:
    """Return the words and telephone numbers of a query.

    The forms of a word or number are its spellings, and the typed telephone numbers, addresses and codes that contain
    it.
    """
    query = normalized_query(text)
    forms = {word.text: {word.text, *word.also} for word in (*words_of(query), *numbers_of(query))}
    for part, whole in whole_terms.typed_wholes(query):
        if part in forms:
            forms[part].add(whole)
    return tuple(WordForms(word, frozenset(own)) for word, own in forms.items())


def numbers_of(normalized_query: str) -> list[QueryTerm]:
    """Return the parts of a normalized query that may be telephone numbers or beginnings of them, in order."""
    tokens = folding.typed_phone_numbers(normalized_query)
    return [QueryTerm(t.word, t.typed, t.start, t.end, is_last=True, is_number=True) for t in tokens]


def words_of(normalized_query: str) -> list[QueryTerm]:
    """Return the words and character pairs in the first MAX_WORDS tokens of a normalized query, in order, each once."""
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
