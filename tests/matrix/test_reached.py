"""How a test of a desk ended is told to who reads its rota, and to no one else."""

import pytest

from tests.matrix.rotas import MINUTES
from tests.matrix.site import Browsers, Site
from tests.matrix.table import PEOPLE, SPOTS, Spot, may_read

pytestmark = pytest.mark.xdist_group("matrix-questions")


@pytest.fixture(scope="module")
def browsers(site: Site) -> Browsers:
    return site.browsers()


@pytest.mark.parametrize("spot", SPOTS, ids=[spot.name for spot in SPOTS])
@pytest.mark.parametrize("person", PEOPLE)
def test_how_soon_a_desk_answered_is_told_to_who_reads_its_rota(browsers: Browsers, person: str, spot: Spot) -> None:
    page = browsers.ask(person, "GET", f"/en/focal-points/{spot.desk}")

    assert (f"{MINUTES} minutes" in page.text) == may_read(person, (f"rota/{spot.name}",))
