"""Small counts of a table: kept back, and not to be found from what is shown, by a check of another kind."""

from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.statistics.cell_suppression import SMALLEST_SHOWN, TOTAL, Cell, suppress_small_cells, with_totals

ROWS, COLUMNS = "abc", "xyz"


def counted(lines: list[list[int]]) -> dict[Cell, int]:
    return {(ROWS[r], COLUMNS[c]): count for r, line in enumerate(lines) for c, count in enumerate(line)}


def found_out(whole: Mapping[Cell, int], shown: Mapping[Cell, int | None]) -> set[Cell]:
    """Return what is kept back and yet has one value in all tables of whole numbers that agree with what is shown.

    All that differ by at most 1 in each cell are tried: where there is another table at all, there is one of these,
    since the differences between two are sums of closed ways.
    """
    inner = [cell for cell in whole if TOTAL not in cell]
    hidden = [cell for cell in inner if shown[cell] is None]
    unknown = {cell for cell, count in shown.items() if count is None}
    for steps in product((0, 1, -1), repeat=len(hidden)):
        other = with_totals({cell: whole[cell] for cell in inner} | dict(zip(hidden, map(sum, zip(
            (whole[cell] for cell in hidden), steps, strict=True)), strict=True)))  # fmt: skip
        agrees = all(other[cell] == count for cell, count in shown.items() if count is not None)
        if agrees and all(other[cell] >= 1 for cell, count in shown.items() if count is None):
            unknown -= {cell for cell in unknown if other[cell] != whole[cell]}
        if not unknown:
            break
    return unknown


tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12) | st.integers(0, 3), min_size=width, max_size=width), min_size=1, max_size=2
    )
)
enough = settings(deadline=None, max_examples=150)


@given(tables)
@example([[1, 1, 0], [1, 9, 0], [2, 0, 3]])
@example([[2, 0, 0], [0, 8, 0], [0, 0, 9]])
@enough
def test_no_small_count_is_shown_or_follows_from_what_is(lines: list[list[int]]) -> None:
    whole = with_totals(counted(lines))

    shown = suppress_small_cells(whole)

    if shown is not None:
        assert all(count is None or count == whole[cell] for cell, count in shown.items())
        assert not [count for count in shown.values() if count is not None and 0 < count < SMALLEST_SHOWN]
        assert found_out(whole, shown) == set()


@given(tables)
@enough
def test_what_is_empty_and_the_grand_total_are_never_kept_back(lines: list[list[int]]) -> None:
    whole = with_totals(counted(lines))

    shown = suppress_small_cells(whole)

    if shown is not None:
        kept = {cell for cell, count in shown.items() if count is None}
        assert not {cell for cell in kept if not whole[cell]}
        assert (TOTAL, TOTAL) not in kept


@given(tables)
@enough
def test_totals_that_readers_know_from_elsewhere_are_never_kept_back_and_give_nothing_away(
    lines: list[list[int]],
) -> None:
    whole = with_totals(counted(lines))
    known = {cell for cell in whole if cell[0] == TOTAL}

    shown = suppress_small_cells(whole, known)

    if shown is not None:
        assert not [cell for cell in known if shown[cell] is None]
        assert found_out(whole, shown) == set()


def test_a_small_total_that_readers_know_lets_no_table_be_shown() -> None:
    whole = with_totals({("a", "x"): 2, ("a", "y"): 9, ("b", "y"): 9})

    assert suppress_small_cells(whole) is not None
    assert suppress_small_cells(whole, {(TOTAL, TOTAL), (TOTAL, "x")}) is None


HIDDEN = None
# One row of counts, and what is shown of them; nothing where no table may be.
ROWS_AND_SHOWN = [
    ([7, 9, 5], [7, 9, 5]),
    ([0, 9, 5], [0, 9, 5]),
    ([2, 9, 5], [HIDDEN, 9, HIDDEN]),
    ([1, 1, 9], [HIDDEN, HIDDEN, HIDDEN]),
    ([2, 3, 9], [HIDDEN, HIDDEN, 9]),
    ([1, 2, 1], None),
    ([0, 6, 0], [0, 6, 0]),
    ([0, 0, 0], [0, 0, 0]),
]


@pytest.mark.parametrize(("counts", "shown"), ROWS_AND_SHOWN)
def test_one_row_of_counts(counts: list[int], shown: list[int | None] | None) -> None:
    found = suppress_small_cells(with_totals(counted([counts])))

    assert shown == (None if found is None else [found["a", column] for column in COLUMNS])


def test_a_total_of_a_row_that_would_give_a_count_away_is_kept_back_too() -> None:
    shown = suppress_small_cells(with_totals(counted([[2, 0, 0], [0, 8, 0], [0, 0, 9]])))

    assert shown is not None
    assert Counter(shown.values())[None] == 6
    assert shown["c", "z"] == shown["c", TOTAL] == shown[TOTAL, "z"] == 9


def test_five_ones_are_told_as_five_and_no_more() -> None:
    assert suppress_small_cells(with_totals({("a", code): 1 for code in "vwxyz"})) is None
