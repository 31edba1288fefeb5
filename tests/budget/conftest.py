"""The site of the matrix, opened for a test of what requests cost."""

from collections.abc import Iterator

import pytest

from tests.budget.site import BudgetSite, opened
from tests.matrix.conftest import site as site_of_matrix
from tests.matrix.site import Site

__all__ = ["site_of_matrix"]


@pytest.fixture(scope="module")
def site(site_of_matrix: Site) -> Iterator[BudgetSite]:
    with opened(site_of_matrix) as site:
        yield site
