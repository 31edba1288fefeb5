"""What people are told of sign-ins: those on a new browser, and those that stopped after the right password."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory import clock
from directory.accounts import recovery_codes
from directory.accounts.service import erase_factors
from directory.accounts.sign_in_links import LinkPurpose
from directory.accounts.sign_in_links import make as make_link
from directory.extensions import db
from directory.jobs.batches import RowsFailed
from directory.jobs.schedule import tell_of_half_sign_ins
from directory.models import Account, AccountSession, Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.authenticator import Authenticator

SITE = "http://localhost:8000"
NEW = "seven quiet rivers beside a mill"


@pytest.fixture(autouse=True)
def all_told(site: Flask) -> None:
    """Leave nothing of the tests before to be told of."""
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        tell_of_half_sign_ins()


@pytest.fixture
def account(site: Flask) -> Account:
    made = factories.account(language="fr")
    people.give_password(made)
    return made


def browser(site: Flask, address: str = "198.19.7.1") -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def give_password(client: FlaskClient, account: Account, password: str = people.PASSWORD) -> None:
    people.send_form_token(client)
    client.post("/en/account/sign-in", data={"email": account.email, "password": password})


def give_code(client: FlaskClient, code: str) -> None:
    people.send_form_token(client)
    client.post("/en/account/second-factor", data={"code": code})


def sign_in(client: FlaskClient, account: Account, password: str = people.PASSWORD) -> None:
    with committing():
        codes = recovery_codes.make(account)
    give_password(client, account, password)
    give_code(client, codes[0])
    assert client.get("/en/account").status_code == 200


def sign_out(client: FlaskClient) -> None:
    people.send_form_token(client)
    client.post("/en/account/sign-out")


def letters(account: Account, letter: str) -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.address == account.email, Mail.letter == letter)))


def later(minutes: int = 16) -> None:
    """Let the worker look some minutes later."""
    with clock.frozen_at(clock.now() + timedelta(minutes=minutes)):
        tell_of_half_sign_ins()


def test_a_person_is_told_of_a_browser_that_was_not_used_before(site: Flask, account: Account) -> None:
    people.give_generator(account)
    first, second = browser(site), browser(site)

    sign_in(first, account)
    assert len(letters(account, "new_browser")) == 1
    sign_out(first)
    sign_in(first, account)
    assert len(letters(account, "new_browser")) == 1
    sign_in(second, account)

    told = letters(account, "new_browser")
    assert len(told) == 2
    assert {mail.language for mail in told} == {"fr"}
    assert [set(mail.values) for mail in told] == [{"path", "at", "browser"}] * 2


def test_a_passkey_on_a_new_browser_is_told_too(site: Flask, account: Account) -> None:
    device, client = Authenticator(SITE), browser(site)
    people.give_passkey(account, device)
    people.send_form_token(client)
    options = client.post("/en/account/passkey-options").json or {}

    client.post("/en/account/sign-in/passkey", data={"credential": device.show(options)})

    assert len(letters(account, "new_browser")) == 1


def test_the_browser_in_which_an_account_is_set_up_is_not_new_afterwards(site: Flask) -> None:
    account, client = factories.account(), browser(site)
    with committing():
        token = make_link(account, LinkPurpose.SIGN_IN)
    client.post(f"/en/account/link/{token}")
    client.environ_base["HTTP_X_CSRFTOKEN"] = people.token_on(client.get("/en/account/password"))
    client.post("/en/account/password", data={"password": people.PASSWORD, "again": people.PASSWORD})
    people.send_form_token(client)
    client.get("/en/account/code-generator")
    row = db.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)).one()
    client.post("/en/account/code-generator", data={"code": people.code_of(site, row.data["generator"])})
    sign_out(client)

    sign_in(client, account)

    assert letters(account, "new_browser") == []


def test_a_browser_is_known_for_one_person_and_not_after_all_factors_were_dropped(
    site: Flask, account: Account
) -> None:
    other = factories.account()
    client = browser(site)
    for one in (account, other):
        people.give_password(one)
        people.give_generator(one)
        sign_in(client, one)
        sign_out(client)
    assert [len(letters(one, "new_browser")) for one in (account, other)] == [1, 1]
    with committing():
        erase_factors(account)
    people.give_password(account)
    people.give_generator(account)

    sign_in(client, account)

    assert len(letters(account, "new_browser")) == 2


def choose_by_mail(site: Flask, account: Account) -> None:
    with committing():
        token = make_link(account, LinkPurpose.RESET)
    assert browser(site).post(f"/en/account/reset/{token}", data={"password": NEW, "again": NEW}).status_code == 303


def change(site: Flask, account: Account) -> None:
    form = {"current": people.PASSWORD, "password": NEW, "again": NEW}
    assert people.signed_in(site, account).post("/en/account/password", data=form).status_code == 303


@pytest.mark.parametrize("choose", [choose_by_mail, change])
def test_every_browser_is_new_after_another_password(
    site: Flask, account: Account, choose: Callable[[Flask, Account], None]
) -> None:
    people.give_generator(account)
    client = browser(site)
    sign_in(client, account)
    sign_out(client)
    assert len(letters(account, "new_browser")) == 1

    choose(site, account)
    sign_in(client, account, NEW)

    assert len(letters(account, "new_browser")) == 2


def test_the_browser_in_which_a_password_is_changed_is_not_new_afterwards(site: Flask, account: Account) -> None:
    people.give_generator(account)
    client = browser(site)
    sign_in(client, account)
    client.environ_base["HTTP_X_CSRFTOKEN"] = people.token_on(client.get("/en/account/password"))
    client.post("/en/account/password", data={"current": people.PASSWORD, "password": NEW, "again": NEW})
    sign_out(client)

    sign_in(client, account, NEW)

    assert len(letters(account, "new_browser")) == 1


@pytest.mark.parametrize("codes", [[], ["000000"]], ids=["no code", "a wrong code"])
def test_a_person_is_told_of_a_right_password_without_a_right_second_factor(
    site: Flask, account: Account, codes: list[str]
) -> None:
    people.give_generator(account)
    client = browser(site)
    give_password(client, account)
    for code in codes:
        give_code(client, code)

    later(14)
    assert letters(account, "half_sign_in") == []
    later()

    (told,) = letters(account, "half_sign_in")
    assert told.language == "fr"
    assert told.values == {"path": "account/reset"}


def test_no_more_than_one_letter_in_six_hours_tells_of_half_sign_ins(site: Flask, account: Account) -> None:
    people.give_generator(account)
    for number in range(3):
        give_password(browser(site, f"198.19.7.{number + 2}"), account)
        later()
    assert len(letters(account, "half_sign_in")) == 1

    with clock.frozen_at(clock.now() + timedelta(hours=7)):
        give_password(browser(site, "198.19.7.9"), account)
        later()

    assert len(letters(account, "half_sign_in")) == 2


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_who_got_in_or_gave_a_wrong_password_is_told_of_no_half_sign_in(site: Flask, role: Role) -> None:
    account, device = factories.account(role), Authenticator(SITE)
    people.give_password(account)
    people.give_passkey(account, device)
    client = browser(site)
    give_password(browser(site), account, "wrong wrong wrong wrong")
    give_password(client, account)
    give_password(client, account)
    people.send_form_token(client)
    options = client.post("/en/account/passkey-options").json or {}
    client.post("/en/account/sign-in/passkey", data={"credential": device.show(options)})
    assert client.get("/en/account").status_code == 200

    later(60)

    assert letters(account, "half_sign_in") == []


def test_a_code_without_the_passkey_that_is_needed_is_a_half_sign_in(site: Flask) -> None:
    account = factories.account(Role.ADMINISTRATOR)
    people.give_password(account)
    secret = people.give_generator(account)
    people.give_passkey(account, Authenticator(SITE))
    client = browser(site)
    give_password(client, account)
    give_code(client, people.code_of(site, secret))

    later()

    assert len(letters(account, "half_sign_in")) == 1


def test_who_has_no_second_factor_yet_is_told_nothing(site: Flask, account: Account) -> None:
    give_password(browser(site), account)

    later()

    assert letters(account, "half_sign_in") == []
    waiting = AccountSession.account_id == account.id, AccountSession.is_settled.is_(False)
    assert db.session.scalar(select(func.count()).where(*waiting)) == 0


def test_a_sign_in_of_which_nobody_can_be_told_leaves_the_others_their_letters(site: Flask, account: Account) -> None:
    broken = factories.account()
    people.give_password(broken)
    for one in (broken, account):
        people.give_generator(one)
        give_password(browser(site), one)
    whole, broken.email = broken.email, "broken"
    db.session.commit()

    with pytest.raises(RowsFailed):
        later()

    # The tests after this one share the site.
    broken.email = whole
    db.session.commit()
    assert len(letters(account, "half_sign_in")) == 1
