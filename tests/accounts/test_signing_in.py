"""Signing in: both factors, each code once, and nothing that tells who has an account."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory import clock
from directory.accounts import attempt_limits, passwords, recovery_codes, sign_in_links, totp
from directory.accounts.sign_in_links import LinkPurpose
from directory.app import create_app
from directory.extensions import db
from directory.models import Account, Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.authenticator import Authenticator
from tests.conftest import ENCRYPTION_KEY, close, make_app

SITE = "http://localhost:8000"
ACCOUNT = "/en/account"
OTHER = "nine brass kettles sing softly"


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    return client


@pytest.fixture(autouse=True)
def own_address(request: pytest.FixtureRequest, client: FlaskClient) -> None:
    """Let each test come from an address of its own, so that they share no limits."""
    number = abs(hash(request.node.name)) % 60_000
    client.environ_base["REMOTE_ADDR"] = f"198.18.{number // 250}.{number % 250 + 1}"


def person(**values: object) -> Account:
    account = factories.account(**values)
    people.give_password(account)
    return account


def show_password(client: FlaskClient, email: str, password: str = people.PASSWORD, **more: str) -> TestResponse:
    return client.post("/en/account/sign-in", data={"email": email, "password": password, **more})


def show_code(client: FlaskClient, code: str) -> TestResponse:
    people.send_form_token(client)
    return client.post("/en/account/second-factor", data={"code": code})


def show_passkey(client: FlaskClient, device: Authenticator, **more: str) -> TestResponse:
    people.send_form_token(client)
    options = client.post("/en/account/passkey-options").json
    assert options is not None
    return client.post("/en/account/sign-in/passkey", data={"credential": device.show(options), **more})


def bare(page: str) -> str:
    """Return a page without what is the reader's own: the address typed, and the form token."""
    return re.sub(r'value="[^"]*"', "", page)


def letters_to(address: str) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == address).order_by(Mail.id)))


def header_names(answer: TestResponse) -> list[str]:
    return [name for name, _ in answer.headers]


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_password_and_code_let_a_person_in_and_lead_to_where_they_wanted_to_go(
    site: Flask, client: FlaskClient
) -> None:
    account = person()
    secret = people.give_generator(account)

    first = show_password(client, account.email.upper(), next="/en/networks/casc?x=1")
    assert first.headers["Location"] == "/en/account/second-factor"
    assert not is_in(client)
    second = show_code(client, people.code_of(site, secret))

    assert second.headers["Location"] == "/en/networks/casc?x=1"
    assert is_in(client)


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "\\\\evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_nobody_is_led_to_another_site(site: Flask, client: FlaskClient, wanted: str) -> None:
    account = person()
    secret = people.give_generator(account)

    show_password(client, account.email, next=wanted)
    answer = show_code(client, people.code_of(site, secret))

    assert answer.headers["Location"] == "/en/work"


def test_a_code_is_good_once(site: Flask, client: FlaskClient) -> None:
    account = person()
    code = people.code_of(site, people.give_generator(account))
    show_password(client, account.email)
    show_code(client, code)
    other = site.test_client()
    people.visit(other)
    show_password(other, account.email)

    again = show_code(other, code)

    assert again.status_code == 422
    assert not is_in(other)


def test_a_code_that_was_taken_while_the_clock_was_ahead_keeps_nobody_out_afterwards(site: Flask) -> None:
    account = person()
    secret = people.give_generator(account)
    with time_machine.travel(clock.now() + timedelta(days=1)), committing():
        assert totp.use_code(account, people.code_of(site, secret))

    with committing():
        assert totp.use_code(account, people.code_of(site, secret))


def test_of_four_workers_that_are_shown_the_same_code_at_once_one_takes_it(site: Flask) -> None:
    account = person()
    code, number = people.code_of(site, people.give_generator(account)), account.id
    together = Barrier(4)

    def take(worker: Flask) -> bool:
        with worker.app_context():
            same = db.session.get_one(Account, number)
            together.wait()
            with committing():
                return totp.use_code(same, code)

    with ThreadPoolExecutor(4) as workers:
        taken = list(workers.map(take, [make_app(site.config["SETTINGS"].data_dir) for _ in range(4)]))

    assert sorted(taken) == [False, False, False, True]


