"""The original from which a translation was made, and the provenance of each language of a text."""

import hashlib
from collections.abc import Mapping
from typing import Any

from directory.access.provenance import RecordedProvenance
from directory.models import Provenance, Texts
from directory.proposals.editable_columns import ORIGINAL, Values


def digest_of(texts: Texts) -> str:
    """Return a digest of the original of a text, with which the original is recognized."""
    return _digest(texts.by_language.get(texts.original, ""))


def original_beside(detail: str, values: Values) -> str:
    """Return a digest of the original that belongs to a translation in flat values. Return an empty string for other
    details."""
    name, _, language = detail.partition(".")
    original = str(values.get(f"{name}.{ORIGINAL}") or "")
    return "" if language in ("", ORIGINAL, original) else _digest(str(values.get(f"{name}.{original}") or ""))


def provenance_key(texts: Texts, name: str, language: str) -> str:
    """Return the name of the detail under which the provenance of one language of a text is stored."""
    return name if language == (texts.original or language) else f"{name}.{language}"


def provenance_by_translation(
    known: Mapping[str, Provenance] | Mapping[str, RecordedProvenance], texts: Texts, name: str
) -> dict[str, dict[str, Any]]:
    """Return a mapping from detail to the provenance of each translation that is not known to be outdated.

    A translation keeps its own provenance or, without its own, gets the provenance of the whole text. Each provenance
    names the present original as the original of the translation. Translations whose own provenance already names an
    original are left out.
    """
    found = {}
    for language in texts.by_language:
        place = provenance_key(texts, name, language)
        own, whole = known.get(place), known.get(name) or RecordedProvenance()
        if place == name or (own is not None and (own.is_outdated or own.translated_of)):
            continue
        values = {field: getattr(own or whole, field) for field in RecordedProvenance._fields}
        is_edited = own is not None and own.is_edited
        found[place] = values | {"translated_of": digest_of(texts), "is_edited": is_edited}
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
