"""Links: opening one changes nothing, using one ends it, and asking for one tells nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory import clock
from directory.accounts import authentication, queries, service, sign_in_links
from directory.accounts.cleanup import end_future_dated
from directory.accounts.sign_in_links import LinkPurpose
from directory.extensions import db
from directory.models import Account, AccountLink, AuditEvent, Mail
from directory.transaction import committing
from tests import factories, people

NEW = "seven quiet rivers beside a mill"


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    return client


def link_for(account: Account, purpose: LinkPurpose) -> str:
    with committing():
        token = sign_in_links.make(account, purpose)
    return f"/en/account/{'link' if purpose is LinkPurpose.SIGN_IN else 'reset'}/{token}"


def letters_to(address: str) -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == address).order_by(Mail.id)))


def choose(client: FlaskClient, address: str, password: str = NEW, again: str | None = None) -> int:
    answer = client.post(address, data={"password": password, "again": password if again is None else again})
    return answer.status_code


def test_opening_a_link_ten_times_changes_nothing(client: FlaskClient) -> None:
    account = factories.account()
    address = link_for(account, LinkPurpose.SIGN_IN)

    statuses = {client.get(address).status_code for _ in range(10)} | {client.head(address).status_code}

    assert statuses == {200}
    assert client.post(address).status_code == 303


def test_a_link_lets_in_once_and_then_leads_to_a_password_and_a_second_factor(site: Flask, client: FlaskClient) -> None:
    account = factories.account()
    address = link_for(account, LinkPurpose.SIGN_IN)

    opened = client.post(address)
    assert opened.headers["Location"] == "/en/account/password"
    client.environ_base["HTTP_X_CSRFTOKEN"] = people.token_on(client.get("/en/account/password"))
    chosen = client.post("/en/account/password", data={"password": NEW, "again": NEW})
    other = site.test_client()
    people.visit(other)

    assert chosen.headers["Location"] == "/en/account/set-up"
    assert (other.get(address).status_code, other.post(address).status_code) == (410, 410)
    assert client.get("/en/account").status_code == 303


def test_of_two_who_use_a_link_at_once_one_gets_in(site: Flask) -> None:
    account = factories.account()
    with committing():
        token = sign_in_links.make(account, LinkPurpose.SIGN_IN)

    with committing():
        sign_in_links.use(token, LinkPurpose.SIGN_IN)
        with pytest.raises(sign_in_links.Expired):
            sign_in_links.use(token, LinkPurpose.SIGN_IN)


@pytest.mark.parametrize(("purpose", "hours"), [(LinkPurpose.SIGN_IN, 48), (LinkPurpose.RESET, 1)])
def test_a_link_is_over_after_its_time(client: FlaskClient, purpose: LinkPurpose, hours: int) -> None:
    address = link_for(factories.account(), purpose)

    with time_machine.travel(clock.now() + timedelta(hours=hours, seconds=1)):
        answer = client.get(address)

    assert answer.status_code == 410


@pytest.mark.parametrize("purpose", [LinkPurpose.SIGN_IN, LinkPurpose.RESET])
def test_a_link_of_a_clock_that_was_ahead_is_over_and_is_not_good_again_when_its_time_comes(
    client: FlaskClient, purpose: LinkPurpose
) -> None:
    account, ahead = factories.account(), clock.now() + timedelta(days=1)
    with clock.frozen_at(ahead):
        address = link_for(account, purpose)

    assert client.get(address).status_code == 410
    end_future_dated(clock.now())

    with time_machine.travel(ahead):
        assert client.get(address).status_code == 410


def test_links_of_a_clock_that_was_ahead_keep_nobody_from_asking_for_another(client: FlaskClient) -> None:
    account = factories.account()
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        for _ in range(sign_in_links.MOST_RESETS):
            link_for(account, LinkPurpose.RESET)

    assert sign_in_links.count_open(account) == 0


def test_a_link_of_one_kind_is_none_of_the_other(client: FlaskClient) -> None:
    address = link_for(factories.account(), LinkPurpose.RESET)

    assert client.get(address.replace("/reset/", "/link/")).status_code == 410


def test_a_forged_link_is_answered_like_one_that_is_over(client: FlaskClient) -> None:
    used = link_for(factories.account(), LinkPurpose.SIGN_IN)
    client.post(used)

    told = [client.get(address).text.replace(address[3:], "") for address in (used, "/en/account/link/forged")]

    assert len({re.sub(r'[0-9a-f]{16}|value="[^"]*"', "", page) for page in told}) == 1


def test_the_link_of_a_disabled_person_is_over(client: FlaskClient) -> None:
    account = factories.account()
    address = link_for(account, LinkPurpose.SIGN_IN)
    with committing():
        account.active = False

    assert client.post(address).status_code == 410


def test_a_new_password_by_mail_ends_all_sessions_and_keeps_the_second_factor(site: Flask, client: FlaskClient) -> None:
    account = factories.account()
    people.give_password(account)
    secret = people.give_generator(account)
    signed_in = people.signed_in(site, account)
    address = link_for(account, LinkPurpose.RESET)

    status = choose(client, address)

    assert status == 303
    assert signed_in.get("/en/account").status_code == 303
    assert choose(client, address) == 410
    assert people.secrets_of(account).totp_secret == secret
    assert letters_to(account.email)[-1] == "password_chosen_by_mail"
    first = client.post("/en/account/sign-in", data={"email": account.email, "password": NEW})
    assert first.headers["Location"] == "/en/account/second-factor"


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "at least 15 characters"),
        ("passwordpassword1", "passwordpassword1", "easy to guess"),
        (NEW, NEW + "x", "differ"),
    ],
)
def test_a_bad_password_is_refused_with_the_reason_and_the_link_stays_good(
    client: FlaskClient, password: str, again: str, said: str
) -> None:
    address = link_for(factories.account(), LinkPurpose.RESET)

    refused = client.post(address, data={"password": password, "again": again})

    assert refused.status_code == 422
    assert said in refused.text
    assert password not in refused.text
    assert choose(client, address) == 303


def test_asking_for_a_reset_is_answered_alike_and_sends_a_link_only_to_a_person(client: FlaskClient) -> None:
    account, disabled = factories.account(), factories.account(active=False)
    addresses = [account.email, disabled.email, "nobody@example.org"]

    answers = [client.post("/en/account/reset", data={"email": address}) for address in addresses]

    told = {(answer.status_code, answer.text, str(sorted(dict(answer.headers).items()))) for answer in answers}
    assert len(told) == 1
    assert [letters_to(address) for address in addresses] == [["password_reset"], [], []]


def test_a_stranger_who_asks_again_spoils_no_link_and_fills_no_mailbox(site: Flask, client: FlaskClient) -> None:
    account = factories.account()
    for number in range(5):
        with site.test_request_context(environ_base={"REMOTE_ADDR": f"198.18.98.{number}"}):
            authentication.ask_for_reset(account.email)
    mails = db.session.scalars(select(Mail).where(Mail.address == account.email).order_by(Mail.id)).all()
    first, *others = [f"/en/{mail.values['path']}" for mail in mails]

    status = choose(client, first)

    assert len(others) == 2
    assert status == 303
    assert {client.get(other).status_code for other in others} == {410}


def test_asking_for_a_reset_writes_as_much_for_an_unknown_address(site: Flask) -> None:
    account, kept = factories.account(), select(func.count(AccountLink.id))
    written = []
    for address in (account.email, "nobody-else@example.org"):
        before = db.session.scalar(kept) or 0
        with site.test_request_context(environ_base={"REMOTE_ADDR": "198.18.99.1"}):
            authentication.ask_for_reset(address)
        written.append((db.session.scalar(kept) or 0) - before)

    assert written == [1, 1]


def test_no_letter_holds_a_secret_but_the_link_itself(site: Flask) -> None:
    account = factories.account()
    with committing():
        service.set_password(account, NEW)
        service.reset_factors(account)

    events = db.session.scalars(select(AuditEvent).where(AuditEvent.key == str(account.id))).all()
    mails = db.session.scalars(select(Mail).where(Mail.address == account.email)).all()

    assert [event.action for event in events] == ["password_set"]
    assert {key for mail in mails for key in mail.values} == {"path", "at", "browser"}
    assert not any(NEW in str(mail.values) for mail in mails)
    assert queries.secrets_of(account) is None