def test_a_recovery_code_is_good_once_and_is_not_kept_as_it_is(site: Flask, client: FlaskClient) -> None:
    account = person()
    people.give_generator(account)
    with committing():
        codes = recovery_codes.make(account)
    show_password(client, account.email)
    show_code(client, codes[3].replace("-", " ").upper())
    assert is_in(client)
    other = site.test_client()
    people.visit(other)
    show_password(other, account.email)

    again = show_code(other, codes[3])

    secrets = people.secrets_of(account)
    assert again.status_code == 422
    assert len(secrets.recovery_codes) == len(codes) - 1
    assert not any(code.replace("-", "") in kept for code in codes for kept in secrets.recovery_codes)
    assert "totp" in secrets.totp_secret
    assert "enckey" in secrets.totp_secret


def test_after_five_wrong_codes_a_person_waits_and_others_do_not(site: Flask, client: FlaskClient) -> None:
    account, other_person = person(), person()
    secrets = people.give_generator(account), people.give_generator(other_person)
    show_password(client, account.email)
    tries = [show_code(client, "000000").status_code for _ in range(5)]

    refused = show_code(client, people.code_of(site, secrets[0]))
    other = site.test_client()
    people.visit(other)
    show_password(other, other_person.email)
    show_code(other, people.code_of(site, secrets[1]))

    assert tries == [422] * 5
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert is_in(other)


def elsewhere(site: Flask, address: str) -> FlaskClient:
    client = site.test_client()
    people.visit(client)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def test_who_knows_a_password_keeps_nobody_out_by_wrong_codes_and_the_person_is_told(
    site: Flask, client: FlaskClient
) -> None:
    account = person()
    secret = people.give_generator(account)
    show_password(client, account.email)
    for _ in range(6):
        show_code(client, "000000")

    own = elsewhere(site, "198.19.1.1")
    show_password(own, account.email)
    show_code(own, people.code_of(site, secret))

    assert is_in(own)
    assert letters_to(account.email).count("codes_refused") == 1


def test_who_reads_somebodys_mail_does_not_get_new_tries_for_ever(site: Flask, client: FlaskClient) -> None:
    account = person()
    for _ in range(5):
        attempt_limits.count_attempt("reset", account.id)
    with committing():
        token = sign_in_links.make(account, LinkPurpose.RESET)

    answer = client.post(f"/en/account/reset/{token}", data={"password": OTHER, "again": OTHER})

    assert answer.status_code == 429


