"""The kills of `tests/crashes`, at twenty random points each."""

from tests.crashes.test_kills import (
    site,
    test_a_killed_load_leaves_all_old_rows_or_all_new_ones_and_the_index_in_step,
    test_killed_workers_cost_no_answer_but_their_own_and_leave_the_index_in_step,
    variants,
)

__all__ = [
    "site",
    "test_a_killed_load_leaves_all_old_rows_or_all_new_ones_and_the_index_in_step",
    "test_killed_workers_cost_no_answer_but_their_own_and_leave_the_index_in_step",
    "variants",
]
