"""What was measured, beside its goal: the one table that the command prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.engines import ENGINES, OURS


@dataclass(frozen=True)
class Goal:
    """At most, or at least, so much."""

    limit: float
    is_least: bool = False

    def is_met(self, value: float) -> bool:
        """Return whether a value is good enough."""
        return value >= self.limit if self.is_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {number(self.limit)}"


@dataclass(frozen=True)
class Figure:
    """A line of the table: ours, and that of each peer; what could not be measured is said in words."""

    name: str
    ours: float | str
    goal: Goal | None = None
    peers: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None where there is none, or nothing was measured."""
        return None if self.goal is None or isinstance(self.ours, str) else self.goal.is_met(self.ours)


def number(value: float | str) -> str:
    """Return a figure with as many digits as mean something."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """Return the table in Markdown."""
    peers = [name for name in ENGINES if name != OURS]
    lines = [["figure", "goal", OURS, "met", *peers], ["---", *["---:"] * (3 + len(peers))]]
    met = {True: "yes", False: "**no**", None: ""}
    for figure in figures:
        others = (number(figure.peers.get(name, "")) for name in peers)
        goal = str(figure.goal) if figure.goal else ""
        lines.append([figure.name, goal, number(figure.ours), met[figure.is_met], *others])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
