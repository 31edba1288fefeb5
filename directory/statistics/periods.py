"""The periods of figures: the last 30, 90 or 365 days, or a finished quarter of a year.

Consultations that the viewer does not oversee are counted by quarters. Each counts with the state that it had at the
end of the quarter, so later steps do not change the figures. Requests that the viewer may not read are counted by
years, for the same reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from directory import dates, i18n

PERIODS_DAYS = (30, 90, 365)
QUARTERS_BACK = 8
YEARS_BACK = 5
# Lists of requests are filled in late: a year is counted as they stand three months after its end.
MONTH_OF_COUNT = 4


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


def counted_until(year: int) -> datetime:
    """Return the instant at which the requests of a year are counted."""
    return datetime(year + 1, MONTH_OF_COUNT, 1, tzinfo=UTC)


def counted_years(now: datetime) -> list[int]:
    """Return the last YEARS_BACK years whose requests have been counted, the latest first."""
    latest = now.year - 1 if counted_until(now.year - 1) <= now else now.year - 2
    return list(range(latest, latest - YEARS_BACK, -1))


@dataclass(frozen=True)
class FiguresFilter:
    """The figures that a reader chose. An empty `network` means all networks, a `year` of 0 the latest counted year."""

    days: int
    quarter: Quarter
    network: str = ""
    year: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str], now: datetime) -> "FiguresFilter":
        """Return the filter made from the query parameters that `question` names.

        An unknown value of `days` means the longest period. An unknown quarter means the latest finished quarter, and
        an unknown year the latest counted year.
        """
        days, network, quarter, year = (query.get(name, "") for name in ("days", "network", "quarter", "year"))
        quarters = finished_quarters(now)
        chosen = next((one for one in quarters if one.code == quarter), quarters[0])
        years = counted_years(now)
        of_year = next((one for one in years if str(one) == year), years[0])
        return cls(next((one for one in PERIODS_DAYS if str(one) == days), PERIODS_DAYS[-1]), chosen, network, of_year)

    @property
    def question(self) -> dict[str, str]:
        """The query parameters (`days`, `quarter`, `network`, `year`) of the URL that shows these figures."""
        return {
            "days": str(self.days),
            "quarter": self.quarter.code,
            "network": self.network,
            "year": str(self.year or ""),
        }
