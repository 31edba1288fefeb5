"""Suppresses the small counts of a table, and other counts from which a reader could compute a small count
(complementary suppression).

A table with totals is a network flow from rows through columns to the grand total. A suppressed count stays unknown if
and only if it lies on a cycle of suppressed counts that can all change by 1 together. A count of 1 cannot become lower,
since readers know that a suppressed count is at least 1.
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
    """Return whether a count is from 1 to 4."""
    return 0 < count < SMALLEST_SHOWN


def with_totals(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """Return a table with all totals. A table is a mapping from (row, column) to count.

    In the keys of totals, TOTAL stands for the row or the column.
    """
    rows, columns = ({cell[place]: None for cell in counts} for place in (0, 1))
    table = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    table |= {(TOTAL, column): sum(table[row, column] for row in rows) for column in columns}
    return table | {(TOTAL, TOTAL): sum(counts.values())}


def suppress_small_cells(
    table: Mapping[Cell, int], known: Set[Cell] = frozenset({(TOTAL, TOTAL)})
) -> dict[Cell, int | None] | None:
    """Return a copy of a table with totals, in which each suppressed count is None.

    Readers know the totals `known` from elsewhere, so these are never suppressed. Return None if a small count cannot
    stay unknown.
    """
    hidden = {cell for cell, count in table.items() if is_small(count)}
    if hidden & known:
        return None
    for cell in sorted(hidden, key=lambda one: (table[one], one)):
        way = _cheapest_way(table, hidden, known, cell)
        if way is None:
            return None
        hidden |= way
    return {cell: None if cell in hidden else count for cell, count in table.items()}


def _cheapest_way(table: Mapping[Cell, int], hidden: Set[Cell], known: Set[Cell], cell: Cell) -> set[Cell] | None:
    """Return the cells to suppress so that the count of `cell` stays unknown, or None if no cells suffice.

    Of all such sets of cells, the returned set hides the smallest sum of counts. Counts that are suppressed already
    (`hidden`) do not add to the sum.
    """
    arcs = _arcs(table, known | {cell})
    tail, head = _ends(cell)
    ways = [_shortest(arcs, table, hidden, head, tail)]
    if table[cell] > 1:
        ways.append(_shortest(arcs, table, hidden, tail, head))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else None


def _arcs(table: Mapping[Cell, int], apart: Set[Cell]) -> dict[Node, list[Arc]]:
    """Return a mapping from node to the arcs that leave the node. An arc is a pair of next node and cell.

    The cells `apart` and cells with the count 0 have no arcs. Each other cell has a forward arc, since
    its count could be higher, and a backward arc if its count could be lower.
    """
    arcs: dict[Node, list[Arc]] = {}
    for cell, count in table.items():
        if cell in apart or not count:
            continue
        tail, head = _ends(cell)
        arcs.setdefault(tail, []).append((head, cell))
        if count > 1:
            arcs.setdefault(head, []).append((tail, cell))
    return arcs


def _ends(cell: Cell) -> tuple[Node, Node]:
    row, column = cell
    if not row:
        return ("column", column), END
    return ("row", row) if column else START, ("column", column) if column else ("row", row)


def _shortest(
    arcs: Mapping[Node, list[Arc]], table: Mapping[Cell, int], hidden: Set[Cell], start: Node, goal: Node
) -> tuple[int, set[Cell]] | None:
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