def test_a_known_and_an_unknown_address_are_answered_alike_for_the_same_work(
    site: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, without, disabled = person(), factories.account(), person(active=False)
    hashings: list[str] = []
    real = passwords.verify_password
    monkeypatch.setattr(passwords, "verify_password", lambda *of: (hashings.append("one"), real(*of))[1])

    answers = [
        show_password(client, email, "not the password at all")
        for email in (account.email, without.email, disabled.email, "nobody@example.org")
    ]

    told = [(answer.status_code, bare(answer.text), header_names(answer)) for answer in answers]
    assert told == [told[0]] * 4
    assert hashings == ["one"] * 4


def test_a_disabled_person_does_not_get_in_with_the_right_password(client: FlaskClient) -> None:
    account = person(active=False)

    assert show_password(client, account.email).status_code == 422


def test_after_too_many_wrong_passwords_only_that_address_waits(site: Flask, client: FlaskClient) -> None:
    account = person()
    for _ in range(10):
        show_password(client, account.email, "wrong wrong wrong")

    refused = show_password(client, account.email)
    elsewhere = site.test_client()
    people.visit(elsewhere)
    elsewhere.environ_base["REMOTE_ADDR"] = "198.19.0.1"

    assert refused.status_code == 429
    assert show_password(elsewhere, account.email).status_code == 303


def test_each_factor_brings_a_new_cookie_and_the_old_one_is_worthless(site: Flask, client: FlaskClient) -> None:
    account = person()
    secret = people.give_generator(account)
    cookies = [people.cookie_of(client)]

    show_password(client, account.email)
    cookies.append(people.cookie_of(client))
    show_code(client, people.code_of(site, secret))
    cookies.append(people.cookie_of(client))

    assert len(set(cookies)) == 3
    for old in cookies[:2]:
        thief = site.test_client()
        thief.set_cookie("__Host-session", old, domain=people.HOST, secure=True)
        assert not is_in(thief)


def test_a_cookie_that_somebody_else_chose_is_not_kept(client: FlaskClient) -> None:
    account = person()
    client.set_cookie("__Host-session", "chosen-by-somebody-else", domain=people.HOST, secure=True)
    client.environ_base["HTTP_X_CSRFTOKEN"] = people.token_on(client.get("/en/account/sign-in"))

    show_password(client, account.email)

    assert "chosen" not in people.cookie_of(client)


def test_a_person_without_a_second_factor_is_led_to_set_one_up_before_anything_else(client: FlaskClient) -> None:
    account = person()

    answer = show_password(client, account.email)

    assert answer.headers["Location"] == "/en/account/set-up"
    assert client.get("/en/account/set-up").status_code == 200
    assert client.get(ACCOUNT).headers["Location"].startswith("/en/account/sign-in")


def test_who_has_a_second_factor_cannot_set_up_another_before_showing_it(site: Flask, client: FlaskClient) -> None:
    account = person()
    people.give_generator(account)

    show_password(client, account.email)

    for page in ("set-up", "code-generator", "passkeys", "password", "recovery-codes"):
        assert client.get(f"/en/account/{page}").status_code == 303


def test_an_administrator_is_led_from_a_code_to_a_passkey_and_gets_no_further(site: Flask, client: FlaskClient) -> None:
    account = person(role=Role.ADMINISTRATOR)
    secret = people.give_generator(account)

    show_password(client, account.email)
    answer = show_code(client, people.code_of(site, secret))

    assert answer.headers["Location"] == "/en/account/passkeys"
    assert "Administrators and members of a desk need a passkey" in client.get("/en/account/passkeys").text
    assert not is_in(client)


def test_an_administrator_with_a_passkey_cannot_pass_or_add_another_by_a_code(site: Flask, client: FlaskClient) -> None:
    account = person(role=Role.ADMINISTRATOR)
    secret = people.give_generator(account)
    people.give_passkey(account, Authenticator(SITE))

    show_password(client, account.email)
    answer = show_code(client, people.code_of(site, secret))

    assert answer.headers["Location"] == "/en/account/second-factor"
    assert client.get("/en/account/passkeys").status_code == 303
    assert not is_in(client)


@pytest.mark.parametrize("desks", [(), ("fr-budapest-24-7",)], ids=["administrator", "member of a desk"])
def test_after_a_right_code_the_page_says_that_the_passkey_is_what_is_left(
    site: Flask, client: FlaskClient, desks: tuple[str, ...]
) -> None:
    account = person(role=Role.PRACTITIONER if desks else Role.ADMINISTRATOR, jurisdiction_key="FR", desks=desks)
    secret = people.give_generator(account)
    people.give_passkey(account, Authenticator(SITE))
    show_password(client, account.email)
    before = client.get("/en/account/second-factor").text
    show_code(client, people.code_of(site, secret))

    after = client.get("/en/account/second-factor").text

    assert "Your code was right." not in before
    assert "Your code was right." in after


def test_a_passkey_alone_lets_a_person_in(client: FlaskClient) -> None:
    account, device = person(role=Role.ADMINISTRATOR), Authenticator(SITE)
    people.give_passkey(account, device)

    answer = show_passkey(client, device, next="/en/networks")

    assert answer.headers["Location"] == "/en/networks"
    assert is_in(client)


def test_the_answer_of_a_device_is_good_once(client: FlaskClient) -> None:
    account, device = person(), Authenticator(SITE)
    people.give_passkey(account, device)
    people.send_form_token(client)
    credential = device.show(client.post("/en/account/passkey-options").json or {})
    client.post("/en/account/sign-in/passkey", data={"credential": credential})
    client.delete_cookie("__Host-session", domain=people.HOST)
    people.visit(client)

    again = client.post("/en/account/sign-in/passkey", data={"credential": credential})

    assert again.status_code == 422
    assert not is_in(client)


def test_what_a_device_signed_without_being_asked_is_refused(site: Flask, client: FlaskClient) -> None:
    account, device = person(), Authenticator(SITE)
    people.give_passkey(account, device)
    credential = device.show({"challenge": ""})

    answer = client.post("/en/account/sign-in/passkey", data={"credential": credential})

    assert answer.status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "credential",
    ["", "no json", "[]", "{}", "null", "7", '"text"', "[" * 15_000, "{" + '"a":' * 3_000, '{"id": 7, "rawId": {}}'],
    ids=lambda credential: credential[:8],
)
def test_what_no_device_says_is_refused(client: FlaskClient, credential: str) -> None:
    people.send_form_token(client)
    client.post("/en/account/passkey-options")

    answer = client.post("/en/account/sign-in/passkey", data={"credential": credential})

    assert answer.status_code == 422


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["AAAA", 7])
def test_a_spoilt_answer_of_a_device_is_refused(client: FlaskClient, part: str, value: object) -> None:
    account, device = person(), Authenticator(SITE)
    people.give_passkey(account, device)
    people.send_form_token(client)
    said = json.loads(device.show(client.post("/en/account/passkey-options").json or {}))
    said["response"][part] = value

    answer = client.post("/en/account/sign-in/passkey", data={"credential": json.dumps(said)})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(SITE, asks=False),
        Authenticator("http://evil.example"),
        Authenticator(SITE, domain="evil.example"),
    ],
    ids=["does not ask who holds it", "of another site", "for another domain"],
)
def test_a_passkey_that_is_not_good_is_refused(client: FlaskClient, device: Authenticator) -> None:
    account, good = person(), Authenticator(SITE)
    people.give_passkey(account, good)
    device.key, device.identifier, device.user_handle = good.key, good.identifier, good.user_handle

    answer = show_passkey(client, device)

    assert answer.status_code == 422
    assert "This passkey was not accepted" in answer.text
    assert not is_in(client)


