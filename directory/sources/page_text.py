"""Splits a page into sentences, and finds the sentence on which a fact rests."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from lxml import html
from lxml.etree import LxmlError

# Browsers do not show the texts of these elements.
UNREAD = ("script", "style", "noscript", "template", "svg")
# The elements that stand inside a line. Any other element begins and ends a line.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span"}
INLINE |= {"del", "ins", "label", "strong", "sub", "sup", "time", "u"}
LONGEST_SENTENCE_CHARACTERS = 1_000
# Shorter words are mostly articles and prepositions, which every sentence has.
TELLING_CHARACTERS = 4
# A sentence on which a fact rests shares at least this part of the fact's `telling_words`, and at least this number.
LEAST_SHARED = 0.5
FEWEST_SHARED = 2
# Two sentences with at least this similarity (from 0 to 1) count as the old and the new form of one sentence.
LEAST_ALIKE = 0.5

_END = re.compile(r"(?<=[.!?;。！？؟])\s+|\n")
_WORD = re.compile(r"\w+")


def sentences_of(body: bytes, content_type: str) -> list[str]:
    """Return the sentences of a page in their order, each once, with plain spaces.

    A page of HTML is read as people see it; any other text as it is. A sentence is cut to LONGEST_SENTENCE_CHARACTERS.
    The list is empty for other content, such as PDF.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml", "") or kind.endswith("xml"):
        text = _text_of_html(body)
    elif kind.startswith("text/") or kind == "application/json":
        text = body.decode("utf-8", "replace")
    else:
        return []
    parts = (" ".join(part.split()) for part in _END.split(unicodedata.normalize("NFC", text)))
    return list(dict.fromkeys(part[:LONGEST_SENTENCE_CHARACTERS] for part in parts if part))


def sentence_of(fact: str, sentences: Iterable[str]) -> str:
    """Return the sentence that shares most of a fact's `telling_words`, or an empty text if none shares enough of them.

    Of several such sentences, the one with the fewest other telling words is returned.
    """
    telling = telling_words(fact)
    if not telling:
        return ""
    least = max(min(FEWEST_SHARED, len(telling)), LEAST_SHARED * len(telling))
    of_sentence = ((telling_words(sentence), sentence) for sentence in sentences)
    scored = [(len(telling & words), -len(words - telling), sentence) for words, sentence in of_sentence]
    shared, _, best = max(scored, default=(0, 0, ""))
    return best if shared >= least else ""


def nearest_sentence(sentence: str, sentences: Sequence[str]) -> str:
    """Return the one of `sentences` that is most similar to `sentence`. Return an empty text if none reaches
    LEAST_ALIKE."""
    words = _words(sentence)
    near = [(len(words & _words(other)), other) for other in sentences]
    near = sorted((pair for pair in near if pair[0]), reverse=True)[:20]
    alike = [(SequenceMatcher(None, sentence, other).ratio(), other) for _, other in near]
    ratio, best = max(alike, default=(0.0, ""))
    return best if ratio >= LEAST_ALIKE else ""


def telling_words(text: str) -> set[str]:
    """Return the words of a text, in lower case, that distinguish it from other texts: numbers and long words."""
    return {word for word in _words(text) if word[0].isdigit() or len(word) >= TELLING_CHARACTERS}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _text_of_html(body: bytes) -> str:
    try:
        root = html.fromstring(body)
    except (LxmlError, ValueError):
        return ""
    for element in list(root.iter(*UNREAD)):
        element.drop_tree()
    pieces: list[str] = []
    for event, element in _walk(root):
        if element.tag not in INLINE:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces)


def _walk(root: html.HtmlElement) -> Iterable[tuple[str, html.HtmlElement]]:
    """Yield each element at its start and at its end, in the order of the page, without recursion."""
    stack: list[tuple[str, html.HtmlElement]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "start":
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element) if isinstance(child.tag, str))
