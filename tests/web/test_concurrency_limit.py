"""While others keep the site busy with passwords and papers, one more is not begun: it is to come again."""

import fcntl
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from directory.accounts.queries import viewer_of
from directory.config import Config
from directory.drafts.content import DraftContent, DraftPerson
from directory.extensions import db
from directory.follows.service import make_feed
from directory.models import DeskRota, LimitCount
from directory.transaction import committing
from directory.vocabulary import Role
from directory.web.concurrency_limit import Overloaded, slot
from tests import factories, people
from tests.conftest import make_app
from tests.matrix.drafted import begin_draft


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    return client


@pytest.fixture
def crowded(site: Flask) -> Iterator[None]:
    """Hold the one place of a site with one worker, as another process would."""
    settings: Config = site.config["SETTINGS"]
    with (settings.data_dir / "costly-0.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sign_in(client: FlaskClient, email: str) -> TestResponse:
    return client.post("/en/account/sign-in", data={"email": email, "password": people.PASSWORD})


@pytest.mark.usefixtures("crowded")
def test_a_password_that_finds_no_place_is_not_counted_and_whoever_is_meant_told_to_come_again(
    client: FlaskClient,
) -> None:
    account = factories.account()
    people.give_password(account)
    counted = db.session.scalar(select(func.sum(LimitCount.count)))

    known, unknown = (sign_in(client, email) for email in (account.email, "nobody@example.org"))

    assert (known.status_code, known.headers["Retry-After"]) == (503, "3")
    assert f'value="{account.email}"' in known.text
    assert people.PASSWORD not in known.text
    texts = [re.sub(r"[\w.-]+@example\.org", "", answer.text) for answer in (known, unknown)]
    assert (texts[0], known.status_code) == (texts[1], unknown.status_code)
    assert db.session.scalar(select(func.sum(LimitCount.count))) == counted


@pytest.mark.usefixtures("crowded")
def test_a_card_that_finds_no_place_is_to_be_asked_for_again(client: FlaskClient) -> None:
    assert client.get("/en/jurisdictions/KG.pdf").status_code == 503


@pytest.mark.usefixtures("crowded")
def test_a_feed_of_news_that_finds_no_place_is_to_be_asked_for_again(site: Flask, client: FlaskClient) -> None:
    viewer = viewer_of(factories.account())
    with committing():
        token = make_feed(viewer)

    assert client.get(f"/en/follows/feed/{token}.atom").status_code == 503


@pytest.mark.usefixtures("crowded")
def test_a_document_of_a_draft_that_finds_no_place_leaves_the_form_as_it_was_sent(site: Flask) -> None:
    account = factories.account(jurisdiction_key="KG")
    content = DraftContent(requesting="KG", requested="UZ", persons=(DraftPerson(1, "witness"),))
    address = f"/en/drafts/{begin_draft(account, content)}/document"
    sent = {"language": "en", "layout": "beside", "file_format": "pdf", "identity_1": "Somebody who is invented"}

    answer = people.signed_in(site, account).post(address, data=sent)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "Somebody who is invented" in answer.text
    assert str(Overloaded.message) in answer.text


def desk_with_a_rota() -> str:
    factories.add(factories.authority("office-of-crowds"))
    factories.add(factories.focal_point("desk-of-crowds", "office-of-crowds"))
    factories.add(DeskRota(focal_point_key="desk-of-crowds", zone="Asia/Bishkek"))
    return "focal-points/desk-of-crowds.ics"


FILES: dict[str, Callable[[], str]] = {
    "figures": lambda: "statistics/export?format=xlsx",
    "translations": lambda: "statistics/translations/export?format=xlsx",
    "changes": lambda: "exchange/changes.atom",
    "rota": desk_with_a_rota,
}


@pytest.mark.parametrize("address", FILES.values(), ids=FILES)
def test_a_file_that_finds_no_place_is_asked_for_again_in_a_few_seconds(
    site: Flask, address: Callable[[], str]
) -> None:
    client, there = people.signed_in(site, factories.account(Role.ADMINISTRATOR)), address()
    settings: Config = site.config["SETTINGS"]

    with (settings.data_dir / "costly-0.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        crowded = client.get(f"/en/{there}")
    made = client.get(f"/en/{there}")

    assert (crowded.status_code, crowded.headers["Retry-After"]) == (503, "3")
    assert made.status_code == 200


@pytest.mark.parametrize(("workers", "places"), [(1, 1), (2, 1), (4, 3)])
def test_one_worker_is_left_to_readers(site: Flask, workers: int, places: int) -> None:
    settings: Config = site.config["SETTINGS"]
    app = make_app(settings.data_dir, settings.database_url, workers=workers)

    with app.app_context(), ExitStack() as held:
        for _ in range(places):
            held.enter_context(slot())
        with pytest.raises(Overloaded), slot():
            pass
    with app.app_context(), slot():
        pass
