"""The pages of webhooks fit on a phone, can be used by everyone, and show a secret once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from directory import clock
from directory.extensions import db
from directory.models import Account, Webhook
from directory.transaction import committing
from directory.vocabulary import Role
from directory.webhooks import service
from directory.webhooks.encryption import open_secrets
from tests import factories, people
from tests.browser.checks import faults_of_pages
from tests.browser.conftest import NARROW, WIDE, NewPage, sign_in
from tests.conftest import Server, copy_of, make_app
from tests.webhooks.conftest import add_webhook

WHOLE = slice(None)


@pytest.fixture(scope="module")
def server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("webhooks")), workers=1)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(server: Server) -> Iterator[Flask]:
    app = make_app(server.folder, site_address=server.by_name)
    with app.app_context():
        yield app


@pytest.fixture
def account(worker: Flask) -> Account:
    return factories.account(Role.PRACTITIONER, jurisdiction_key="AM")


@pytest.fixture
def webhook(account: Account) -> Webhook:
    """Return a webhook that is turned off, with a test that waits. The person has another one that is on."""
    webhook, _secret = add_webhook(account)
    add_webhook(account, f"https://receiver.example.org/{'long-name-of-a-case-system/' * 4}")
    with committing():
        service.send_test(webhook, clock.now())
        service.disable(webhook, clock.now())
    return webhook


def cookie_of(app: Flask, account: Account) -> str:
    client = app.test_client()
    people.sign_in(client, account)
    return people.cookie_of(client)


@pytest.mark.long
@pytest.mark.parametrize(("language", "size"), [("en", NARROW), ("ar", NARROW), ("ru", WIDE)])
def test_the_pages_fit_and_have_no_grave_fault(
    server: Server,
    worker: Flask,
    account: Account,
    webhook: Webhook,
    new_page: NewPage,
    language: str,
    size: tuple[int, int],
) -> None:
    page = new_page(size, cookie_of(worker, account))
    own = f"{server.by_name}/{language}/account/webhooks"

    assert faults_of_pages(page, [own, f"{own}/new", f"{own}/{webhook.public_id}/secret"], WHOLE) == {}


def test_a_secret_is_renewed_and_shown_once(
    server: Server, worker: Flask, account: Account, webhook: Webhook, page: Page
) -> None:
    sign_in(page.context, cookie_of(worker, account))
    page.goto(f"{server.by_name}/en/account/webhooks")
    page.get_by_role("link", name="Renew the secret").first.click()
    page.get_by_role("button", name="Renew the secret").click()
    shown = page.locator("section.notice code").inner_text()
    page.get_by_role("link", name="All of your webhooks").click()

    expect(page.locator("main")).to_contain_text("The former secret also counts until:")
    assert shown not in page.content()
    db.session.rollback()
    assert open_secrets(db.session.get_one(Webhook, webhook.id))[0] == shown
