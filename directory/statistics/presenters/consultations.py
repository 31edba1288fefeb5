"""Tables of consultations.

The only count that two tables share is the grand total, so no table reveals a count that another table suppresses.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import pgettext

from directory import collation, i18n
from directory.statistics.cell_suppression import TOTAL, Cell, is_small, suppress_small_cells, with_totals
from directory.statistics.figures import part
from directory.statistics.queries.consultations import CountedConsultation
from directory.statistics.tables import NOTHING, FigureRow, Table, Value, with_bars
from directory.vocabulary import CONSULTATION_OUTCOMES, MEASURES, OFFENCES, REQUEST_ITEMS

HOUR = timedelta(hours=1)
WAITING, ACKNOWLEDGED, ANSWERED = "waiting", "acknowledged", "answered"
# The outcome if a desk answered only by comments on an outline.
COMMENTED = "commented"
Shown = Mapping[Cell, int | None]


def tables(found: Sequence[CountedConsultation], language: str, *, is_whole: bool) -> tuple[Table, ...]:
    """Return the tables of some consultations. A table that is empty or shows no count is left out.
    If `is_whole` is false, small counts are suppressed.
    """
    made = (
        _times(found, is_whole=is_whole),
        _pairs(_shown(Counter((one.asking, one.asked) for one in found), is_whole=is_whole), language),
        _list("measures", _("By measure"), _("Measure"), _labels(MEASURES), _by("measure", found, is_whole)),
        _list("offences", _("By offence"), _("Offence"), _labels(OFFENCES), _by("offence", found, is_whole)),
        _list("outcomes", _("By outcome"), _("Outcome"), _outcomes(), _by_outcome(found, is_whole)),
        _missing(found, is_whole=is_whole),
    )
    return tuple(table for table in made if table is not None)


def quarter_note() -> str:
    """Return a note for readers about which consultations count in a quarter."""
    return str(_("Consultations opened in the quarter, by what had been done in them when it ended."))


def _times(found: Sequence[CountedConsultation], *, is_whole: bool) -> Table:
    acknowledged = [one.acknowledged_at - one.begun_at for one in found if one.acknowledged_at]
    answered = [one.answered_at - one.begun_at for one in found if one.answered_at]
    count = None if is_small(len(found)) and not is_whole else len(found)
    values = (count, _median(acknowledged, is_whole=is_whole), _median(answered, is_whole=is_whole))
    columns = (_("Consultations"), _("Hours to acknowledge, median"), _("Hours to answer, median"))
    title = _("Number of consultations, and times to answer")
    return Table("times", title, _("Consultations"), columns, (FigureRow("all", _("All together"), values),))


def _median(waited: Sequence[timedelta], *, is_whole: bool) -> Value:
    if not waited:
        return NOTHING
    hours = [one / HOUR for one in waited]
    return None if is_small(len(hours)) and not is_whole else round(statistics.median(hours), 1)


def _shown(counts: Mapping[Cell, int], *, is_whole: bool) -> Shown | None:
    table = with_totals(counts)
    return table if is_whole else suppress_small_cells(table)


def _by(name: str, found: Iterable[CountedConsultation], is_whole: bool) -> dict[str, int | None] | None:
    shown = _shown(Counter((getattr(one, name), "all") for one in found), is_whole=is_whole)
    return None if shown is None else {row: count for (row, column), count in shown.items() if row and column}


def _by_outcome(found: Iterable[CountedConsultation], is_whole: bool) -> dict[str, int | None] | None:
    shown = _shown(Counter(map(_state_and_outcome, found)), is_whole=is_whole)
    if shown is None:
        return None
    return {column: count for (row, column), count in shown.items() if _is_of(row, column)}


def _state_and_outcome(one: CountedConsultation) -> Cell:
    if one.answered_at:
        return ANSWERED, one.outcome or COMMENTED
    return (WAITING, ACKNOWLEDGED) if one.acknowledged_at else (WAITING, WAITING)


def _is_of(row: str, column: str) -> bool:
    return bool(column) and row == (WAITING if column in (WAITING, ACKNOWLEDGED) else ANSWERED)


def _outcomes() -> dict[str, str]:
    waiting = {WAITING: _("not acknowledged yet"), ACKNOWLEDGED: _("acknowledged, no answer yet")}
    return (
        _labels(CONSULTATION_OUTCOMES)
        | {COMMENTED: pgettext("outcome of a consultation", "commented on an outline")}
        | waiting
    )


def _labels(vocabulary: Mapping[str, object]) -> dict[str, str]:
    return {code: str(vocabulary[code].label) for code in vocabulary}  # type: ignore[attr-defined]


def _list(
    code: str, title: str, head: str, labels: Mapping[str, str], counts: Mapping[str, int | None] | None
) -> Table | None:
    if not counts:
        return None
    rows = [FigureRow(key, label, (counts[key],)) for key, label in labels.items() if key in counts]
    return with_bars(Table(code, title, head, (_("Consultations"),), tuple(rows)))


def _pairs(shown: Shown | None, language: str) -> Table | None:
    if not shown or set(shown) == {(TOTAL, TOTAL)}:
        return None
    rows, columns = (_states({cell[place] for cell in shown} - {TOTAL}, language) for place in (0, 1))
    total = {TOTAL: _("Total")}
    made = [
        FigureRow(row or "total", name, tuple(shown[row, column] for column in (*columns, TOTAL)), is_total=not row)
        for row, name in (rows | total).items()
    ]
    head = _("Asking State, then the States asked")
    names = tuple((columns | total).values())
    return Table("pairs", _("Between States"), head, names, tuple(made), is_matrix=True)


def _states(codes: Iterable[str], language: str) -> dict[str, str]:
    named = [(code, i18n.territory_name(code, language)) for code in codes]
    return dict(collation.sorted_by_name(named, lambda pair: pair[1]))


def _missing(found: Sequence[CountedConsultation], *, is_whole: bool) -> Table | None:
    answered = [one for one in found if one.answered_at]
    counts = Counter(item for one in answered for item in one.missing)
    labels = sorted(_labels(REQUEST_ITEMS).items(), key=lambda item: -counts[item[0]])
    rows = [
        FigureRow(code, label, (counts[code] if is_whole else part(counts[code], len(answered)),))
        for code, label in labels
        if counts[code]
    ]
    title = _("Named as missing in answers")
    return with_bars(Table("missing", title, _("Item"), (_("Answers"),), tuple(rows))) if rows else None
