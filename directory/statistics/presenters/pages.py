"""The page of figures: sections of tables, limited to figures that the viewer may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from directory.access.facts import Link
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.people.choices import Choices, networks
from directory.statistics.periods import PERIODS_DAYS, FiguresFilter, counted_years, finished_quarters
from directory.statistics.presenters import (
    alarms,
    consultations,
    coverage,
    desks,
    drafts,
    exercises,
    freshness,
    maps,
    requests,
)
from directory.statistics.presenters.consultations import quarter_note
from directory.statistics.presenters.maps import Map
from directory.statistics.presenters.report import reported, years
from directory.statistics.queries.consultations import list_in_scope, list_of_others
from directory.statistics.queries.coverage import KnownCoverage, get_known
from directory.statistics.queries.demonstration import is_demonstration
from directory.statistics.queries.drafts import count_documents
from directory.statistics.queries.freshness import FreshnessScope, count_entries, list_confirmations, list_dated
from directory.statistics.tables import FigureSection, Table
from directory.vocabulary import HOME_NETWORK


@dataclass(frozen=True)
class FiguresPage:
    """The page of figures, and the choices that narrow the figures. A visitor cannot choose a period.

    - `request_years`: the years to choose from for requests that the viewer may not read
    - `silent`: links to the silent desks in the viewer's scope, in the chosen networks and period (`silent_of`); a
      visitor gets none
    - `reports`: the networks for which the viewer can make reports.
    """

    sections: list[FigureSection]
    region: Map
    silent: list[Link]
    networks: Choices
    periods: tuple[int, ...]
    quarters: Choices
    request_years: list[int]
    reports: Choices
    report_years: list[int]
    is_demonstration: bool

    @property
    def has_suppressed(self) -> bool:
        """True if any count is suppressed."""
        return any(table.has_suppressed for section in self.sections for table in section.tables)


@dataclass(frozen=True)
class FiguresContext:
    """The values that the sections of the page need. `names` are the chosen networks as pairs of key and name."""

    viewer: Viewer
    asked: FiguresFilter
    now: datetime
    language: str
    names: Choices

    @property
    def network(self) -> str:
        """The key of the chosen network, or empty if no network or several networks are chosen."""
        return self.names[0][0] if len(self.names) == 1 else ""

    @property
    def home(self) -> tuple[str, str] | None:
        """The network, as key and name, for which figures of desks out of the viewer's scope are shown: HOME_NETWORK if
        it is chosen and the viewer's, otherwise the first chosen network of the viewer. None if no chosen network is
        the viewer's. Figures of several networks would reveal suppressed counts."""
        own = [one for one in self.names if one[0] in self.viewer.networks]
        return next((one for one in own if one[0] == HOME_NETWORK), own[0]) if own else None

    @property
    def since(self) -> datetime:
        """The instant at which the chosen period begins: `asked.days` days before `now`."""
        return self.now - timedelta(days=self.asked.days)


def page(viewer: Viewer, asked: FiguresFilter, now: datetime, language: str) -> FiguresPage:
    """Return the page of figures with the sections that a viewer may read. An unknown network means all networks."""
    names = networks(viewer, language)
    chosen = [one for one in names if one[0] == asked.network] or names
    reader = FiguresContext(viewer, asked, now, language, chosen)
    reads_figures = may_somewhere(viewer, Action.READ_FIGURES)
    found = desks.DeskNumbers.of(viewer) if reads_figures else None
    known = get_known(now.date())
    return FiguresPage(
        sections=[_coverage(reader, known), *(_figures(reader, found) if found else ())],
        region=maps.region(known, known.members.get(HOME_NETWORK, ()), language),
        silent=desks.silent(viewer, found, chosen, asked, now, language) if found else [],
        networks=names,
        periods=PERIODS_DAYS if reads_figures else (),
        quarters=[(one.code, one.label(language)) for one in finished_quarters(now)] if reads_figures else [],
        request_years=counted_years(now) if may_somewhere(viewer, Action.KEEP_DOCKET) else [],
        reports=reported(viewer, language),
        report_years=years(now),
        is_demonstration=is_demonstration(),
    )


