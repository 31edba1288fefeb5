"""Facts: details of entries that a viewer may read, put into words of one language, with their sources. Putting a
restricted value into words is noted as a disclosure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from directory import clock, dates, i18n, remarks
from directory.access.gate import ReadDetail, Reading
from directory.access.policy import is_public
from directory.access.provenance import RecordedProvenance
from directory.models.details import EntryKey
from directory.models.types import Texts, TranslationOrigin
from directory.verification_age import freshness
from directory.vocabulary import AUDIENCES, CONFIDENCES, FRESHNESS, Confidence, Freshness

SUPPORTED = frozenset({Confidence.SOURCED, Confidence.SECONDARY, Confidence.OUTDATED})
FRESH = frozenset({Freshness.VERIFIED, Freshness.DUE_SOON})
GONE = frozenset({Freshness.DEAD, Freshness.ENDED})


@dataclass(frozen=True)
class Text:
    """Words in one language.

    - `language`: the code for the HTML attribute `lang`, or "" if unknown
    - `is_in_reader_language`: false if the reader's language is missing, and another language is shown in its place
    - `doubt`: the label of the confidence, or "" if a source supports the words
    - `is_outdated`: the original has changed since the translation
    """

    text: str
    language: str = ""
    is_in_reader_language: bool = True
    doubt: str = ""
    is_outdated: bool = False

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`; `auto` if the language is not known."""
        return i18n.direction(self.language) if self.language else "auto"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class SourceNote:
    """The source of a value and the confidence in the value.

    - `is_supported`: the confidence is one of SUPPORTED, or a verification is still valid
    - `translation`: the origin of the translation shown, or None if no translation is shown
    - `original`: the text in its original language, or None if the original is shown
    - `whole`: the source of the whole detail, or None if no language has its own source
    """

    sources: tuple[str, ...]
    source_date: str
    confidence: str
    is_supported: bool
    verified_on: date | None
    verified_by: str
    due_on: date | None
    freshness: Freshness
    translation: TranslationOrigin | None = field(default=None, compare=False)
    original: Text | None = field(default=None, compare=False)
    whole: "SourceNote | None" = field(default=None, compare=False, repr=False)

    @property
    def of_detail(self) -> "SourceNote":
        """The source of the whole detail, independent of the language shown."""
        return self.whole or self

    @property
    def doubt(self) -> str:
        """The reason to doubt the value, in words for a label. The reason is "" if a verification is still valid, or if
        the value was never verified and a source that is not outdated supports it."""
        if self.freshness in FRESH:
            return ""
        if self.freshness is not Freshness.NEVER:
            return self.freshness_label
        words = {Confidence.OUTDATED: _("may be out of date"), Confidence.PARTLY: _("partly unverified")}
        return str(words.get(self.confidence) or ("" if self.is_supported else _("unverified")))  # type: ignore[call-overload]

    @property
    def confidence_label(self) -> str:
        """The confidence in words."""
        return str(CONFIDENCES.label(self.confidence))

    @property
    def freshness_label(self) -> str:
        """The freshness in words."""
        return str(FRESHNESS.label(self.freshness))


@dataclass(frozen=True)
class VerificationSummary:
    """How many values of a page are verified (`verified` of `total`).

    - `freshness`: the worst grade of the verified values, or NEVER if there are none
    - `verified_on`, `verified_by`: day and office of the newest verification
    - `due_on`: the first day on which a value is due to be verified again
    """

    freshness: Freshness
    verified: int
    total: int
    verified_on: date | None = None
    verified_by: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Fact:
    """One detail for display. `holds` is the type of the value, such as `text`, `date` or the kind of an entry.
    `audience_label` is empty if the detail is public."""

    name: str
    label: str
    texts: tuple[Text, ...]
    source: SourceNote
    holds: str = "text"
    audience_label: str = ""


@dataclass(frozen=True)
class LabelledCode:
    """A code of a vocabulary with its label."""

    code: str
    label: str


@dataclass(frozen=True)
class Link:
    """The name of an entry as a link to the entry."""

    kind: str
    key: str
    text: Text

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the entry."""
        return self.kind, self.key


@dataclass(frozen=True)
class Chip:
    """One active filter of a list, with the address of the list without this filter."""

    facet_label: str
    label: str
    address: str


def fact(reading: Reading, name: str, language: str) -> Fact | None:
    """Return one detail in words, or None if the detail is empty or the viewer may not read it. A restricted detail is
    noted as a disclosure."""
    found = reading.get(name)
    if found is None:
        return None
    texts = tuple(words(found, language))
    source = source_in(found, language)
    return Fact(name, str(found.detail.label), texts, source, found.detail.holds, audience_label(found))


def audience_label(found: ReadDetail) -> str:
    """Return the label of a detail's audience, or "" if the detail is public."""
    return "" if is_public(found.audience) else str(AUDIENCES.label(found.audience))


def facts(reading: Reading, names: Iterable[str], language: str) -> list[Fact]:
    """Return the readable, non-empty details among `names`, in this order. Restricted details are noted as
    disclosures."""
    return [found for name in names if (found := fact(reading, name, language)) is not None]


def labelled_code(reading: Reading, name: str) -> LabelledCode | None:
    """Return the code of a detail with its label. Return None if the detail is empty or has no vocabulary, or if the
    viewer may not read the detail. A restricted detail is noted as a disclosure."""
    found = reading.get(name)
    if found is None or found.detail.vocabulary is None:
        return None
    return LabelledCode(found.value, str(found.detail.vocabulary.label(found.value)))


def name_of(reading: Reading, language: str, detail: str = "name") -> Text:
    """Return an entry's name for a reader of `language`. If the viewer may not read the name, return the key."""
    found = reading.get(detail)
    return next(iter(words(found, language)), Text(reading.key)) if found else Text(reading.key)


