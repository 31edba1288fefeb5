"""The parts of the week by which figures are counted, by the clock of a desk and the weekend of its State."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.statistics.tables import FigureRow, Table


@dataclass(frozen=True)
class PartOfWeek:
    """Some hours of working days or of the weekend, from `begins` up to `ends`. If `begins` is after `ends`, the part
    has the first and the last hours of each day."""

    is_weekend: bool
    begins: int
    ends: int

    @property
    def code(self) -> str:
        """The name of the part in files, such as `weekend-22`."""
        return f"{'weekend' if self.is_weekend else 'weekday'}-{self.begins:02}"

    @property
    def label(self) -> str:
        """The part in words."""
        hours = f"{self.begins:02}:00–{self.ends:02}:00"
        return str(_("Weekend, %(hours)s", hours=hours) if self.is_weekend else _("Weekdays, %(hours)s", hours=hours))

    def holds(self, hour: int, *, is_weekend: bool) -> bool:
        """Return whether an hour of a day is in this part of the week."""
        is_inside = self.begins <= hour < self.ends if self.begins < self.ends else not self.ends <= hour < self.begins
        return is_weekend == self.is_weekend and is_inside


PARTS = (
    PartOfWeek(False, 6, 12),
    PartOfWeek(False, 12, 18),
    PartOfWeek(False, 18, 22),
    PartOfWeek(False, 22, 6),
    PartOfWeek(True, 6, 22),
    PartOfWeek(True, 22, 6),
)


def parts_table(columns: tuple[str, ...], rows: Iterable[FigureRow]) -> Table:
    """Return the table of the counts of parts of the week."""
    title, head = _("By the part of the week at the desk"), _("Part of the week")
    return Table("parts", title, head, columns, tuple(rows))
