"""Figures of requests: how many, how long they take, and how they end.

Requests that the viewer may not read are counted by groups (`RequestGroup`) and counted years. No request is in two
groups or two years. Their days are rounded. In figures of the network, a row that tells of too few lists
(`are_of_many_lists`) is counted with others.

The tables of a group and year share three counts: all requests, those that have ended, and the others. If one of these
is suppressed, only the first table is shown. Otherwise each table treats the three counts as known to readers, so that
no table reveals what another table suppresses.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from directory import collation, dates, i18n
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Treaty
from directory.people.choices import networks
from directory.proposals.labels import entry_labels
from directory.statistics.cell_suppression import (
    SMALLEST_SHOWN,
    TOTAL,
    Cell,
    is_small,
    suppress_small_cells,
    with_totals,
)
from directory.statistics.durations import HALF, MOST, ROUNDED_TO_DAYS, Observed, days_until, rounded_up
from directory.statistics.periods import FiguresFilter, counted_until, counted_years, finished_quarters
from directory.statistics.queries.requests import (
    DONE,
    FEWEST_ENTRIES,
    FEWEST_LISTS,
    OPEN,
    CountedRequest,
    RequestGroup,
    are_of_many_lists,
    list_dockets,
    list_in_scope,
    list_of_others,
)
from directory.statistics.tables import NOTHING, FigureRow, FigureSection, Table, Value, with_bars
from directory.vocabulary import (
    HOME_NETWORK,
    MEASURES,
    REFUSAL_GROUNDS,
    REQUEST_DIRECTIONS,
    REQUEST_EVENTS,
    RequestEvent,
)

ENDED, NOT = "ended", "not"
ALL, NONE = "all", "none"
# The row of what is counted together since it tells of too few lists.
REST = "rest"
# A level of treaties, and the row of all treaties of this level.
BILATERAL = "bilateral"
AFTER, WITHOUT = "after", "without"
GRAND_TOTAL: Set[Cell] = frozenset({(TOTAL, TOTAL)})
KNOWN = GRAND_TOTAL | {(TOTAL, ENDED), (TOTAL, NOT)}
KNOWN_OF_OUTCOMES = GRAND_TOTAL | {(ENDED, TOTAL), (NOT, TOTAL)}


@dataclass(frozen=True)
class Rows:
    """The rows of a table: from the key of each row to its label, and the function that says in which row a request
    is."""

    labels: Mapping[str, str]
    key_of: Callable[[CountedRequest], str]


def sections(viewer: Viewer, asked: FiguresFilter, now: datetime, language: str) -> Iterator[FigureSection]:
    """Yield the figures of requests that the viewer may read. The first section also says what is counted, and how."""
    own = in_scope(viewer, now - timedelta(days=asked.days), now, language)
    found = [*([own] if own else []), *of_others(viewer, asked.year or counted_years(now)[0], language)]
    for place, section in enumerate(found):
        yield section if place else replace(section, notes=(*section.notes, *_notes()))
    yield from filter(None, [lists(viewer, now, language)])


def in_scope(viewer: Viewer, since: datetime, now: datetime, language: str) -> FigureSection | None:
    """Return the figures of the requests that the viewer may read and that began after `since`, or None if there are
    none."""
    found = list_in_scope(viewer, since.date(), now.date())
    if not found:
        return None
    note = _("Requests sent or received in the period, as they are today.")
    shown = tables(found, language, is_whole=True)
    return FigureSection("requests", _("Requests in the lists that you read"), (note,), shown)


def of_others(viewer: Viewer, year: int, language: str) -> Iterator[FigureSection]:
    """Yield the figures of the requests of a counted year that the viewer may not read, with small counts
    suppressed."""
    counted = {group: found for group, found in list_of_others(viewer, year).items() if found}
    if not counted:
        return
    day = dates.long_day(counted_until(year).date(), i18n.label_language(language))
    note = _(
        "Requests that began in the year, and older ones that were entered late, as the lists stood on %(day)s. What "
        "you may read in full is not among them.",
        day=day,
    )
    network = dict(networks(viewer, language, {HOME_NETWORK})).get(HOME_NETWORK, "")
    state = i18n.territory_name(viewer.jurisdiction, language) if viewer.jurisdiction else ""
    titles = {
        RequestGroup.OWN_STATE: _("Requests of %(state)s at other offices, %(year)s", state=state, year=year),
        RequestGroup.WITH_OWN_STATE: _(
            "Requests with %(state)s in the lists of other States, %(year)s", state=state, year=year
        ),
        RequestGroup.NETWORK: _("Other requests of %(network)s, %(year)s", network=network, year=year),
    }
    rounded = _("Days are rounded up to %(days)s.", days=ROUNDED_TO_DAYS)
    for group, found in counted.items():
        of_network = group is RequestGroup.NETWORK
        notes = (note, rounded, _of_lists(found)) if of_network else (note, rounded)
        shown = tables(found, language, is_whole=False, has_pairs=not of_network)
        yield FigureSection(f"requests-{group}", titles[group], notes, shown)


def _of_lists(found: Iterable[CountedRequest]) -> str:
    told: str = _(
        "Lists of States that are counted: %(number)s. What is from fewer than %(fewest)s lists, or for more than half "
        "from one list, is counted together in one row.",
        number=len({one.state for one in found}),
        fewest=FEWEST_LISTS,
    )
    return told


def lists(viewer: Viewer, now: datetime, language: str) -> FigureSection | None:
    """Return which States kept a list of requests when the last quarter ended, as far as the viewer may know it. Return
    None if there are none."""
    until = finished_quarters(now)[0].ends_at
    found = list_dockets(viewer, until)
    if not found:
        return None
    note = _(
        "Lists with %(number)s entries or more, as they stood on %(day)s. Shares are rounded to ten.",
        number=FEWEST_ENTRIES,
        day=dates.long_day(until.date(), i18n.label_language(language)),
    )
    columns = (_("List kept since"), _("Entries with both days, of sending and of receipt, per cent"))
    title = _("States that keep a list of requests")
    of = {one.state: one for one in found}
    rows = [FigureRow(code, name, (str(of[code].since), of[code].dated)) for code, name in _named(of, language)]
    return FigureSection("requests-lists", title, (note,), (Table("lists", title, _("State"), columns, tuple(rows)),))


def tables(
    found: Sequence[CountedRequest], language: str, *, is_whole: bool, has_pairs: bool = True
) -> tuple[Table, ...]:
    """Return the tables of some requests. If `is_whole` is false, small counts are suppressed.

    If `has_pairs` is false, no figure is of a pair of States: there is neither a table of States nor one of directions,
    and all bilateral treaties are counted together. Rows of too few lists are counted together too.
    """
    times = _times(found, is_whole=is_whole)
    if times.has_suppressed:
        return (times,)
    of_pairs = (
        ("directions", _("By direction"), _("Direction"), _directions()),
        ("states", _("By the other State"), _("State"), _states(found, language)),
    )
    others = (
        ("measures", _("By measure"), _("Measure"), _measures()),
        ("treaties", _("By treaty"), _("Treaty"), _treaties(found, language, has_pairs=has_pairs)),
        ("consultations", _("After a consultation, and without"), _("Consultation"), _consulted()),
    )
    parts = of_pairs + others if has_pairs else tuple((*head, _pooled(rows, found)) for *head, rows in others)
    made = [
        _counted(Table(code, title, head, _columns(), ()), rows, found, KNOWN, is_whole=is_whole)
        for code, title, head, rows in parts
    ]
    outcomes = _outcomes(found, is_whole=is_whole, has_pairs=has_pairs)
    return (times, *(one for one in (*made, outcomes) if one is not None))


def _pooled(rows: Rows, found: Sequence[CountedRequest]) -> Rows:
    """Return rows in which those of too few lists are one, with the smallest of the others until that row is of enough
    lists too."""
    groups: dict[str, list[CountedRequest]] = {}
    for one in found:
        groups.setdefault(rows.key_of(one), []).append(one)
    apart = {key for key, own in groups.items() if are_of_many_lists(own)}
    rest = [one for key, own in groups.items() if key not in apart for one in own]
    for key in sorted(apart, key=lambda one: (len(groups[one]), one)):
        if not rest or are_of_many_lists(rest):
            break
        apart.remove(key)
        rest += groups[key]
    labels = {key: label for key, label in rows.labels.items() if key in apart}
    return Rows(labels | {REST: _("All others")}, lambda one: key if (key := rows.key_of(one)) in apart else REST)


def _times(found: Sequence[CountedRequest], *, is_whole: bool) -> Table:
    label = _("All together")
    empty = Table("times", _("Number of requests, and how long they take"), _("Requests"), _columns(), ())
    rows = Rows({ALL: label}, lambda _one: ALL)
    made = _counted(empty, rows, found, GRAND_TOTAL, is_whole=is_whole)
    return made or replace(empty, rows=(FigureRow(ALL, label, (None,) * len(empty.columns)),))


def _counted(
    empty: Table, rows: Rows, found: Sequence[CountedRequest], known: Set[Cell], *, is_whole: bool
) -> Table | None:
    """Return a table with a row for each label that has requests, or None if a small count cannot stay unknown."""
    groups: dict[str, list[Observed]] = {key: [] for key in rows.labels}
    for one in found:
        groups[rows.key_of(one)].append(one.observed)
    whole = with_totals(Counter((key, ENDED if one.has_ended else NOT) for key, own in groups.items() for one in own))
    shown = whole if is_whole else suppress_small_cells(whole, known)
    if shown is None:
        return None
    made = [
        FigureRow(key, rows.labels[key], _values(shown, key, own, is_whole=is_whole))
        for key, own in groups.items()
        if own
    ]
    table = replace(empty, rows=tuple(made))
    # A bar compares rows.
    return with_bars(table) if len(made) > 1 else table


def _values(
    shown: Mapping[Cell, int | None], key: str, observed: Sequence[Observed], *, is_whole: bool
) -> tuple[Value, ...]:
    counts = [shown.get((key, column), 0) for column in (TOTAL, ENDED, NOT)]
    # How long requests take also depends on how many are open.
    if None in counts:
        return counts[0], counts[1], None, None
    if not counts[1]:
        return counts[0], counts[1], NOTHING, NOTHING
    if is_small(counts[1]):
        few = pgettext("days until a share of requests ended", "too few")
        return counts[0], counts[1], few, few
    return counts[0], counts[1], *(_days(share, observed, is_whole=is_whole) for share in (HALF, MOST))


def _days(share: float, observed: Sequence[Observed], *, is_whole: bool) -> Value:
    days = days_until(share, observed)
    if days is None:
        return str(pgettext("days until a share of requests ended", "not known yet"))
    return days if is_whole else rounded_up(days)


def _outcomes(found: Sequence[CountedRequest], *, is_whole: bool, has_pairs: bool) -> Table | None:
    labels = _outcome_labels()
    if not has_pairs:
        # How many have ended is told elsewhere: what has ended and what has not are counted apart here too.
        ended = [one for one in found if one.observed.has_ended]
        pooled = _pooled(Rows(labels, lambda one: one.outcome), ended)
        found = [one._replace(outcome=pooled.key_of(one)) if one.observed.has_ended else one for one in found]
        labels |= {REST: _("Ended otherwise")}
    whole = with_totals(Counter((ENDED if one.observed.has_ended else NOT, one.outcome) for one in found))
    shown = whole if is_whole else suppress_small_cells(whole, KNOWN_OF_OUTCOMES)
    if shown is None:
        return None
    columns = {column: row for (row, column), count in whole.items() if row and column and count}
    rows = [FigureRow(code, label, (shown[columns[code], code],)) for code, label in labels.items() if code in columns]
    title = _("How they ended")
    return with_bars(Table("outcomes", title, _("Outcome"), (_("Requests"),), tuple(rows)))


def _columns() -> tuple[str, ...]:
    return (
        _("Requests"),
        pgettext("requests", "Ended"),
        _("Days, median"),
        _("Days, 80 per cent"),
    )


def _notes() -> tuple[str, ...]:
    return (
        _(
            "A request ends when it is executed, refused or its result sent back. Days count from its sending or, if "
            "that day is not known, its receipt. Requests that are open count for as long as they have waited, those "
            "withdrawn until then; “not known yet” means that fewer than this share have ended."
        ),
        _(
            "Half of the requests had ended after the median number of days, and 80 per cent after the last number. "
            "These stand only where %(number)s or more have ended.",
            number=SMALLEST_SHOWN,
        ),
        _(
            "“After a consultation” counts what was entered from a consultation, or from a draft that began with one "
            "or whose outline was shared in one before. All others count as without one."
        ),
        _(
            "A request that both States have in their lists counts once if they have joined their entries. Each day is "
            "then that of the State whose act it was."
        ),
    )


def _directions() -> Rows:
    return Rows({code: str(term.label) for code, term in REQUEST_DIRECTIONS.items()}, lambda one: one.direction)


def _measures() -> Rows:
    return Rows({code: str(term.label) for code, term in MEASURES.items()}, lambda one: one.measure)


def _consulted() -> Rows:
    labels = {AFTER: _("After a consultation"), WITHOUT: _("Without a consultation")}
    return Rows(labels, lambda one: AFTER if one.after_consultation else WITHOUT)


def _states(found: Iterable[CountedRequest], language: str) -> Rows:
    return Rows(dict(_named({one.other for one in found}, language)), lambda one: one.other)


def _named(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return pairs of code and name of States, sorted by name."""
    named = [(code, i18n.territory_name(code, language)) for code in codes]
    return collation.sorted_by_name(named, lambda pair: pair[1])


def _treaties(found: Iterable[CountedRequest], language: str, *, has_pairs: bool) -> Rows:
    keys = {one.treaty for one in found if one.treaty}
    named = db.session.scalars(select(Treaty).where(Treaty.key.in_(sorted(keys)))).all()
    between_two = set() if has_pairs else {one.key for one in named if one.level == BILATERAL}
    labels = entry_labels([one for one in named if one.key not in between_two], language)
    rest = {BILATERAL: _("Bilateral treaties"), NONE: _("No treaty named")}
    return Rows(labels | rest, lambda one: BILATERAL if one.treaty in between_two else one.treaty or NONE)


def _outcome_labels() -> dict[str, str]:
    return {
        DONE: pgettext("outcome of a request", "executed or sent back"),
        **{code: _("refused: %(ground)s", ground=term.label) for code, term in REFUSAL_GROUNDS.items()},
        RequestEvent.WITHDRAWN: str(REQUEST_EVENTS.label(RequestEvent.WITHDRAWN)),
        OPEN: pgettext("outcome of a request", "open"),
    }
