"""Where the details of a row come from, and translations with their own sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directory.seeding.rows import SeedRow
from directory.vocabulary import Confidence


@dataclass(frozen=True)
class TranslatedFrom:
    """From which language, by which office and on which day a text was translated."""

    language: str
    by: str
    on: date


@dataclass(frozen=True)
class SeedSource:
    """Where a row's details come from.

    `unverified` names details, or `detail.language` of one text, that no source supports. A text that was
    `translated` here rests on the source of its original.
    """

    sources: tuple[str, ...]
    confidence: str
    date: str = ""
    unverified: frozenset[str] = frozenset()
    translated: TranslatedFrom | None = None

    @classmethod
    def of(cls, row: SeedRow, *, unverified: Iterable[str] = ()) -> "SeedSource":
        """Read `source` or `sources`, `source_date` and `confidence` of a row.

        Refuses a row that names no source, unless it is itself marked unverified. Where a partly
        sourced row says which details are unverified, the others are sourced.
        """
        sources = row.codes("sources") if "sources" in row.values else tuple(filter(None, [row.text("source")]))
        confidence = row.confidence()
        if not sources and confidence != Confidence.UNVERIFIED:
            row.refuse("source is missing")
        named = frozenset(unverified)
        if named and confidence == Confidence.PARTLY:
            confidence = Confidence.SOURCED
        return cls(sources, confidence, row.text("source_date"), named)

    def confidence_of(self, detail: str) -> str:
        """Return the confidence of a detail, or of one language of it (`name.ky`)."""
        return Confidence.UNVERIFIED if detail in self.unverified else self.confidence


@dataclass(frozen=True)
class SeedTranslation:
    """One text of one detail in one more language, or one more name to find an entry by."""

    row: SeedRow
    language: str
    text: str
    source: SeedSource
