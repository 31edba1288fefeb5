"""The yearly figures of States. Only the people who file them see small counts."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from directory import collation
from directory.access.facts import Link, state_link
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.models import AnnualReturn
from directory.models.annual_return import ALL, Counts
from directory.models.jurisdiction import place_of_state
from directory.statistics.cell_suppression import is_small, suppress_small_cells, with_totals
from directory.statistics.queries.returns import list_filing, list_returns
from directory.statistics.tables import NOTHING, FigureRow, Table, Value
from directory.treaties.citations import citation, cited_titles
from directory.vocabulary import CHILDHOOD, INDICATORS, PERSON_GROUPS, RETURN_SUBJECTS, Indicator

REST = "rest"


@dataclass(frozen=True)
class FiledYears:
    """The years for which a State has filed figures on a subject."""

    state: Link
    subject: str
    label: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class ReturnsPage:
    """The years with filed figures. `may_file` is true if the viewer may file figures of at least one State."""

    filed: list[FiledYears]
    may_file: bool


@dataclass(frozen=True)
class ReturnSource:
    """The sources of the figures of a year, a note for readers, and the day of filing."""

    year: int
    sources: str
    note: str
    filed_on: date


@dataclass(frozen=True)
class ReturnSeries:
    """The figures of a State and subject through the years, with definitions and sources.

    `childhood` cites the treaty article that defines a child. If `may_file` is true, no count is suppressed.
    """

    state: Link
    subject: str
    label: str
    tables: tuple[Table, ...]
    indicators: list[Indicator]
    childhood: str
    sources: list[ReturnSource]
    may_file: bool

    @property
    def has_suppressed(self) -> bool:
        """True if any count is suppressed."""
        return any(table.has_suppressed for table in self.tables)


def index(viewer: Viewer, language: str) -> ReturnsPage:
    """Return the years with filed figures, sorted by the name of the State, then by the label of the subject."""
    years: dict[tuple[str, str], list[int]] = {}
    for one in list_returns():
        years.setdefault((one.jurisdiction_key, one.subject), []).append(one.year)
    filed = [
        FiledYears(state_link(state, language), subject, str(RETURN_SUBJECTS.label(subject)), tuple(found))
        for (state, subject), found in years.items()
    ]
    ordered = collation.sorted_by_name(filed, lambda one: f"{one.state.text.text} {one.label}")
    return ReturnsPage(ordered, bool(list_filing(viewer)))


def series(viewer: Viewer, state: str, subject: str, language: str) -> ReturnSeries:
    """Return the figures of a State and subject through the years. Small counts are suppressed unless the viewer may
    file the figures."""
    found = list_returns(state, subject)
    may_file = may(viewer, Action.FILE_RETURNS, place_of_state(state))
    counted = list(indicators(viewer, subject, language).values())
    return ReturnSeries(
        state=state_link(state, language),
        subject=subject,
        label=str(RETURN_SUBJECTS.label(subject)),
        tables=_tables(found, counted, is_whole=may_file) if found else (),
        indicators=counted,
        childhood=citation(CHILDHOOD, cited_titles(viewer, language)),
        sources=[ReturnSource(one.year, one.sources, one.note, one.filed_at.date()) for one in found],
        may_file=may_file,
    )


def indicators(viewer: Viewer, subject: str, language: str) -> dict[str, Indicator]:
    """Return a mapping from code to indicator, with each indicator's source in the reader's language."""
    titles = cited_titles(viewer, language)
    return {
        code: replace(one, source=citation(one.source, titles))
        for code, one in INDICATORS.items()
        if subject in one.subjects
    }


def of_year(states: Set[str], subject: str, year: int, language: str) -> Table:
    """Return the totals that `states` filed on a subject for a year, sorted by State, with small counts suppressed."""
    counted = [one for one in INDICATORS.values() if subject in one.subjects]
    found = {one.jurisdiction_key: one.counts for one in list_returns(subject=subject) if one.year == year}
    links = collation.sorted_by_name(
        [state_link(state, language) for state in states & found.keys()], lambda link: link.text.text
    )
    rows = [FigureRow(link.key, link.text.text, _totals(found[link.key], counted)) for link in links]
    label = str(RETURN_SUBJECTS.label(subject))
    return Table(subject, label, _("State"), tuple(str(one.label) for one in counted), tuple(rows))


def _totals(counts: Counts, counted: Sequence[Indicator]) -> tuple[Value, ...]:
    return tuple(_shown(counts.get(one.code, {}), is_whole=False)[ALL] for one in counted)


def _tables(found: Sequence[AnnualReturn], counted: Sequence[Indicator], *, is_whole: bool) -> tuple[Table, ...]:
    shown = {
        (one.year, indicator.code): _shown(one.counts.get(indicator.code, {}), is_whole=is_whole)
        for one in found
        for indicator in counted
    }
    years = [one.year for one in found]
    totals = [FigureRow(str(year), str(year), tuple(shown[year, one.code][ALL] for one in counted)) for year in years]
    labels = tuple(str(one.label) for one in counted)
    whole = Table("totals", _("Totals by year"), _("Year"), labels, tuple(totals), is_series=True)
    parted = [one for one in counted if any(set(filed.counts.get(one.code, ())) - {ALL} for filed in found)]
    return (whole, *(_by_group(one, years, shown) for one in parted))


def _by_group(
    indicator: Indicator, years: Sequence[int], shown: Mapping[tuple[int, str], Mapping[str, Value]]
) -> Table:
    columns = (*PERSON_GROUPS, ALL)
    rows = [
        FigureRow(str(year), str(year), tuple(shown[year, indicator.code][one] for one in columns)) for year in years
    ]
    labels = (*(str(term.label) for term in PERSON_GROUPS.values()), _("Total"))
    return Table(indicator.code, str(indicator.label), _("Year"), labels, tuple(rows))


def _shown(counts: Mapping[str, int], *, is_whole: bool) -> dict[str, Value]:
    """Return a mapping from group to count. The count is None if it is suppressed, and NOTHING if it was not filed.

    The difference between the total and the sum of the groups is protected like a count.
    """
    filed: dict[str, Value] = {group: counts.get(group, NOTHING) for group in (*PERSON_GROUPS, ALL)}
    if is_whole or ALL not in counts:
        return filed
    parts = {group: number for group, number in counts.items() if group != ALL}
    parts[REST] = counts[ALL] - sum(parts.values())
    table = suppress_small_cells(with_totals({(group, ALL): number for group, number in parts.items()}))
    protected: dict[str, Value] = {group: None if table is None else table[group, ALL] for group in parts}
    return filed | protected | {ALL: None if is_small(counts[ALL]) else counts[ALL]}
