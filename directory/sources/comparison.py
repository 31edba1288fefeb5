"""Compares facts with the sentences of their source page."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.models import SourceSentence
from directory.models.types import DIGEST_CHARACTERS
from directory.sources.facts import FactKey, SourcedFact
from directory.sources.page_text import PageSentences


@dataclass(frozen=True)
class Finding:
    """The result of comparing a fact with a page.

    - `digest`: the digest of the fact's value
    - `sentence`: the sentence of the page that supports the fact, or empty
    - `lost`: the stored sentence of the previous comparison, if the page no longer has it
    - `new`: the sentence of the page most similar to `lost`, or empty
    """

    digest: str
    sentence: str
    lost: str = ""
    new: str = ""


def find_sentences(
    facts: Iterable[SourcedFact], known: Mapping[FactKey, SourceSentence], page: PageSentences
) -> dict[FactKey, Finding]:
    """Return a mapping from fact key to finding, for all `facts`.

    `known` are the stored sentences of the last comparison.
    """
    # A sentence that supports another fact is not the new form of a lost sentence.
    standing, taken = set(page.sentences), {one.sentence for one in known.values()}
    found: dict[FactKey, Finding] = {}
    for fact in facts:
        digest, before = digest_of(fact.value), known.get(fact.fact_key)
        sentence = before.sentence if before is not None and before.digest == digest else ""
        if sentence in standing:
            found[fact.fact_key] = Finding(digest, sentence)
            continue
        new = page.nearest_to(sentence, taken) if sentence else ""
        found[fact.fact_key] = Finding(digest, new or page.of_fact(fact.value), sentence, new)
    return found


def digest_of(text: str) -> str:
    """Return a digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]
