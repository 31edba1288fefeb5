"""Codes: how long one is good, how recovery codes lie in the database, and how often anybody may guess."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts import attempt_limits, recovery_codes, sign_in_links, totp
from directory.accounts.sign_in_links import LinkPurpose
from directory.transaction import committing
from tests import factories, people

# The beginning of a step of codes, in a time that no other test comes from.
STEP_BEGINS = datetime(2031, 5, 4, 12, 0, 0, tzinfo=UTC)
OTHER = "nine brass kettles sing softly"


@pytest.mark.parametrize(
    ("seconds", "is_good"),
    [(-30, False), (-1, False), (0, True), (29, True), (30, True), (59, True), (60, False), (89, False)],
)
def test_a_code_is_good_in_its_own_step_and_the_next_one(site: Flask, seconds: int, is_good: bool) -> None:
    account = factories.account()
    secret = people.give_generator(account)
    with time_machine.travel(STEP_BEGINS, tick=False):
        code = people.code_of(site, secret)

    with time_machine.travel(STEP_BEGINS + timedelta(seconds=seconds), tick=False), committing():
        assert totp.use_code(account, code) is is_good


def test_recovery_codes_are_kept_as_hashes_that_no_key_opens(site: Flask) -> None:
    account = factories.account()
    with committing():
        codes = recovery_codes.make(account)

    kept = people.secrets_of(account).recovery_codes
    assert len(kept) == len(codes) == 10
    assert all(len(bytes.fromhex(digest)) == 32 for digest in kept)


def test_a_recovery_code_of_one_person_is_none_of_another(site: Flask) -> None:
    account, other = factories.account(), factories.account()
    with committing():
        codes = recovery_codes.make(account)
        recovery_codes.make(other)

    with committing():
        assert not recovery_codes.use(other, codes[0])
        assert recovery_codes.use(account, codes[0])
        assert not recovery_codes.use(account, codes[0])


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return elsewhere(site, "198.19.2.1")


def elsewhere(site: Flask, address: str) -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def show(client: FlaskClient, email: str, password: str, *codes: str) -> list[int]:
    """Sign in by password and then show these codes, and return how each was answered."""
    client.post("/en/account/sign-in", data={"email": email, "password": password})
    people.send_form_token(client)
    return [client.post("/en/account/second-factor", data={"code": code}).status_code for code in codes]


def test_guesses_of_the_second_factor_are_counted_over_mailed_resets(site: Flask) -> None:
    account = factories.account()
    people.give_password(account)
    people.give_generator(account)
    statuses, password = list[int](), people.PASSWORD
    for number in range(9):
        client = elsewhere(site, f"198.19.3.{number + 1}")
        if number and number % 4 == 0:
            password = f"{OTHER} {number}"
            with committing():
                token = sign_in_links.make(account, LinkPurpose.RESET)
            client.post(f"/en/account/reset/{token}", data={"password": password, "again": password})
        statuses += show(client, account.email, password, *["000000"] * 4)

    assert statuses.count(422) == 30
    assert set(statuses[30:]) == {429}


def test_a_password_that_is_changed_gives_no_new_guesses(site: Flask) -> None:
    account = factories.account()
    people.give_password(account)
    client = people.signed_in(site, account)
    for _ in range(30):
        attempt_limits.count_attempt("code", account.id)

    client.post("/en/account/password", data={"current": people.PASSWORD, "password": OTHER, "again": OTHER})

    with pytest.raises(attempt_limits.LimitReached):
        attempt_limits.count_attempt("code", account.id)


def test_who_is_kept_out_by_the_guesses_of_another_gets_in_by_a_recovery_code(site: Flask, client: FlaskClient) -> None:
    account = factories.account()
    people.give_password(account)
    secret = people.give_generator(account)
    with committing():
        codes = recovery_codes.make(account)
    for _ in range(30):
        attempt_limits.count_attempt("code", account.id)

    assert show(client, account.email, people.PASSWORD, people.code_of(site, secret)) == [429]
    assert show(client, account.email, people.PASSWORD, codes[0]) == [303]
