"""Suppresses the small counts of a table, and others from which these could be derived (complementary suppression).

Readers see the totals and know that a suppressed count is at least 1, since 0 is shown. A suppressed count must not be
derivable from that. Values in and out are plain. A table with its totals is a circulation: the total of a row
comes in and leaves by its cells, a column gathers these and passes them on, the grand total leads back to the start.
Two tables that agree in what is shown differ by closed ways through what is not. So a count can be another one exactly
if such a way leads through it: it is raised, and what is raised or lowered along the way makes up for it.
"""

import heapq
from collections.abc import Mapping, Set

SMALLEST_SHOWN = 5
# In place of a row or a column.
TOTAL = ""
START, END = ("start", ""), ("end", "")

Cell = tuple[str, str]
Node = tuple[str, str]
Arc = tuple[Node, Cell]


def is_small(count: int) -> bool:
    """Return whether a count could tell of a single desk or case."""
    return 0 < count < SMALLEST_SHOWN


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return counts by row and column with the totals of both and the grand total; a cell that is not there is 0."""
    rows, columns = ({cell[place]: None for cell in counts} for place in (0, 1))
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    table |= {(TOTAL, column): sum(table[row, column] for row in rows) for column in columns}
    return table | {(TOTAL, TOTAL): sum(counts.values())}


def suppress_small_cells(table: Mapping[Cell, int]) -> dict[Cell, int | None] | None:
    """Return a table with totals in which None stands for what is kept back.

    Returns None where nothing of it may be shown but its grand total, and not even that if it is small.
    """
    hidden = {cell for cell, count in table.items() if is_small(count)}
    if (TOTAL, TOTAL) in hidden:
        return None
    for cell in sorted(hidden, key=lambda one: (table[one], one)):
        way = _cheapest_way(table, hidden, cell)
        if way is None:
            return None
        hidden |= way
    return {cell: None if cell in hidden else count for cell, count in table.items()}


def _cheapest_way(table: Mapping[Cell, int], hidden: Set[Cell], cell: Cell) -> set[Cell] | None:
    """Return what must be kept back besides for a count to stay unknown, the least of it; None if nothing helps."""
    arcs = _arcs(table, cell)
    tail, head = _ends(cell)
    ways = [_shortest(arcs, table, hidden, head, tail)]
    if table[cell] > 1:
        ways.append(_shortest(arcs, table, hidden, tail, head))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _arcs(table: Mapping[Cell, int], apart: Cell) -> dict[Node, list[Arc]]:
    """Return the ways out of each node through all counts but one: along each, which raises it, and against it, which
    lowers it and needs more than 1. What is empty is shown, and the grand total is fixed."""
    arcs: dict[Node, list[Arc]] = {}
    for cell, count in table.items():
        if cell in (apart, (TOTAL, TOTAL)) or not count:
            continue
        tail, head = _ends(cell)
        arcs.setdefault(tail, []).append((head, cell))
        if count > 1:
            arcs.setdefault(head, []).append((tail, cell))
    return arcs


def _ends(cell: Cell) -> tuple[Node, Node]:
    """Return where a count comes from and where it leads."""
    row, column = cell
    if not row:
        return ("column", column), END
    return ("row", row) if column else START, ("column", column) if column else ("row", row)


def _shortest(
    arcs: Mapping[Node, list[Arc]], table: Mapping[Cell, int], hidden: Set[Cell], start: Node, goal: Node
) -> tuple[int, set[Cell]] | None:
    """Return the way with the least of what is still shown, as its price and its cells (Dijkstra); None without one."""
    waiting: list[tuple[int, Node, tuple[Cell, ...]]] = [(0, start, ())]
    done: set[Node] = set()
    while waiting:
        price, node, cells = heapq.heappop(waiting)
        if node == goal:
            return price, set(cells)
        if node not in done:
            done.add(node)
            for further, cell in arcs.get(node, ()):
                heapq.heappush(waiting, (price + (0 if cell in hidden else table[cell]), further, (*cells, cell)))
    return None
