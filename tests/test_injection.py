"""What is sent to any route, in its address, its question or its form, stands in no statement: it is a value of one."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from directory.vocabulary import Role
from tests.api.conftest import counted_statements
from tests.conftest import MadeOnce
from tests.odd_input import NAMES, Sending, addresses_of, forms_on, routes, send
from tests.odd_site import ROLES, Site, opened

MARK = "zq' OR 'zq'='zq"
QUESTION = "&".join(f"{name}={quote(MARK)}" for name in NAMES.split())


@pytest.fixture(scope="module")
def site(few_treaties: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(few_treaties, made_once, tmp_path_factory.mktemp("injected") / "data") as site:
        yield site


def sendings(site: Site, role: Role) -> Iterator[Sending]:
    # Each role takes other routes.
    for rule in routes(site.app)[ROLES.index(role) :: len(ROLES)]:
        there = addresses_of(rule, site.real)
        yield Sending("GET", f"{there}?{QUESTION}")
        yield Sending("GET", addresses_of(rule, site.real, quote(MARK, safe="")))
        yield Sending(
            "GET", there, headers={"Cookie": f"language={MARK}", "Accept-Language": MARK, "If-None-Match": MARK}
        )
        for action, fields in forms_on(site.client(role).get(there)):
            kept = {name: value if name == "csrf_token" else MARK for name, value in fields}
            yield Sending("POST", action or there, kept)


@pytest.mark.long(each=4)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_sent_stands_in_no_statement(site: Site, role: Role) -> None:
    client = site.client(role)

    with counted_statements() as statements:
        answers = [send(client, one).status_code for one in sendings(site, role)]

    assert len(statements) > len(answers) > 200
    assert [one for one in statements if "zq'" in one] == []
    assert max(answers) < 500
