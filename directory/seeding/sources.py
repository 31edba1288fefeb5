"""The sources of a row's details, and translations with sources of their own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from directory.models.types import TranslationOrigin
from directory.seeding.rows import SeedRow
from directory.vocabulary import Confidence

SEVERAL = " ; "
# The fields in which a part of a row names its own source, if that differs from the source of the whole row.
OWN_SOURCE = ("sources", "source_date", "confidence")


@dataclass(frozen=True)
class SeedSource:
    """The source of a row's details.

    `unverified` contains the details, or languages of a detail (`name.ky`), that no source supports. If the directory
    itself made a translation, `translated` says from which language, by whom and when; otherwise it is None.
    """

    sources: tuple[str, ...]
    confidence: str
    date: str = ""
    unverified: frozenset[str] = frozenset()
    translated: TranslationOrigin | None = None

    @classmethod
    def of(cls, row: SeedRow, *, unverified: Iterable[str] = ()) -> "SeedSource":
        """Return the source that a row states. `unverified` are the details that the source does not support.

        If the row is `partly_sourced` and `unverified` names details, the other details count as sourced. Raises
        BadSeed if the row states no source although its confidence is not `unverified`.
        """
        sources = (
            row.codes("sources") if "sources" in row.values else tuple(filter(None, row.text("source").split(SEVERAL)))
        )
        confidence = row.confidence()
        if not sources and confidence != Confidence.UNVERIFIED:
            row.refuse("source is missing")
        named = frozenset(unverified)
        if named and confidence == Confidence.PARTLY:
            confidence = Confidence.SOURCED
        return cls(sources, confidence, row.text("source_date"), named)

    @classmethod
    def of_details(cls, row: SeedRow, details: Collection[str]) -> "SeedSource":
        """Return the source that a row states for `details`. The row's field `unverified` names the details that the
        source does not support.

        Raises BadSeed if this field names anything outside `details`, or if the row states no source although its
        confidence is not `unverified`.
        """
        unverified = row.codes("unverified")
        for name in unverified:
            if name not in details:
                row.refuse(f"unverified {name!r} is not one of: {', '.join(details)}")
        return cls.of(row, unverified=unverified)

    def confidence_of(self, detail: str) -> str:
        """Return the confidence of a detail, or of one language of a detail (`name.ky`)."""
        return Confidence.UNVERIFIED if detail in self.unverified else self.confidence

    def provenance_of(self, detail: str) -> dict[str, Any]:
        """Return the provenance of a detail, or of one language of a detail, as a mapping from column to value."""
        return {
            "sources": self.sources,
            "source_date": self.date,
            "confidence": str(self.confidence_of(detail)),
            "translated_from": self.translated.language if self.translated else None,
            "translated_by": self.translated.by if self.translated else None,
            "translated_on": self.translated.on if self.translated else None,
        }


@dataclass(frozen=True)
class SeedTranslation:
    """A translation of a text. If the detail is a list of names, a name to add to the list."""

    row: SeedRow
    language: str
    text: str
    source: SeedSource


def with_own_source(row: SeedRow, part: SeedRow) -> SeedRow:
    """Return a copy of `row`. Sources, a source date and a confidence that `part` states replace those of `row`."""
    own: Mapping[str, Any] = {k: part.values[k] for k in OWN_SOURCE if k in part.values}
    return SeedRow(row.file, row.line, {**row.values, **own})
