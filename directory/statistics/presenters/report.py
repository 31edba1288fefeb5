"""Papers of figures: the yearly report of a network, in which small counts are always suppressed.

Consultations and alarms are counted by finished quarters. A sum of quarters would reveal suppressed counts. The report
has no figures of requests: a State that subtracts its own list from them would learn of others. The paper of requests
is for its reader alone.
"""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import name_of
from directory.access.gate import read
from directory.access.policy import Action, may
from directory.access.viewer import ANONYMOUS, Viewer
from directory.errors import NotFound
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.models import Network, Place
from directory.people.choices import Choices, networks
from directory.sentences import labelled
from directory.statistics.periods import FiguresFilter, Quarter
from directory.statistics.presenters import (
    alarms,
    consultations,
    coverage,
    desks,
    exercises,
    freshness,
    requests,
    returns,
)
from directory.statistics.queries.consultations import list_in_network
from directory.statistics.queries.coverage import get_known
from directory.statistics.queries.demonstration import is_demonstration
from directory.statistics.queries.freshness import FreshnessScope, list_dated
from directory.statistics.tables import NOTHING, FigureRow, FigureSection, Table
from directory.vocabulary import RETURN_SUBJECTS

YEARS_BACK = 5


def reported(viewer: Viewer, language: str) -> Choices:
    """Return the networks that the viewer coordinates as a whole, as pairs of key and name, sorted by name."""
    return [
        one for one in networks(viewer, language) if may(viewer, Action.VERIFY, Place(networks=frozenset({one[0]})))
    ]


def years(now: datetime) -> list[int]:
    """Return the years that have a report: this year and the YEARS_BACK - 1 years before, the latest first."""
    return list(range(now.year, now.year - YEARS_BACK, -1))


def paper(viewer: Viewer, network: Network, year: int, now: datetime, language: str, address: str) -> Paper:
    """Return a network's report for a year. The caller checks that the viewer coordinates the whole network."""
    words = i18n.label_language(language)
    title = _("%(network)s: report of %(year)s", network=name_of(read(ANONYMOUS, network), language).text, year=year)
    blocks = [Block(BlockKind.TITLE, ((TextRun(title, words),),)), Block(BlockKind.NOTICE, _notices(words))]
    for section in _sections(viewer, network, year, now, language):
        blocks += blocks_of(section, words)
    return Paper(title, (PaperVersion(words, tuple(blocks)),), now, address)


def paper_of_requests(viewer: Viewer, asked: FiguresFilter, now: datetime, language: str, address: str) -> Paper:
    """Return the figures of requests that the viewer may read. Raises NotFound if there are none."""
    found = list(requests.sections(viewer, asked, now, language))
    if not found:
        raise NotFound
    words, title = i18n.label_language(language), _("Figures of requests")
    blocks = [Block(BlockKind.TITLE, ((TextRun(title, words),),)), Block(BlockKind.NOTICE, _notices(words))]
    for section in found:
        blocks += blocks_of(section, words)
    return Paper(title, (PaperVersion(words, tuple(blocks)),), now, address)


def _notices(words: str) -> tuple[tuple[TextRun, ...], ...]:
    kept = _(
        "Counts from 1 to 4, and what they would follow from, are kept back: they could tell of a single desk or case."
    )
    status = _("Listing implies no position on the status of any territory.")
    invented = [_("This is a demonstration: invented desks and what their people did are counted here.")]
    return tuple((TextRun(text, words),) for text in (*(invented if is_demonstration() else ()), kept, status))


def _sections(viewer: Viewer, network: Network, year: int, now: datetime, language: str) -> Iterator[FigureSection]:
    known = get_known(now.date())
    [named] = networks(viewer, language, {network.key})
    states = known.members.get(network.key, frozenset())
    tables = [coverage.by_network(known, [named]), coverage.by_state(known, states, language)]
    yield FigureSection("coverage", _("Coverage, today"), (), tuple(table for table in tables if table.rows))
    yield from filter(None, [desks.of_year(viewer, [named], year)])
    yield from _quarters(viewer, named, year, now, language)
    if year < now.year:
        yield from filter(None, [exercises.of_network(viewer, named, year)])
    grades = freshness.by_grade(list_dated(FreshnessScope(viewer, True, network.key)), now.date(), is_whole=False)
    if grades:
        yield FigureSection("freshness", _("Freshness of the members’ entries, today"), (), (grades,))
    yield from _returns(states, year, language)


def _quarters(
    viewer: Viewer, network: tuple[str, str], year: int, now: datetime, language: str
) -> Iterator[FigureSection]:
    for quarter in (Quarter(year, number) for number in range(1, 5)):
        if quarter.ends_at <= now:
            found = list_in_network(viewer, network[0], quarter.begins_at, quarter.ends_at)
            title = _("Consultations, %(quarter)s", quarter=quarter.label(language))
            tables = consultations.tables(found, language, is_whole=False)
            yield FigureSection(quarter.code, title, (consultations.quarter_note(),), tables)
            yield from alarms.of_network(viewer, network, quarter, now, language)


def _returns(states: frozenset[str], year: int, language: str) -> Iterator[FigureSection]:
    for subject, term in RETURN_SUBJECTS.items():
        table = returns.of_year(states, subject, year, language)
        if table.rows:
            title = _("Yearly figures of the members: %(subject)s", subject=term.label)
            yield FigureSection(subject, title, (), (table,))


def blocks_of(section: FigureSection, words: str) -> Iterator[Block]:
    """Yield the blocks of a section of a paper: its heading, its notes, and a line for each row of its tables."""
    yield Block(BlockKind.HEADING, ((TextRun(section.title, words),),))
    for note in section.notes:
        yield Block(BlockKind.PARAGRAPH, ((TextRun(note, words),),))
    for table in section.tables:
        if len(section.tables) > 1:
            yield Block(BlockKind.PARAGRAPH, ((TextRun(table.title, words, is_strong=True),),))
        for row in table.rows:
            value = _value(table, row)
            yield Block(BlockKind.ROW, ((TextRun(row.label, words),), (TextRun(value, words),)))


def _value(table: Table, row: FigureRow) -> str:
    shown = [
        (head, _("kept back") if value is None else str(value))
        for head, value in zip(table.columns, row.values, strict=True)
        if value != NOTHING and not (table.is_matrix and value == 0)
    ]
    if len(table.columns) == 1:
        return shown[0][1] if shown else "–"
    return i18n.side_by_side(labelled(head, value) for head, value in shown) or "–"
