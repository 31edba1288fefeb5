"""Figures on alarms: by which way and at which hour they reach people, and how soon.

Figures of real work and figures of tests have separate sections. Alarms of exercises are in neither.

The tables of a section share three counts: all alarms, acknowledged alarms, and the other alarms. If one of these
counts is suppressed, only the first table is shown. Otherwise each table treats the three counts as known to readers,
so that no table reveals what another table suppresses.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.people.choices import Choices
from directory.statistics.cell_suppression import TOTAL, Cell, suppress_small_cells, with_totals
from directory.statistics.parts_of_week import PARTS, parts_table
from directory.statistics.periods import Quarter
from directory.statistics.presenters import waits
from directory.statistics.presenters.waits import Waited
from directory.statistics.queries.alarms import AlarmPeriod, CountedAlarm, list_in_scope, list_of_others
from directory.statistics.tables import FigureRow, FigureSection, Table, Value, with_bars
from directory.vocabulary import ALARM_WAYS, AlarmOccasion

ACKNOWLEDGED, NOT = "acknowledged", "not"
ALL = "all"
OCCASIONS = (AlarmOccasion.CONSULTATION, AlarmOccasion.REACHABILITY)
HOURS = 24
GRAND_TOTAL: Set[Cell] = frozenset({(TOTAL, TOTAL)})
KNOWN = GRAND_TOTAL | {(TOTAL, ACKNOWLEDGED), (TOTAL, NOT)}
# The table of messages and the tables of alarms share only the number of acknowledgements.
KNOWN_OF_MESSAGES = GRAND_TOTAL | {(TOTAL, ACKNOWLEDGED)}
Groups = Mapping[str, Sequence[Waited]]


def in_scope(viewer: Viewer, names: Choices, since: datetime, now: datetime) -> Iterable[FigureSection]:
    """Yield the figures of desks in the viewer's scope that belong to the networks `names`. Tests are left out if there
    are none."""
    keys = dict(names)
    for occasion in OCCASIONS:
        found = [one for one in list_in_scope(viewer, AlarmPeriod(occasion, since, now)) if one.network in keys]
        if found or occasion is AlarmOccasion.CONSULTATION:
            titles = {
                AlarmOccasion.CONSULTATION: _("Alarms about urgent questions, at desks in your scope"),
                AlarmOccasion.REACHABILITY: _("Alarms in reachability tests, at desks in your scope"),
            }
            yield FigureSection(_code(occasion), titles[occasion], _notes(), tables(found, is_whole=True))


def of_others(
    viewer: Viewer, network: tuple[str, str], quarter: Quarter, now: datetime, language: str
) -> Iterable[FigureSection]:
    """Yield the figures of a network (its key and name) for a quarter, with small counts suppressed. Desks in the
    viewer's scope are left out. Nothing is yielded if alarms of the quarter have been deleted."""
    note = _("By whole quarters that are over. What is in your own scope is not among them.")
    for occasion, title, found in _of_quarter(viewer, network, quarter, now, language, list_of_others):
        yield FigureSection(f"{_code(occasion)}-others", title, (note, *_notes()), tables(found, is_whole=False))


def of_network(
    viewer: Viewer, network: tuple[str, str], quarter: Quarter, now: datetime, language: str
) -> Iterable[FigureSection]:
    """Yield the figures of a network as `of_others` does, but for the desks in the viewer's scope. The caller checks
    that the viewer coordinates the whole network, so that all its desks are in scope."""
    for occasion, title, found in _of_quarter(viewer, network, quarter, now, language, list_in_scope):
        yield FigureSection(f"{_code(occasion)}-{quarter.code}", title, _notes(), tables(found, is_whole=False))


def _of_quarter(
    viewer: Viewer,
    network: tuple[str, str],
    quarter: Quarter,
    now: datetime,
    language: str,
    list_alarms: Callable[[Viewer, AlarmPeriod], list[CountedAlarm]],
) -> Iterable[tuple[AlarmOccasion, str, list[CountedAlarm]]]:
    """Yield each occasion that has alarms in the quarter, with a title and these alarms."""
    key, name = network
    for occasion in OCCASIONS:
        period = AlarmPeriod(occasion, quarter.begins_at, quarter.ends_at)
        found = [one for one in list_alarms(viewer, period) if one.network == key] if period.is_kept(now) else []
        if found:
            named = {"network": name, "quarter": quarter.label(language)}
            titles = {
                AlarmOccasion.CONSULTATION: _("Alarms of %(network)s about urgent questions, %(quarter)s", **named),
                AlarmOccasion.REACHABILITY: _("Alarms of %(network)s in reachability tests, %(quarter)s", **named),
            }
            yield occasion, titles[occasion], found


