"""A budget for every request: the largest inputs of each route and operation, as each role.

Each role is given other routes and other kinds of input; `make long-attack` sends all of them as everyone.
"""

from functools import partial

import pytest
from werkzeug.test import TestResponse

from tests.budget.bodies import ODD
from tests.budget.site import NAMES, WHO, BudgetSite
from tests.budget.texts import TEXTS
from tests.budget.trying import (
    Input,
    Table,
    address_for,
    inputs_of,
    inputs_unseen,
    names_of,
    operation_inputs,
    routes,
    tell,
    try_all,
)

# Each role takes other routes.
SHARE = len(WHO)
# Each who has a token sends other kinds of odd bodies; a visitor's are looked at by nobody.
SENDERS = len(WHO) - 1


@pytest.mark.long(each=6)
@pytest.mark.parametrize("person", WHO)
def test_no_route_takes_more_than_its_budget(site: BudgetSite, person: str) -> None:
    table, kinds, first = Table(), list(TEXTS), WHO.index(person)

    for place, rule in list(enumerate(routes(site.app)))[first % SHARE :: SHARE]:
        try_all(site, inputs_of(site, rule, person, [kinds[(place + first) % len(kinds)]]), table)
        site.put_back()

    tell(table)
    assert table.over == {}


@pytest.mark.long(each=6, start=1)
@pytest.mark.parametrize("person", WHO)
def test_no_operation_takes_more_than_its_budget(site: BudgetSite, person: str) -> None:
    table, odd = Table(), list(ODD)
    document = site.send(person, "GET", "/api/v1/openapi.json").get_json()

    own = odd[WHO.index(person) % SENDERS :: SENDERS]
    try_all(site, operation_inputs(site, document, person, ["words", *own]), table)
    site.put_back()

    tell(table)
    assert table.over == {}


@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_no_document_of_a_draft_takes_more_than_its_budget(site: BudgetSite, file_format: str) -> None:
    person, table = "desk member", Table()
    there = f"/en/drafts/{site.drafts[person]}/document"
    languages = [{"language": "en", "other": other, "layout": "beside"} for other in ("", "ru")]

    def send(asked: dict[str, str], _share: float, number: int) -> TestResponse:
        identity = {"identity_1": f"{number}" + "a\n" * 900}
        return site.send(person, "POST", there, data={**asked, **identity, "file_format": file_format})

    try_all(site, (Input(f"POST {there}", person, str(asked), partial(send, asked)) for asked in languages), table)
    site.put_back()

    tell(table)
    assert table.over == {}
    assert {cost.status for cost, _what in table.dearest.values()} == {200}


def test_every_rule_of_the_site_is_visited(site: BudgetSite) -> None:
    document = site.send("visitor", "GET", "/api/v1/openapi.json").get_json()

    inputs = [one for rule in routes(site.app) for one in inputs_unseen(site, rule, "visitor", ["words"])]
    inputs += operation_inputs(site, document, "visitor", ["words"])

    assert names_of(site.app) - {one.route for one in inputs} == set()


def test_a_page_that_is_kept_names_all_parameters_that_it_asks_for(site: BudgetSite) -> None:
    kept = {name: one for name, one in site.app.view_functions.items() if hasattr(one, "parameters")}
    for rule in routes(site.app):
        if rule.endpoint in kept:
            site.send("administrator", "GET", address_for(site, rule, "administrator"))

    asked = {name: NAMES[f"GET {name}"] - view.parameters - {"lang"} for name, view in kept.items()}

    assert len(kept) > 10
    assert {name: names for name, names in asked.items() if names} == {}