def test_the_passkey_of_a_disabled_person_is_refused(client: FlaskClient) -> None:
    account, device = person(), Authenticator(SITE)
    people.give_passkey(account, device)
    with committing():
        account.active = False

    assert show_passkey(client, device).status_code == 422


def test_half_a_sign_in_is_over_after_a_quarter_of_an_hour(site: Flask, client: FlaskClient) -> None:
    account = person()
    secret = people.give_generator(account)
    show_password(client, account.email)

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        answer = client.get("/en/account/second-factor")

    assert answer.headers["Location"].startswith("/en/account/sign-in")
    assert secret


def test_after_a_new_encryption_key_old_codes_are_taken_and_new_ones_use_it(site: Flask) -> None:
    account = person()
    secret = people.give_generator(account)
    with committing():
        codes = recovery_codes.make(account)
    keys = ("another key of the tests, long enough as well", ENCRYPTION_KEY)
    later = create_app(replace(site.config["SETTINGS"], encryption_keys=keys))

    with later.app_context():
        same = db.session.get_one(Account, account.id)
        with committing():
            taken = [totp.use_code(same, people.code_of(later, secret)), recovery_codes.use(same, codes[0])]
        newer = totp.new_secret()
    close(later)

    assert taken == [True, True]
    with pytest.raises(KeyError):
        people.code_of(site, newer)


def test_what_flask_security_would_take_for_a_sign_in_is_none_here(site: Flask, client: FlaskClient) -> None:
    for answer in (
        client.get(f"{ACCOUNT}?auth_token=forged"),
        client.get(ACCOUNT, headers={"Authentication-Token": "forged"}),
        client.get(ACCOUNT, headers={"Authorization": "Basic YTpi"}),
    ):
        assert answer.status_code == 303
    assert not [rule for rule in site.url_map.iter_rules() if rule.endpoint.startswith("security.")]


@pytest.mark.xdist_group("postgresql")
def test_both_factors_let_a_person_in_on_postgresql_and_a_code_is_good_once(empty_postgresql_app: Flask) -> None:
    account = person()
    code = people.code_of(empty_postgresql_app, people.give_generator(account))
    clients = [empty_postgresql_app.test_client() for _ in range(2)]

    for client in clients:
        people.visit(client)
        show_password(client, account.email)
        show_code(client, code)

    assert [is_in(client) for client in clients] == [True, False]
