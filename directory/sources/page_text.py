"""Splits a page into sentences, and finds the sentence that supports a fact."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice

from lxml import html
from lxml.etree import LxmlError

# Browsers do not show the texts of these elements.
UNREAD = ("script", "style", "noscript", "template", "svg")
# The elements that stand inside a line. Any other element begins and ends a line.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span"}
INLINE |= {"del", "ins", "label", "strong", "sub", "sup", "time", "u"}
LONGEST_SENTENCE_CHARACTERS = 1_000
# A page has up to three million bytes. Sentences after this number are not read.
MOST_SENTENCES = 20_000
# Shorter words are mostly articles and prepositions, which every sentence has.
TELLING_CHARACTERS = 4
# A sentence that supports a fact shares at least this part of the fact's `telling_words`, and at least this number.
LEAST_SHARED = 0.5
FEWEST_SHARED = 2
# Two sentences with at least this similarity (from 0 to 1) count as the old and the new form of one sentence.
LEAST_ALIKE = 0.5
# At most this many sentences are compared letter by letter with an old sentence: the sentences that share most words
# with it.
MOST_COMPARED = 5

_END = re.compile(r"(?<=[.!?;。！？؟])\s+|\n")
_WORD = re.compile(r"\w+")


def sentences_of(body: bytes, content_type: str) -> list[str]:
    """Return the first MOST_SENTENCES visible sentences of a page in their order, each once.

    The list is empty for a PDF.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml", "") or kind.endswith("xml"):
        text = _text_of_html(body)
    elif kind.startswith("text/") or kind == "application/json":
        text = body.decode("utf-8", "replace")
    else:
        return []
    parts = (" ".join(part.split()) for part in _END.split(unicodedata.normalize("NFC", text)))
    found = dict.fromkeys(part[:LONGEST_SENTENCE_CHARACTERS] for part in parts if part)
    return list(islice(found, MOST_SENTENCES))


class PageSentences:
    """The sentences of a page, indexed by their words."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = sentences
        self._places: dict[str, list[int]] = {}
        for place, sentence in enumerate(sentences):
            for word in _words(sentence):
                self._places.setdefault(word, []).append(place)

    def of_fact(self, fact: str) -> str:
        """Return the sentence that contains the largest number of a fact's telling words (`telling_words`).

        Return "" if no sentence contains enough of these words (LEAST_SHARED, FEWEST_SHARED).
        """
        telling = telling_words(fact)
        counts = self._shared(telling)
        most = max(counts.values(), default=0)
        if most < max(min(FEWEST_SHARED, len(telling)), LEAST_SHARED * len(telling)) or not most:
            return ""
        best = (self.sentences[place] for place, count in counts.items() if count == most)
        return max(best, key=lambda one: (-len(telling_words(one) - telling), one))

    def nearest_to(self, sentence: str, taken: Collection[str]) -> str:
        """Return the sentence of the page that is most similar to `sentence`. Sentences in `taken` are left out.

        Return "" if no sentence is similar enough (LEAST_ALIKE).
        """
        near = (self.sentences[place] for place, _ in self._shared(_words(sentence)).most_common())
        compared = islice((one for one in near if one not in taken), MOST_COMPARED)
        alike = [(SequenceMatcher(None, sentence, other).ratio(), other) for other in compared]
        ratio, best = max(alike, default=(0.0, ""))
        return best if ratio >= LEAST_ALIKE else ""

    def _shared(self, words: Iterable[str]) -> Counter[int]:
        return Counter(chain.from_iterable(self._places.get(word, ()) for word in words))


def telling_words(text: str) -> set[str]:
    """Return the numbers and long words of a text, in lower case."""
    return {word for word in _words(text) if word[0].isdigit() or len(word) >= TELLING_CHARACTERS}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _text_of_html(body: bytes) -> str:
    try:
        root = html.fromstring(body)
    except (LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    for event, element in _walk(root):
        if element.tag not in INLINE and not _is_unread(element):
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces)


def _walk(root: html.HtmlElement) -> Iterable[tuple[str, html.HtmlElement]]:
    """Yield (`start` or `end`, element) in the order of the page. An element whose text is hidden has no `start`."""
    stack: list[tuple[str, html.HtmlElement]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "start":
            stack.append(("end", element))
            stack.extend(("end" if _is_unread(child) else "start", child) for child in reversed(element))


def _is_unread(element: html.HtmlElement) -> bool:
    return not isinstance(element.tag, str) or element.tag in UNREAD
