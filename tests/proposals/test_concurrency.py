"""No edit is lost when processes edit and publish at once: each adds one to a number that all of them read."""

import pytest
from flask import Flask

from tests.proposals.writers import PROCESSES, count_up

ROUNDS = 4


@pytest.mark.long(each=2)
@pytest.mark.parametrize(
    "site", ["small_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))]
)
def test_no_edit_of_several_processes_is_lost(request: pytest.FixtureRequest, site: str) -> None:
    app: Flask = request.getfixturevalue(site)

    total = count_up(app, ROUNDS)

    assert total == PROCESSES * ROUNDS
