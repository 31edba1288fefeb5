"""What a browser searches without a link: the authorities and desks of a State, and every word they are called by."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from anyascii import anyascii

from directory.access.facts import Link
from directory.jurisdictions import presenters
from directory.jurisdictions.presenters import CARD_VALID_DAYS
from directory.models import Jurisdiction
from directory.search.documents import document_key, documents_of
from directory.vocabulary import KINDS


def pack(state: Jurisdiction, language: str, made_at: datetime) -> dict[str, Any]:
    """Return a State as JSON: `state`, `name`, `language`, `made_at`, `valid_until`, and the `entries` of its card.

    Each entry has its `id`, `name`, `kind`, the `anchor` of its place on the card, and `words`: one text of every word
    that it is called by in any language, folded, and what these are in Latin letters.
    """
    card = presenters.card(state, language)
    authorities = [(entry.line.link, entry.line.link.key) for entry in card.entries]
    desks = [(desk.link, desk.authority.key) for desk in card.state.desks]
    placed: list[tuple[Link, str]] = [(card.state.link, ""), *authorities, *desks]
    known = {document.key: document for document in documents_of([(link.kind, link.key) for link, _ in placed])}
    texts = {key: (*document.names, *document.keywords) for key, document in known.items()}
    return {
        "state": state.key,
        "name": str(card.state.link.text.text),
        "language": language,
        "made_at": made_at.isoformat(timespec="seconds"),
        "valid_until": (made_at + timedelta(days=CARD_VALID_DAYS)).date().isoformat(),
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
    """Return each word once, in small letters without marks, as `static/offline.js` folds what is typed."""
    words: dict[str, None] = {}
    for text in texts:
        for form in (text, anyascii(text)):
            plain = "".join(
                c for c in unicodedata.normalize("NFKD", form) if not unicodedata.category(c).startswith("M")
            )
            words |= dict.fromkeys("".join(c if c.isalnum() else " " for c in plain.lower()).split())
    return " ".join(words)
