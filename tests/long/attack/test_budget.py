"""Every kind of the largest input of each route and operation, as everyone: the budget of `tests/budget` in whole."""

from collections.abc import Iterator

import pytest

from tests.budget.bodies import ODD
from tests.budget.site import WHO, BudgetSite, opened
from tests.budget.texts import TEXTS
from tests.budget.trying import Table, inputs_of, operation_inputs, routes, tell, try_all
from tests.matrix.conftest import site as site_of_matrix
from tests.matrix.site import Site

__all__ = ["site_of_matrix"]


@pytest.fixture(scope="module")
def budgeted(site_of_matrix: Site) -> Iterator[BudgetSite]:
    with opened(site_of_matrix) as site:
        yield site


@pytest.mark.parametrize("person", WHO)
def test_no_route_takes_more_than_its_budget_whatever_is_sent(budgeted: BudgetSite, person: str) -> None:
    table = Table()

    for rule in routes(budgeted.app):
        try_all(budgeted, inputs_of(budgeted, rule, person, list(TEXTS)), table)
        budgeted.put_back()

    tell(table)
    assert table.over == {}


@pytest.mark.parametrize("person", WHO)
def test_no_operation_takes_more_than_its_budget_whatever_is_sent(budgeted: BudgetSite, person: str) -> None:
    table = Table()
    document = budgeted.send(person, "GET", "/api/v1/openapi.json").get_json()

    try_all(budgeted, operation_inputs(budgeted, document, person, [*TEXTS, *ODD]), table)
    budgeted.put_back()

    tell(table)
    assert table.over == {}
