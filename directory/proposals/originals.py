"""Of which original a translation was made, and where the provenance of each language of a text stands."""

import hashlib
from collections.abc import Mapping
from typing import Any

from directory.access.provenance import RecordedProvenance
from directory.models import Provenance, Texts
from directory.proposals.editable import ORIGINAL, Values


def digest_of(texts: Texts) -> str:
    """Return by what the original of a text is known again without being kept."""
    return _digest(texts.by_language.get(texts.original, ""))


def original_beside(detail: str, values: Values) -> str:
    """Return by what the original is known again that stands beside one language of a text in the flat values of a
    row; empty for what is no translation."""
    name, _, language = detail.partition(".")
    original = str(values.get(f"{name}.{ORIGINAL}") or "")
    return "" if language in ("", ORIGINAL, original) else _digest(str(values.get(f"{name}.{original}") or ""))


def provenance_key(texts: Texts, name: str, language: str) -> str:
    """Return the detail under which the provenance of one language of a text stands."""
    return name if language == (texts.original or language) else f"{name}.{language}"


def provenance_by_translation(
    known: Mapping[str, Provenance] | Mapping[str, RecordedProvenance], texts: Texts, name: str
) -> dict[str, dict[str, Any]]:
    """Return, by detail, what is known of each translation that has no provenance of its own, or that does not say of
    which original it is: that of the whole text, made of the original as it is."""
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
