"""One account is shown restricted details of so many entries a day; what is public and what was shown stay open."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.access.disclosure_log import MOST_ENTRIES
from directory.models import Account, Disclosure
from directory.vocabulary import Audience, Role
from tests import factories
from tests.history.conftest import KEY, PHONES
from tests.people import with_token

PAGE, RESOURCE = f"/en/authorities/{KEY}", f"/api/v1/authorities/{KEY}"
REFUSED = f"details that are not public of {MOST_ENTRIES} entries today"


def show(account: Account, *keys: str) -> None:
    factories.add(
        *(
            Disclosure(account_id=account.id, kind="authority", key=key, details=("contact_detail.value",))
            for key in (*keys, *(f"other-{number}" for number in range(MOST_ENTRIES - len(keys))))
        )
    )


@pytest.fixture
def account(site: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def client(site: Flask, account: Account) -> FlaskClient:
    return with_token(site, account)


@pytest.mark.parametrize("address", [PAGE, RESOURCE])
def test_a_page_beyond_the_ceiling_shows_what_is_public_and_says_why_the_rest_is_not_there(
    client: FlaskClient, account: Account, address: str
) -> None:
    show(account)

    page = client.get(address)

    assert page.status_code == 200
    assert REFUSED in page.text
    assert PHONES[Audience.PUBLIC] in page.text
    assert not [phone for audience, phone in PHONES.items() if audience != Audience.PUBLIC and phone in page.text]


def test_what_was_shown_that_day_stays_open(client: FlaskClient, account: Account) -> None:
    show(account, KEY)

    page = client.get(PAGE)

    assert REFUSED not in page.text
    assert PHONES[Audience.COORDINATORS] in page.text


@pytest.mark.parametrize(
    "address",
    [
        *(f"{PAGE}{ending}?own=1" for ending in (".vcf", ".pdf", "/card", "/card.jsonl")),
        "/en/history/export?format=csv",
    ],
)
def test_what_would_be_taken_for_the_whole_is_refused_until_the_day_is_over(
    client: FlaskClient, account: Account, address: str
) -> None:
    show(account)

    answer = client.get(address)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= timedelta(days=1).total_seconds()
    assert PHONES[Audience.COORDINATORS] not in answer.text


def test_an_export_is_not_asked_for_beyond_the_ceiling(client: FlaskClient, account: Account) -> None:
    show(account)

    assert client.post("/en/imports/exports", data={"ending": "csv"}).status_code == 429


def test_the_history_beyond_the_ceiling_still_tells_what_is_public(client: FlaskClient, account: Account) -> None:
    show(account)

    assert client.get(f"/en/history?kind=authority&key={KEY}").status_code == 200


def test_the_next_day_counts_from_nothing(site: Flask, account: Account) -> None:
    show(account)

    with time_machine.travel(clock.now() + timedelta(days=1)):
        page = with_token(site, account).get(PAGE)

    assert PHONES[Audience.COORDINATORS] in page.text
