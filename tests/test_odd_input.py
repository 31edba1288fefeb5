"""Nothing that is sent to any route, by whomever, is answered with a fault. `make long-attack` sends far more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.vocabulary import Role
from tests.conftest import MadeOnce
from tests.odd_input import odd_forms, odd_requests
from tests.odd_site import ROLES, Site, opened

# Each role takes other routes.
SHARE = len(ROLES)


@pytest.fixture(scope="module")
def site(few_treaties: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(few_treaties, made_once, tmp_path_factory.mktemp("odd") / "data") as site:
        yield site


@pytest.mark.long(each=2)
@pytest.mark.parametrize("role", ROLES)
def test_no_odd_request_is_answered_with_a_fault(site: Site, role: Role) -> None:
    number = ROLES.index(role)

    sent = odd_requests(site.app, site.real, number, slice(number, None, SHARE))

    assert [str(one) for one in sent if site.is_fault(role, one)] == []


@pytest.mark.long(each=2, start=1)
@pytest.mark.parametrize("role", ROLES)
def test_no_odd_form_is_answered_with_a_fault(site: Site, role: Role) -> None:
    number = ROLES.index(role)

    sent = odd_forms(site.app, lambda: site.client(role), site.real, number, slice(number, None, SHARE))

    assert [str(one) for one in sent if site.is_fault(role, one)] == []
