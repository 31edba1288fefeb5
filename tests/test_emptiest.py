"""No page and no form fails where what it is about has nothing in it, whoever asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.budget.forms import PageForm, forms_of
from tests.conftest import copy_of
from tests.empty_site import DESK, NETWORK, OFFICE, PEOPLE, STATE, VISITOR, Site, opened
from tests.odd_input import Sending, addresses_of, routes, send

WHO = (VISITOR, *PEOPLE)
UNSENT = {"radio", "checkbox", "submit"}
# What needs to be asked for something, or has other parts.
ASKED = (
    f"/en/focal-points/{DESK}",
    f"/en/focal-points/{DESK}/rota",
    f"/en/atlas?from={STATE}&to=FR&measure=other&offence=other",
    f"/en/atlas?from=FR&to={STATE}&measure=other&offence=other",
    f"/en/atlas/joint-investigation?with={STATE}&with=FR&offence=tip",
    f"/en/jurisdictions/compare?codes={STATE},FR",
    f"/en/history?kind=authority&key={OFFICE}&looks=9",
    f"/en/history?kind=focal_point&key={DESK}",
    f"/en/search?jurisdiction={STATE}",
    f"/en/focal-points?jurisdiction={STATE}",
    f"/en/consultations/new?desk={DESK}",
    f"/en/consultations/new?state={STATE}",
    *(f"/en/proposals/new?kind={kind}" for kind in ("authority", "network", "treaty", "legislation", "focal_point")),
    *(f"/en/proposals/new?kind={kind}&key={key}" for kind, key in (("authority", OFFICE), ("focal_point", DESK))),
    *(f"/en/proposals/new?kind={kind}&key={key}" for kind, key in (("network", NETWORK), ("jurisdiction", STATE))),
    "/en/proposals/new?kind=treaty&key=bare-treaty",
    "/en/proposals/new?kind=legislation&key=bare-law",
    "/en/proposals/new?kind=requirement&key=bare-sheet",
    f"/en/proposals/ending?kind=authority&key={OFFICE}",
    f"/en/proposals/ending?kind=focal_point&key={DESK}",
    f"/en/proposals/translations/focal_point/{DESK}?into=ru",
    f"/en/verification/verify?kind=authority&key={OFFICE}",
    f"/en/verification/verify?kind=focal_point&key={DESK}",
    f"/en/verification/report?kind=contact_detail&key={OFFICE}:line",
    f"/en/verification/reachability/call?desk={DESK}",
    f"/en/verification/reachability/message?desk={DESK}",
    f"/en/statistics/report?network={NETWORK}&year=2026",
    f"/en/invitations/new?jurisdiction={STATE}",
)


@pytest.fixture(scope="module")
def site(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(copy_of(few_treaties, tmp_path_factory.mktemp("empty") / "data")) as site:
        yield site


def is_fault(answer: TestResponse) -> bool:
    """Return whether the site failed; that it is not ready, since its index follows nothing here, is an answer."""
    return answer.status_code >= 500 and answer.status_code != 503


@pytest.mark.long(each=5)
@pytest.mark.parametrize("person", WHO)
def test_every_page_opens_where_what_it_is_about_is_empty(site: Site, person: str) -> None:
    client = site.client(person)
    pages = [addresses_of(rule, site.real[person]) for rule in routes(site.app) if "GET" in (rule.methods or ())]

    assert [one for one in (*pages, *ASKED) if is_fault(send(client, Sending("GET", one)))] == []


def as_it_stands(answer: TestResponse) -> list[tuple[str, dict[str, list[str]]]]:
    """Return the forms of an answer, each with its address and what a browser sends before anyone typed; a file has
    none."""
    found = forms_of(answer.text) if answer.mimetype == "text/html" else []
    return [(form.action, _untouched(form)) for form in found]


def _untouched(form: PageForm) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for one in form.fields:
        first = one.choices[0] if one.choices and not one.is_multiple else ""
        if one.kind not in UNSENT or one.is_chosen:
            sent.setdefault(one.name, []).append(one.value or first)
    return sent


@pytest.mark.long(each=3, start=2)
@pytest.mark.parametrize("person", ["desk member", "coordinator of a State", "administrator"])
def test_every_form_that_is_sent_as_it_stands_is_answered(site: Site, person: str) -> None:
    client = site.client(person)
    rules = [rule for rule in routes(site.app) if {"GET", "POST"} <= (rule.methods or set())]
    pages = [*(addresses_of(rule, site.real[person]) for rule in rules), *ASKED]
    forms = [
        Sending("POST", action or page, fields)
        for page in pages
        for action, fields in as_it_stands(send(client, Sending("GET", page)))
        if "sign-out" not in action
    ]

    assert [str(one) for one in forms if is_fault(send(client, one))] == []


@pytest.mark.long(each=4)
@pytest.mark.parametrize("person", WHO)
def test_every_form_that_is_sent_with_nothing_in_it_is_answered(site: Site, person: str) -> None:
    forms = [
        Sending(method, addresses_of(rule, site.real[person]))
        for rule in routes(site.app)
        for method in ("POST", "PUT", "PATCH", "DELETE")
        if method in (rule.methods or ())
    ]

    assert [str(one) for one in forms if is_fault(send(site.client(person), one))] == []
