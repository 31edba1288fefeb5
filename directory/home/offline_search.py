"""The data for searching offline copies: a State, its authorities and desks, and their search words."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from anyascii import anyascii

from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS
from directory.cards.presenters.cards import Card
from directory.focal_points.presenters import desk_lines
from directory.focal_points.queries import list_focal_points
from directory.search.documents import document_key, documents_of
from directory.vocabulary import KINDS


def search_data(card: Card) -> dict[str, Any]:
    """Return the search data of a State's card as a dict for JSON.

    Each of the `entries` has the `anchor` of its HTML element on the card. Its `words` are the folded words of the
    entry's names and keywords.
    """
    state = card.content.link
    blocks = (block for section in card.content.sections for block in section.blocks)
    authorities = [(block.link, block.link.key) for block in blocks if block.link]
    desks = desk_lines(ANONYMOUS, list_focal_points(jurisdiction=state.key), card.language)
    placed: list[tuple[Link, str]] = [(state, ""), *authorities, *((desk.link, desk.authority.key) for desk in desks)]
    known = {document.key: document for document in documents_of([(link.kind, link.key) for link, _ in placed])}
    texts = {key: (*document.names, *document.keywords) for key, document in known.items()}
    return {
        "state": state.key,
        "name": state.text.text,
        "language": card.language,
        "made_at": card.made_at.isoformat(timespec="seconds"),
        "valid_until": card.valid_until.isoformat(),
        "entries": [_entry(link, anchor, texts) for link, anchor in placed],
    }


def _entry(link: Link, anchor: str, texts: Mapping[str, Iterable[str]]) -> dict[str, str]:
    words = _folded((str(link.text.text), *texts.get(document_key(link.kind, link.key), ())))
    return {
        "id": link.key,
        "name": str(link.text.text),
        "kind": str(KINDS.label(link.kind)),
        "anchor": anchor,
        "words": words,
    }


def _folded(texts: Iterable[str]) -> str:
    """Return the distinct words of `texts` as one string, folded in the same way as `static/offline.js` folds typed
    words."""
    words: dict[str, None] = {}
    for text in texts:
        for form in (text, anyascii(text)):
            plain = "".join(
                c for c in unicodedata.normalize("NFKD", form) if not unicodedata.category(c).startswith("M")
            )
            words |= dict.fromkeys("".join(c if c.isalnum() else " " for c in plain.lower()).split())
    return " ".join(words)
