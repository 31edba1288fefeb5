"""The provenance that a row states for its values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.access.provenance import RecordedProvenance
from directory.clock import today
from directory.formats.cells import Cell
from directory.imports.columns import CONFIDENCE, SOURCE, SOURCE_DATE, VERIFIED_ON, main_detail
from directory.imports.lines import NOT_TEXT, FileLine, Refusal, not_a_code
from directory.imports.scope import KnownEntries
from directory.models.details import EntryKey
from directory.models.types import json_value
from directory.proposals.source_dates import problem_of_source_date
from directory.proposals.stated_sources import NEEDS_NO_SOURCE, SOURCE_MISSING
from directory.proposals.validation import CONTROL, NOT_A_DATE, TOO_LONG
from directory.vocabulary import CONFIDENCES, Confidence
from directory.web.request_validation import is_plain_text

LONGEST_SOURCE_CHARACTERS = 2_000
IN_THE_FUTURE = _l("This day has not come yet.")
FORMER_DATE = _l("The source is new, but this is still the date of the former source. Is it the date of the new one?")


@dataclass(frozen=True)
class ImportedProvenance:
    """The provenance that a row of a file states for all values that change."""

    # The main detail, if the row states new provenance for it and leaves the value as it is.
    details: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    source_date: str = ""
    confidence: str = Confidence.UNVERIFIED
    verified_on: date | None = None
    refusals: tuple[Refusal, ...] = ()
    # The stored provenance of the main detail.
    known: tuple[Any, ...] = ()
    # Whether the row names another source than the stored one, but the date of the stored source.
    has_former_date: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return this provenance as JSON values for `ImportRow.given`, without the refusals."""
        names = ("details", "sources", "source_date", "confidence", "verified_on", "known")
        return {name: json_value(getattr(self, name)) for name in names}


def provenance_of_line(
    line: FileLine, known_entries: KnownEntries, entry_key: EntryKey, *, is_new: bool, touched: Iterable[str]
) -> ImportedProvenance:
    """Return the provenance that a line states, with the refusals of its provenance cells.

    `touched` are the details that the line changes. If the cell for the sources, their date or the confidence is empty,
    the value is taken from the stored provenance of the main detail (see `main_detail`). But if the line states another
    source, an empty date stays empty, and an empty confidence becomes "sourced".
    """
    main, known = _known(known_entries, entry_key)
    refusals = list(_complaints(line.cells, known.source_date))
    sources = tuple(one.strip() for one in line.text(SOURCE).split("\n") if one.strip()) or known.sources
    verified_on = None if refusals else _day(line.cells.get(VERIFIED_ON))
    is_new_value, is_other_source = bool(list(touched)), sources != known.sources
    said = ImportedProvenance(
        sources=sources,
        source_date=line.text(SOURCE_DATE) or ("" if is_other_source else known.source_date),
        confidence=line.text(CONFIDENCE) or (Confidence.SOURCED if is_other_source else known.confidence),
        verified_on=None if _is_known(verified_on, known, is_new_value=is_new_value) else verified_on,
    )
    if not is_new and said.verified_on is None and _same(said, known) and not is_new_value:
        return ImportedProvenance(refusals=tuple(refusals))
    if not said.sources and said.verified_on is None and said.confidence not in NEEDS_NO_SOURCE:
        refusals.append(Refusal(SOURCE, SOURCE_MISSING))
    is_said_anew = main if not is_new and (said.verified_on is not None or not _same(said, known)) else ()
    if is_new_value and not is_new and said.source_date == known.source_date and not is_other_source:
        said = _without_source(said)
    has_former_date = is_other_source and bool(known.sources) and said.source_date == known.source_date != ""
    whole = replace(said, refusals=tuple(refusals), has_former_date=has_former_date)
    return replace(whole, details=is_said_anew, known=tuple(as_known(known)))


def _without_source(said: ImportedProvenance) -> ImportedProvenance:
    """Return `said` without its sources and their date. If the row states a day of verification, the confidence becomes
    "sourced". If it states no such day, a confidence that needs a source becomes "unverified"."""
    confidence = Confidence.SOURCED if said.verified_on else said.confidence
    is_right = said.verified_on or confidence in NEEDS_NO_SOURCE
    return replace(said, sources=(), source_date="", confidence=confidence if is_right else Confidence.UNVERIFIED)


def as_known(row: RecordedProvenance | None) -> list[Any]:
    """Return stored provenance as JSON values: sources, date of the source, confidence and day of verification.

    If `row` is None, return the values for an unverified value without sources.
    """
    if row is None:
        return [[], "", Confidence.UNVERIFIED, None]
    return [json_value(one) for one in (row.sources, row.source_date, row.confidence, row.verified_on)]


def _known(known_entries: KnownEntries, entry_key: EntryKey) -> tuple[tuple[str, ...], RecordedProvenance]:
    main = main_detail(entry_key[0], known_entries.readable.get(entry_key, ()))
    known = known_entries.provenance.get(entry_key, {}).get(main)
    return ((main,) if main else ()), known or RecordedProvenance()


def _is_known(day: date | None, known: RecordedProvenance, *, is_new_value: bool) -> bool:
    if day is None or day == known.verified_on:
        return True
    return known.verified_on is not None and day < known.verified_on and not is_new_value


def _same(said: ImportedProvenance, known: RecordedProvenance) -> bool:
    return (said.sources, said.source_date, said.confidence) == (known.sources, known.source_date, known.confidence)


def _complaints(cells: Mapping[str, Cell], known_date: str) -> Iterable[Refusal]:
    """Yield the refusals of provenance cells. The date of a source is not checked if it is the stored date
    (`known_date`)."""
    yield from _problems_of_source(cells, known_date)
    confidence = str(cells.get(CONFIDENCE, "")).strip()
    if confidence and confidence not in CONFIDENCES:
        yield not_a_code(CONFIDENCE, list(CONFIDENCES))
    try:
        day = _day(cells.get(VERIFIED_ON))
    except ValueError:
        yield Refusal(VERIFIED_ON, NOT_A_DATE)
    else:
        if day is not None and day > today():
            yield Refusal(VERIFIED_ON, IN_THE_FUTURE)


def _problems_of_source(cells: Mapping[str, Cell], known_date: str) -> Iterable[Refusal]:
    stated = {heading: cells.get(heading, "") for heading in (SOURCE, SOURCE_DATE, CONFIDENCE)}
    if type(stated[SOURCE_DATE]) in (date, int):
        stated[SOURCE_DATE] = str(stated[SOURCE_DATE])
    wrong = {heading: problem for heading, cell in stated.items() if (problem := _problem(cell)) is not None}
    day = str(stated[SOURCE_DATE]).strip()
    if SOURCE_DATE not in wrong and day != known_date and (problem := problem_of_source_date(day)) is not None:
        wrong[SOURCE_DATE] = problem
    yield from (Refusal(heading, problem) for heading, problem in wrong.items())


def _problem(cell: Cell) -> Any:
    if type(cell) is not str:
        return NOT_TEXT
    if len(cell) > LONGEST_SOURCE_CHARACTERS:
        return TOO_LONG
    return None if is_plain_text(cell) else CONTROL


def _day(cell: Cell) -> date | None:
    if cell is None or isinstance(cell, date):
        return cell
    return date.fromisoformat(str(cell).strip())
