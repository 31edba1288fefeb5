"""Suppresses the small counts of a table, and other counts from which a small count could be derived (complementary
suppression).

Readers see all totals that are not small. They also know that a suppressed count is at least 1, since zeros are shown.
From all this, they must not be able to derive a suppressed count. The functions accept and return plain values.

The method treats a table with totals as a network flow. The total of a row flows through the row's cells into the
columns. The column totals flow together into the grand total, which closes the circle.

Suppose that two tables have the same shown counts. Then they differ only along cycles through suppressed counts. So a
suppressed count stays unknown if and only if such a cycle runs through it. Its true value could then be higher or lower
by 1, and the other counts of the cycle would balance the difference.
"""

import heapq
from collections.abc import Mapping, Set

SMALLEST_SHOWN = 5
# In the key of a cell, TOTAL stands for the row of the column totals, or for the column of the row totals.
TOTAL = ""
START, END = ("start", ""), ("end", "")

Cell = tuple[str, str]
Node = tuple[str, str]
Arc = tuple[Node, Cell]


def is_small(count: int) -> bool:
    """Return whether a count is from 1 to 4. Such a count could reveal a single desk or case."""
    return 0 < count < SMALLEST_SHOWN


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return a table (a mapping from (row, column) to count) with the totals of rows and columns and the grand total.

    The keys of totals contain TOTAL. A missing cell becomes 0.
    """
    rows, columns = ({cell[place]: None for cell in counts} for place in (0, 1))
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    table |= {(TOTAL, column): sum(table[row, column] for row in rows) for column in columns}
    return table | {(TOTAL, TOTAL): sum(counts.values())}


def suppress_small_cells(table: Mapping[Cell, int]) -> dict[Cell, int | None] | None:
    """Return a copy of a table with totals. In the copy, None stands for each suppressed count.

    If all counts have to be suppressed, return None in place of the table. Even then, callers may show the grand total
    unless it is small.
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
    """Return the cells that have to be suppressed to keep `cell` unknown, or None if `cell` cannot stay unknown.

    The result may contain cells in `hidden`, which are already suppressed. The counts of the newly suppressed cells
    have the smallest possible sum.
    """
    arcs = _arcs(table, cell)
    tail, head = _ends(cell)
    ways = [_shortest(arcs, table, hidden, head, tail)]
    if table[cell] > 1:
        ways.append(_shortest(arcs, table, hidden, tail, head))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _arcs(table: Mapping[Cell, int], apart: Cell) -> dict[Node, list[Arc]]:
    """Return a mapping from each node of the flow to the arcs that leave it. An arc is a pair of the next node and the
    cell whose count flows to it.

    Each count makes an arc in the direction of the flow: the count could be higher. A count above 1 also makes an arc
    in the opposite direction: the count could be lower. Three kinds of counts make no arcs: a zero (always shown), the
    grand total (fixed) and the cell `apart`.
    """
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
    """Return the two nodes of a count: the node from which it flows, and the node to which it flows."""
    row, column = cell
    if not row:
        return ("column", column), END
    return ("row", row) if column else START, ("column", column) if column else ("row", row)


def _shortest(
    arcs: Mapping[Node, list[Arc]], table: Mapping[Cell, int], hidden: Set[Cell], start: Node, goal: Node
) -> tuple[int, set[Cell]] | None:
    """Return the price and the cells of the cheapest path from `start` to `goal`, or None if there is no path
    (Dijkstra).

    The price of a shown count is its value; a suppressed count is free.
    """
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
