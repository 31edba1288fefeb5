"""The facts that a card presents, as lines of JSON. The card's checksum is the beginning of the SHA-256 of these lines.

Each line is a JSON object for a detail, or for one language of a text. The names in an object are sorted, and no spaces
stand between names and values. The lines are sorted and end with a line feed. All languages are included.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from directory.access.gate import ReadDetail, Reading, read_all
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import Viewer
from directory.models import Entry
from directory.models.types import Texts

CHECKSUM_CHARACTERS = 16


@dataclass(frozen=True)
class CardFacts:
    """The facts of a card as sorted lines, without line feeds. `due` are the sorted days on which facts are due to be
    verified again."""

    lines: tuple[str, ...]
    due: tuple[date, ...]
    is_restricted: bool

    @property
    def file(self) -> bytes:
        """The lines as the content of a file in UTF-8, each with its line feed."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    @cached_property
    def checksum(self) -> str:
        """The checksum on the card: the beginning of the SHA-256 of the file."""
        return hashlib.sha256(self.file).hexdigest()[:CHECKSUM_CHARACTERS]


def facts_of(viewer: Viewer, entries: Iterable[Entry]) -> CardFacts:
    """Return the facts of these entries that the viewer may read. Restricted facts are noted as disclosed."""
    details = [(reading, found) for reading in read_all(viewer, entries) for found in reading.details.values()]
    lines = sorted({line for reading, found in details for line in _lines(reading, found)})
    known = (provenance.due_on for _, found in details for provenance in _provenances(found))
    return CardFacts(
        tuple(lines),
        tuple(sorted({day for day in known if day})),
        any(found.restricted is not None for _, found in details),
    )


def _lines(reading: Reading, found: ReadDetail) -> Iterator[str]:
    value = found.value
    if isinstance(value, Texts):
        for language, text in value.by_language.items():
            yield _line(reading, found, f"{found.name}.{language}", text, found.provenance_in(language))
    else:
        yield _line(reading, found, found.name, value, found.provenance)


def _line(reading: Reading, found: ReadDetail, detail: str, value: Any, known: RecordedProvenance | None) -> str:
    told = {"kind": reading.kind, "key": reading.key, "detail": detail, "value": value}
    if found.has_ended:
        told["has_ended"] = True
    if known is not None:
        told |= {
            "sources": known.sources,
            "source_date": known.source_date,
            "confidence": known.confidence,
            "verified_on": known.verified_on,
            "verified_by": known.verified_by,
            "due_on": known.due_on,
            "is_dead": known.is_dead,
        }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def _provenances(found: ReadDetail) -> Iterator[RecordedProvenance]:
    yield from (known for known in (found.provenance, *found.by_language.values()) if known is not None)