def state_link(code: str, language: str) -> Link:
    """Return a link to a State. The text of the link is the State's CLDR name."""
    return Link("jurisdiction", code, Text(i18n.territory_name(code, language), language))


def original_name(reading: Reading, language: str, detail: str = "name") -> Text | None:
    """Return an entry's name in its original language. Return None if `language` shows the original anyway, or if the
    viewer may not read the name."""
    found = reading.get(detail)
    return _original(found, language) if found else None


def source_of(reading: Reading, detail: str, language: str) -> SourceNote:
    """Return the source of a detail. If the detail is in several languages, this is the source of the text that a
    reader of `language` sees. The source of an empty or unreadable detail is graded as unverified.

    A restricted detail is noted as a disclosure.
    """
    return source_in(reading.get(detail), language)


def source_in(found: ReadDetail | None, language: str) -> SourceNote:
    """Return the source of a value, for the wording that a reader of `language` sees. If `found` is None, the value
    counts as unverified. A restricted value is noted as a disclosure."""
    if found is None:
        return source_note(None)
    has_ended = found.has_ended
    if not isinstance(found.value, Texts):
        return source_note(found.provenance, has_ended=has_ended)
    whole = source_note(found.provenance_of_whole, has_ended=has_ended) if found.by_language else None
    provenance = found.provenance_in(found.value.choose(language))
    return source_note(provenance, has_ended=has_ended, original=_original(found, language), whole=whole)


def with_original(note: SourceNote, beside: Fact | None) -> SourceNote:
    """Return a source note for a value and for a text (`beside`) that is shown next to the value. The result is a copy
    of the value's `note`, with `original` and `translation` of the text. If `beside` is None, return `note` itself."""
    if beside is None:
        return note
    return replace(note, original=beside.source.original, translation=beside.source.translation)


def words(found: ReadDetail, language: str) -> Iterator[Text]:
    """Yield the value as texts, one for each item of a list. A restricted value is noted as a disclosure."""
    value = found.value
    if isinstance(value, Texts):
        chosen = value.choose(language)
        text = value.by_language[chosen]
        parts = text.split(";") if found.detail.holds == "list" else [text]
        yield from (_text(found, part.strip(), chosen, is_in_reader_language=chosen == language) for part in parts)
    elif found.detail.holds == "remark":
        yield from remark(value, language)
    elif isinstance(value, tuple):
        yield from (_word(found, item, language) for item in value)
    else:
        yield _word(found, value, language)


def remark(stored: str, language: str) -> tuple[Text, ...]:
    """Return the parts of a remark (for example the date of a source) in words of `language`. A part for which the
    catalogues have no words stays as stored."""
    return tuple(Text(text, spoken) for text, spoken in remarks.remark(stored, language))


def source_note(
    provenance: RecordedProvenance | None,
    *,
    has_ended: bool = False,
    original: Text | None = None,
    whole: SourceNote | None = None,
) -> SourceNote:
    """Return the source note of a recorded provenance. If `provenance` is None, the value counts as unverified.

    If `has_ended` is true, the verification is ignored, because the office was closed or replaced.
    """
    provenance = provenance or RecordedProvenance()
    grade = freshness(provenance.verified_on, provenance.due_on, clock.today(), is_dead=provenance.is_dead)
    grade = Freshness.ENDED if has_ended and grade is not Freshness.DEAD else grade
    return SourceNote(
        provenance.sources,
        provenance.source_date,
        provenance.confidence,
        provenance.confidence in SUPPORTED or grade in FRESH,
        provenance.verified_on,
        provenance.verified_by,
        provenance.due_on,
        grade,
        TranslationOrigin.of(provenance),
        original,
        whole,
    )


def verification_summary(notes: Iterable[SourceNote]) -> VerificationSummary:
    """Return the summary of the verifications of several values. Dead contacts and values of ended offices are not
    counted."""
    alive = [whole for note in notes if (whole := note.of_detail).freshness not in GONE]
    verified = [note for note in alive if note.verified_on]
    if not verified:
        return VerificationSummary(Freshness.NEVER, 0, len(alive))
    newest = max(verified, key=lambda note: note.verified_on or date.min)
    worst = max((note.freshness for note in verified), key=list(Freshness).index)
    due_on = min((note.due_on for note in verified if note.due_on), default=None)
    return VerificationSummary(worst, len(verified), len(alive), newest.verified_on, newest.verified_by, due_on)


def _original(found: ReadDetail, language: str) -> Text | None:
    original = found.value.original
    if original not in found.value.by_language or found.value.choose(language) == original:
        return None
    return _text(found, found.value.by_language[original], original, is_in_reader_language=True)


def _text(found: ReadDetail, text: str, language: str, *, is_in_reader_language: bool) -> Text:
    provenance = found.by_language.get(language)
    if provenance is None:
        return Text(text, language, is_in_reader_language)
    note = source_note(provenance, has_ended=found.has_ended)
    doubt = "" if note.is_supported else note.confidence_label
    return Text(text, language, is_in_reader_language, doubt, provenance.is_outdated)


def _word(found: ReadDetail, value: Any, language: str) -> Text:
    holds = found.detail.holds
    if found.detail.vocabulary is not None:
        return Text(str(found.detail.vocabulary.label(value)), i18n.label_language(language))
    if holds in ("languages", "language"):
        return Text(i18n.language_name(value, language), language)
    if holds in ("region", "jurisdiction"):
        return Text(i18n.territory_name(value, language), language)
    if holds == "zones":
        return Text(dates.zone_name(value, language), language)
    if isinstance(value, date):
        return Text(dates.long_day(value, language), language)
    return Text(str(value))