def _figures(reader: FiguresContext, found: desks.DeskNumbers) -> Iterator[FigureSection]:
    viewer, names, asked, now = reader.viewer, reader.names, reader.asked, reader.now
    sections = (
        desks.in_scope(viewer, found, names, asked, now),
        desks.of_networks(viewer, found, names, asked, now),
        _consultations(reader),
        _consultations_of_others(reader),
        *_alarms(reader),
        *_exercises(reader),
        _freshness(reader),
        _freshness_of_others(reader),
        _drafts(reader),
        *requests.sections(viewer, asked, now, reader.language),
    )
    yield from (section for section in sections if section is not None)


def _coverage(reader: FiguresContext, found: KnownCoverage) -> FigureSection:
    home = reader.network or HOME_NETWORK
    tables = [coverage.by_grade(found), coverage.by_network(found, reader.names)]
    if found.members.get(home):
        tables.append(coverage.by_state(found, found.members[home], reader.language))
    note = _("What everyone may read here. “No” means that this directory knows of none, not that there is none.")
    return FigureSection("coverage", _("Coverage"), (note,), tuple(tables))


def _consultations(reader: FiguresContext) -> FigureSection | None:
    if not may_somewhere(reader.viewer, Action.OVERSEE):
        return None
    keys = dict(reader.names)
    found = [one for one in list_in_scope(reader.viewer, reader.since) if one.network in keys]
    tables = consultations.tables(found, reader.language, is_whole=True)
    note = _("Consultations opened in the period, by what is known of them today.")
    return FigureSection("consultations", _("Consultations in your scope"), (note,), tables)


def _consultations_of_others(reader: FiguresContext) -> FigureSection | None:
    """Return the section about consultations that the viewer does not oversee, or None if the viewer has no network."""
    if reader.home is None:
        return None
    key, name = reader.home
    quarter = reader.asked.quarter
    found = list_of_others(reader.viewer, quarter.begins_at, quarter.ends_at)
    tables = consultations.tables([one for one in found if one.network == key], reader.language, is_whole=False)
    title = _("Consultations of %(network)s, %(quarter)s", network=name, quarter=quarter.label(reader.language))
    notes = (_("By whole quarters that are over. What is in your own scope is not among them."), quarter_note())
    return FigureSection("consultations-others", title, notes, tables)


def _alarms(reader: FiguresContext) -> Iterator[FigureSection]:
    if may_somewhere(reader.viewer, Action.VERIFY):
        yield from alarms.in_scope(reader.viewer, reader.names, reader.since, reader.now)
    if reader.home is not None:
        yield from alarms.of_others(reader.viewer, reader.home, reader.asked.quarter, reader.now, reader.language)


def _exercises(reader: FiguresContext) -> Iterator[FigureSection | None]:
    if may_somewhere(reader.viewer, Action.VERIFY):
        yield exercises.in_scope(reader.viewer, reader.names)
    if reader.home is not None:
        yield exercises.of_others(reader.viewer, reader.home, reader.now.year)


def _freshness(reader: FiguresContext) -> FigureSection | None:
    if not may_somewhere(reader.viewer, Action.VERIFY):
        return None
    reach = FreshnessScope(reader.viewer, True, reader.network)
    grades = freshness.by_grade(list_dated(reach), reader.now.date(), is_whole=True)
    if grades is None:
        return None
    found = list_confirmations(reach, freshness.since(reader.now))
    months = freshness.over_time(count_entries(reach), found, reader.now, reader.language)
    return FigureSection("freshness", _("Freshness of the entries in your scope"), (), (grades, months))


def _freshness_of_others(reader: FiguresContext) -> FigureSection | None:
    reach = FreshnessScope(reader.viewer, False, reader.network)
    grades = freshness.by_grade(list_dated(reach), reader.now.date(), is_whole=False)
    title = _("Freshness of the other entries of your networks’ members")
    return FigureSection("freshness-others", title, (), (grades,)) if grades else None


def _drafts(reader: FiguresContext) -> FigureSection | None:
    if not may_somewhere(reader.viewer, Action.OVERSEE):
        return None
    table = drafts.table(count_documents(reader.viewer, reader.since.date(), reader.network))
    notes = (
        _("Documents that people of the States in your scope made in the period."),
        _("A document is counted by its day and its measures; nothing else of a draft is."),
    )
    return FigureSection("drafts", _("Documents made of drafts"), notes, (table,)) if table else None


def tables_by_id(sections: Sequence[FigureSection]) -> dict[str, Table]:
    """Return a mapping from name to table. The name identifies a table in files and addresses."""
    return {f"{section.code}-{table.code}": table for section in sections for table in section.tables}
