"""Everything odd that the tests know, sent to every route and put into every form by every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.vocabulary import Role
from tests.conftest import MadeOnce
from tests.odd_input import ODD_TEXTS, odd_forms, odd_requests
from tests.odd_site import ROLES, Site, opened

ALL = slice(None)


@pytest.fixture
def site(few_treaties: Path, made_once: MadeOnce, tmp_path: Path) -> Iterator[Site]:
    with opened(few_treaties, made_once, tmp_path / "data") as site:
        yield site


@pytest.mark.parametrize("number", range(len(ODD_TEXTS)))
@pytest.mark.parametrize("role", ROLES)
def test_no_odd_request_is_answered_with_a_fault(site: Site, role: Role, number: int) -> None:
    sent = odd_requests(site.app, site.real, number, ALL)

    assert [str(one) for one in sent if site.is_fault(role, one)] == []


@pytest.mark.parametrize("number", range(len(ODD_TEXTS)))
@pytest.mark.parametrize("role", ROLES)
def test_no_odd_form_is_answered_with_a_fault(site: Site, role: Role, number: int) -> None:
    sent = odd_forms(site.app, lambda: site.client(role), site.real, number, ALL)

    assert [str(one) for one in sent if site.is_fault(role, one)] == []
