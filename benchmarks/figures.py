"""The measured figures and their goals, in the one table that the command prints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.engines import ENGINES, OURS


@dataclass(frozen=True)
class Goal:
    """A limit for a figure: the figure may be at most `limit` or, if `is_least` is true, must be at least `limit`."""

    limit: float
    is_least: bool = False

    def is_met(self, value: float) -> bool:
        """Return whether a value meets the goal."""
        return value >= self.limit if self.is_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {number(self.limit)}"


@dataclass(frozen=True)
class Figure:
    """A line of the table: our figure, its goal, and the figures of the peers. A text says why a figure was not
    measured."""

    name: str
    ours: float | str
    goal: Goal | None = None
    peers: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether our figure meets the goal. None if there is no goal or the figure was not measured."""
        return None if self.goal is None or isinstance(self.ours, str) else self.goal.is_met(self.ours)


def number(value: float | str) -> str:
    """Return a figure rounded to about three digits, as text. A text is returned unchanged."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """Return the table of these figures in Markdown."""
    peers = [name for name in ENGINES if name != OURS]
    lines = [["figure", "goal", OURS, "met", *peers], ["---", *["---:"] * (3 + len(peers))]]
    met = {True: "yes", False: "**no**", None: ""}
    for figure in figures:
        others = (number(figure.peers.get(name, "")) for name in peers)
        goal = str(figure.goal) if figure.goal else ""
        lines.append([figure.name, goal, number(figure.ours), met[figure.is_met], *others])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