def tables(found: Sequence[CountedAlarm], *, is_whole: bool) -> tuple[Table, ...]:
    """Return the tables of some alarms. If `is_whole` is false, small counts are suppressed, and hours are counted
    together as parts of the week."""
    times = _times(found, is_whole=is_whole)
    if not found or times.has_suppressed:
        return (times,)
    made = (_ways(found, is_whole=is_whole), _parts(found, is_whole=is_whole), _hours(found) if is_whole else None)
    return (times, *(table for table in made if table is not None))


def _times(found: Sequence[CountedAlarm], *, is_whole: bool) -> Table:
    title, label = _("Number of alarms, and times to acknowledge"), _("All together")
    empty = Table("times", title, _("Alarms"), _columns(_("Alarms")), ())
    made = _reach(empty, {ALL: label}, {ALL: [one.waited for one in found]}, GRAND_TOTAL, is_whole=is_whole)
    return made or replace(empty, rows=(FigureRow(ALL, label, (None,) * len(empty.columns)),))


def _ways(found: Iterable[CountedAlarm], *, is_whole: bool) -> Table | None:
    messages = [one for alarm in found for one in alarm.messages]
    groups = {code: [one.waited for one in messages if one.way == code] for code in ALARM_WAYS}
    labels = {code: str(term.label) for code, term in ALARM_WAYS.items() if groups[code]}
    empty = Table("ways", _("By way"), _("Way"), _columns(_("Messages handed over")), ())
    return _reach(empty, labels, groups, KNOWN_OF_MESSAGES, is_whole=is_whole)


def _parts(found: Iterable[CountedAlarm], *, is_whole: bool) -> Table | None:
    groups = {
        part.code: [one.waited for one in found if part.holds(one.raised_at.hour, is_weekend=one.is_weekend)]
        for part in PARTS
    }
    empty = parts_table(_columns(_("Alarms")), ())
    return _reach(empty, {part.code: part.label for part in PARTS}, groups, KNOWN, is_whole=is_whole)


def _hours(found: Iterable[CountedAlarm]) -> Table:
    of: dict[int, list[Waited]] = {hour: [] for hour in range(HOURS)}
    for one in found:
        of[one.raised_at.hour].append(one.waited)
    rows = [
        FigureRow(str(hour), f"{hour:02}:00", (len(own), number, waits.percent(number, len(own))))
        for hour, own in of.items()
        for number in [waits.count(own)]
    ]
    columns = _columns(_("Alarms"))[:3]
    return Table("hours", _("By the hour at the desk"), _("Hour"), columns, tuple(rows), is_series=True)


def _columns(counted: str) -> tuple[str, ...]:
    return counted, _("Acknowledged"), _("Acknowledged, per cent"), *waits.columns()


def _reach(
    empty: Table, labels: Mapping[str, str], groups: Groups, known: Set[Cell], *, is_whole: bool
) -> Table | None:
    """Return a table with a row for each of `labels`, or None if a small count cannot stay unknown."""
    kept = {key: groups[key] for key in labels}
    counts = Counter((key, NOT if one is None else ACKNOWLEDGED) for key, own in kept.items() for one in own)
    whole = with_totals(counts)
    shown = whole if is_whole else suppress_small_cells(whole, known)
    if shown is None:
        return None
    rows = [FigureRow(key, label, _values(shown, key, kept[key])) for key, label in labels.items()]
    made = replace(empty, rows=tuple(rows))
    # A bar compares rows.
    return with_bars(made) if len(rows) > 1 else made


def _values(shown: Mapping[Cell, int | None], key: str, waited: Sequence[Waited]) -> tuple[Value, ...]:
    counted, acknowledged = shown.get((key, TOTAL), 0), shown.get((key, ACKNOWLEDGED), 0)
    times = (None, None) if acknowledged is None else waits.minutes(waited)
    return counted, acknowledged, waits.percent(acknowledged, counted), *times


def _notes() -> tuple[str, ...]:
    return (
        _(
            "Alarms that somebody acknowledged or that nobody did. Alarms that ended because they were not needed any "
            "more are not counted, nor are trials and exercises."
        ),
        waits.note(),
    )


def _code(occasion: AlarmOccasion) -> str:
    return "alarms" if occasion is AlarmOccasion.CONSULTATION else "alarms-tests"
