"""Many programs that write to one entry at once, on both databases: what is acknowledged is in the history, once."""

import pytest
from flask import Flask

from tests import factories
from tests.api.together import publish_together, require_none_lost

OFFICE = "kg-office-of-many"
PERSONS, ROUNDS = 8, 8


@pytest.mark.parametrize(
    "site", ["own_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))]
)
def test_a_write_that_is_acknowledged_is_lost_by_no_one(request: pytest.FixtureRequest, site: str) -> None:
    app: Flask = request.getfixturevalue(site)
    factories.add(factories.authority(OFFICE))

    acknowledged = publish_together(app, OFFICE, PERSONS, ROUNDS)

    assert len(acknowledged) == PERSONS * ROUNDS
    require_none_lost(OFFICE, acknowledged)
