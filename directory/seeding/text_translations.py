"""Translations that are used wherever their original text occurs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from directory.models import Texts
from directory.models.types import TranslationOrigin
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource, SeedTranslation


class TextTranslations:
    """The rows of `text_translations.csv`, looked up by the exact original text."""

    def __init__(self, rows: Iterable[SeedRow] = ()) -> None:
        self._rows: dict[tuple[str, str], list[SeedRow]] = {}
        self._outcomes: dict[int, set[str]] = {}
        for row in rows:
            original = row.text("original_language", required=True), row.text("original", required=True)
            self._rows.setdefault(original, []).append(row)

    def of(self, name: str, texts: Texts, source: SeedSource) -> list[SeedTranslation]:
        """Return the translations of a detail's text.

        Each translation has the source of the original, and names its translator.
        """
        rows = self._rows.get((texts.original, texts.text(texts.original)), ())
        return [_translation(row, name, source) for row in rows]

    def note(self, translation: SeedTranslation, outcome: str) -> None:
        """Note the outcome of a translation in one entry. Several entries can contain the original of the
        translation."""
        self._outcomes.setdefault(translation.row.line, set()).add(outcome)

    def counts(self, unchanged: str) -> Counter[str]:
        """Return the number of rows of the file for each outcome.

        Each row counts once, although its outcomes in several entries can differ: as CHANGED if any outcome is CHANGED,
        otherwise as CREATED if any outcome is CREATED, otherwise as `unchanged`.
        """
        lines = (row.line for rows in self._rows.values() for row in rows)
        return Counter(min(self._outcomes.get(line, set()) - {unchanged}, default=unchanged) for line in lines)


def _translation(row: SeedRow, name: str, source: SeedSource) -> SeedTranslation:
    language, on = row.text("language", required=True), row.date("translated_on")
    if on is None:
        row.refuse("translated_on is missing")
    made = TranslationOrigin(row.text("original_language"), row.text("translated_by", required=True), on)
    unverified = {f"{name}.{language}"} if name in source.unverified else set()
    own = replace(source, unverified=source.unverified | unverified, translated=made)
    return SeedTranslation(row, language, row.text("text", required=True), own)
