"""Tables of the freshness of entries: details by grade today, and confirmed entries through the last months."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext as _

from directory import dates, i18n
from directory.statistics.cell_suppression import TOTAL, suppress_small_cells, with_totals
from directory.statistics.queries.freshness import ENTRIES, Confirmation, DetailCount
from directory.statistics.tables import FigureRow, Table
from directory.verification_age import freshness
from directory.vocabulary import FRESHNESS, KINDS, PERIODS

MONTHS = 12
# A mapping from kind of entry to the code in PERIODS that says how long a confirmation is valid. The periods that
# networks have set for themselves are not used here.
HOLDS = {"authority": "contact", "focal_point": "contact", "requirement": "requirement"}
LONGEST = timedelta(days=max(PERIODS[period].days for period in HOLDS.values()))


def by_grade(dated: Sequence[DetailCount], today: date, *, is_whole: bool) -> Table | None:
    """Return a table of the number of details for each kind of entry and grade. Return None if there are no details, or
    if no count may be shown.

    If `is_whole` is false, small counts are suppressed.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for one in dated:
        grade = freshness(one.verified_on, one.due_on, today, is_dead=one.is_dead)
        counts[one.kind, grade] += one.details
    whole = with_totals(counts)
    shown = whole if is_whole else suppress_small_cells(whole)
    if not counts or shown is None:
        return None
    columns = [grade for grade in FRESHNESS if (TOTAL, grade) in shown]
    rows = [
        FigureRow(kind, str(KINDS.label(kind)), tuple(shown[kind, grade] for grade in (*columns, TOTAL)))
        for kind in ENTRIES
        if (kind, TOTAL) in shown
    ]
    headings = (*(str(FRESHNESS.label(grade)) for grade in columns), _("Total"))
    return Table("grades", _("Details by how fresh they are"), _("Kind of entry"), headings, tuple(rows))


def over_time(entries: dict[str, int], found: Sequence[Confirmation], now: datetime, language: str) -> Table:
    """Return a table of the number of confirmed entries at the end of each of the last MONTHS months, and today.

    A confirmation is valid for the period in PERIODS. Only entries that exist today count. `entries` maps each kind to
    its number of entries, which the headings show.
    """
    kinds = [kind for kind in ENTRIES if entries.get(kind)]
    rows = []
    for moment in (*_month_ends(now), now):
        counts = tuple(_standing(found, kind, moment) for kind in kinds)
        rows.append(FigureRow(f"{moment:%Y-%m-%d}", _label(moment, now, language), counts))
    columns = tuple(_("%(kind)s, of %(total)s", kind=KINDS.label(kind), total=entries[kind]) for kind in kinds)
    title = _("Entries that stood confirmed, month by month")
    return Table("months", title, _("At the end of"), columns, tuple(rows), is_series=True)


def since(now: datetime) -> datetime:
    """Return the time of the earliest confirmation that can count in `over_time`."""
    return _month_start(now, MONTHS) - LONGEST


def _standing(found: Sequence[Confirmation], kind: str, moment: datetime) -> int:
    holds = timedelta(days=PERIODS[HOLDS[kind]].days)
    return len({one.key for one in found if one.kind == kind and moment - holds <= one.at <= moment})


def _month_ends(now: datetime) -> Iterator[datetime]:
    for back in range(MONTHS - 1, -1, -1):
        yield _month_start(now, back) - timedelta(microseconds=1)


def _month_start(now: datetime, back: int) -> datetime:
    years, month = divmod(now.month - 1 - back, 12)
    return datetime(now.year + years, month + 1, 1, tzinfo=UTC)


def _label(moment: datetime, now: datetime, language: str) -> str:
    if moment == now:
        return str(_("today"))
    return dates.month(moment, i18n.label_language(language))
