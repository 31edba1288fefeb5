"""The periods of figures: the last 30, 90 or 365 days, or a finished quarter of a year.

Consultations that the viewer does not oversee are counted by quarters. Each counts with the state that it had at the
end of the quarter, so later steps do not change the figures.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from directory import dates, i18n

PERIODS_DAYS = (30, 90, 365)
QUARTERS_BACK = 8


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year. `number` is 1 to 4."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """The quarter's name in addresses, such as `2026-3`."""
        return f"{self.year}-{self.number}"

    @property
    def begins_at(self) -> datetime:
        """The instant at which the quarter begins, in UTC."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def ends_at(self) -> datetime:
        """The instant at which the next quarter begins, in UTC."""
        return (Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)).begins_at

    @property
    def before(self) -> "Quarter":
        """The previous quarter."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def label(self, language: str) -> str:
        """Return the quarter's name in a language."""
        return dates.quarter(self.begins_at, i18n.label_language(language))


def finished_quarters(now: datetime) -> list[Quarter]:
    """Return the last QUARTERS_BACK quarters that are over, the latest first."""
    quarter = Quarter(now.year, (now.month - 1) // 3 + 1)
    return [quarter := quarter.before for _ in range(QUARTERS_BACK)]


@dataclass(frozen=True)
class FiguresFilter:
    """The figures that a reader chose. An empty `network` means all networks."""

    days: int
    quarter: Quarter
    network: str = ""

    @classmethod
    def of(cls, days: str, network: str, quarter: str, now: datetime) -> "FiguresFilter":
        """Return the filter made from query parameters.

        An unknown value of `days` means the longest period. An unknown quarter means the latest finished quarter.
        """
        quarters = finished_quarters(now)
        chosen = next((one for one in quarters if one.code == quarter), quarters[0])
        return cls(next((one for one in PERIODS_DAYS if str(one) == days), PERIODS_DAYS[-1]), chosen, network)

    @property
    def question(self) -> dict[str, str]:
        """The query parameters (`days`, `quarter`, `network`) of the URL that shows these figures."""
        return {"days": str(self.days), "quarter": self.quarter.code, "network": self.network}
