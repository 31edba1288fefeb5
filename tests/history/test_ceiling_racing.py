"""The ceiling of a day holds for requests that come at the same time, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask, Response
from sqlalchemy import select

from directory.access.disclosure_log import MOST_ENTRIES
from directory.config import Config
from directory.extensions import db
from directory.models import Account, Disclosure, Jurisdiction
from directory.vocabulary import Audience
from tests import factories
from tests.conftest import make_app
from tests.people import with_token

AT_ONCE, LEFT = 6, 2
RESTRICTED = "+996 555 771"


def keys_shown(account_id: int) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Disclosure.key).where(Disclosure.account_id == account_id)))


def read_at_once(app: Flask, account: Account, address: str) -> list[tuple[int, str]]:
    """Have two workers answer requests of one account, none of which writes before all are made."""
    settings: Config = app.config["SETTINGS"]
    workers = [make_app(settings.data_dir, settings.database_url) for _ in range(2)]
    all_made = Barrier(AT_ONCE)

    def wait(answer: Response) -> Response:
        all_made.wait(60)
        return answer

    for worker in workers:
        # What is registered last runs first, before the site writes what the answer shows.
        worker.after_request(wait)
    clients = [with_token(workers[number % 2], account) for number in range(AT_ONCE)]
    db.session.remove()

    def read(number: int) -> tuple[int, str]:
        answer = clients[number].get(address.format(number))
        return answer.status_code, answer.text

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(read, range(AT_ONCE)))


def held_at_the_ceiling(app: Flask, address: str) -> None:
    factories.add(Jurisdiction(key="KG", name=factories.english("Kyrgyzstan"), alpha3="KGZ", region="143"))
    account = factories.account(jurisdiction_key="KG")
    account_id = account.id
    for number in range(AT_ONCE):
        phone = {"means": "phone", "audience": Audience.PRACTITIONERS}
        factories.add(factories.authority(f"office-{number}"))
        factories.add(factories.contact(f"{RESTRICTED}{number}", f"office-{number}", **phone))
    shown = [
        Disclosure(account_id=account_id, kind="authority", key=f"other-{number}", details=("value",))
        for number in range(MOST_ENTRIES - LEFT)
    ]
    factories.add(*shown)

    answers = read_at_once(app, account, address)

    assert [status for status, _text in answers] == [200] * AT_ONCE
    assert sum(RESTRICTED in text for _status, text in answers) == LEFT
    withheld = f"details that are not public of {MOST_ENTRIES} entries today"
    assert [RESTRICTED in text for _status, text in answers] == [withheld not in text for _status, text in answers]
    assert len(keys_shown(account_id)) == MOST_ENTRIES


@pytest.mark.parametrize("address", ["/en/authorities/office-{}", "/api/v1/authorities/office-{}"])
def test_of_requests_at_once_those_that_come_too_late_withhold(empty_app: Flask, address: str) -> None:
    held_at_the_ceiling(empty_app, address)


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("address", ["/en/authorities/office-{}", "/api/v1/authorities/office-{}"])
def test_of_requests_at_once_those_that_come_too_late_withhold_on_postgresql(
    empty_postgresql_app: Flask, address: str
) -> None:
    held_at_the_ceiling(empty_postgresql_app, address)
