"""Compares the facts that rest on a page with the sentences of the page.

A large page takes seconds, so nobody holds the write lock meanwhile.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.models import SourceSentence
from directory.models.types import DIGEST_CHARACTERS
from directory.sources.facts import FactKey, SourcedFact
from directory.sources.page_text import PageSentences


@dataclass(frozen=True)
class Finding:
    """The comparison of a fact with a page. `sentence` is the sentence on which the fact rests, or an empty text.

    `digest` is the digest of the fact's value. If the fact rested on a sentence that the page no longer has, `lost` is
    this sentence, and `new` is its new form or an empty text.
    """

    digest: str
    sentence: str
    lost: str = ""
    new: str = ""


def find_sentences(
    facts: Iterable[SourcedFact], known: Mapping[FactKey, SourceSentence], page: PageSentences
) -> dict[FactKey, Finding]:
    """Return a mapping from fact key to finding, for all `facts`. `known` has the sentences on which facts rested until
    now."""
    # A sentence on which another fact rests is not the new form of this one.
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
    """Return a digest of a text, which shows later whether the text has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]
