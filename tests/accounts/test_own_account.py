"""One's own account: its sessions, factors and password; sensitive steps ask again who sits there."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts import service, totp
from directory.accounts.sessions import Factor
from directory.extensions import db
from directory.models import Account, AccountSession, AuditEvent, Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.api.programs import bearer
from tests.authenticator import Authenticator
from tests.databases import failing_statements

SITE = "http://localhost:8000"
ACCOUNT = "/en/account"
NEW = "seven quiet rivers beside a mill"


def person(**values: object) -> Account:
    account = factories.account(**values)
    people.give_password(account)
    return account


def age(row: AccountSession, minutes: int = 16) -> None:
    """Let the factors of a session have been shown so long ago."""
    with committing():
        for factor in Factor:
            setattr(row, factor, clock.now() - timedelta(minutes=minutes))


def acts_on(account: Account) -> list[str]:
    events = select(AuditEvent.action).where(AuditEvent.kind == "account", AuditEvent.key == str(account.id))
    return list(db.session.scalars(events.order_by(AuditEvent.id)))


def letters_to(account: Account) -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == account.email).order_by(Mail.id)))


def test_the_page_says_who_the_person_is_here_and_where_they_are_signed_in(site: Flask) -> None:
    account = factories.account(Role.COORDINATOR, networks=["casc"], jurisdiction_key="KG", name="Aizada Example")
    client = people.signed_in(site, account)
    agent = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
    other = site.test_client()
    people.visit(other)
    people.give_password(account)
    people.sign_in(client, account)
    other.post("/en/account/sign-in", data={"email": account.email, "password": people.PASSWORD}, headers=agent)

    page = client.get(ACCOUNT).text

    for word in ("Aizada Example", "Network coordinator", "Kyrgyzstan", "CASC", "Firefox, Windows", "This session"):
        assert word in page


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "password"),
        ("post", "password"),
        ("get", "code-generator"),
        ("post", "code-generator/remove"),
        ("get", "passkeys"),
        ("post", "passkeys/options"),
        ("post", "passkeys/1/remove"),
        ("get", "recovery-codes"),
        ("post", "recovery-codes"),
        ("post", "sessions/1/end"),
        ("post", "sessions/end-others"),
    ],
)
def test_a_sensitive_step_asks_again_who_sits_there(site: Flask, method: str, address: str) -> None:
    account, client = factories.account(), site.test_client()
    age(people.sign_in(client, account))

    answer = getattr(client, method)(f"/en/account/{address}")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/en/account/confirm?next=/en/account")
    assert acts_on(account) == []


def test_the_password_confirms_and_leads_back(site: Flask) -> None:
    account, client = person(), site.test_client()
    age(people.sign_in(client, account))
    address = client.get("/en/account/recovery-codes").headers["Location"]
    before = people.cookie_of(client)

    wrong = client.post(address, data={"password": "wrong wrong wrong wrong"})
    right = client.post(address, data={"password": people.PASSWORD, "next": "/en/account/recovery-codes"})

    assert wrong.status_code == 422
    assert right.headers["Location"] == "/en/account/recovery-codes"
    assert client.get("/en/account/recovery-codes").status_code == 200
    assert people.cookie_of(client) != before


def test_who_needs_a_passkey_confirms_with_it_and_not_with_the_password(site: Flask) -> None:
    account, client, device = person(role=Role.ADMINISTRATOR), site.test_client(), Authenticator(SITE)
    people.give_passkey(account, device)
    age(people.sign_in(client, account))

    client.post("/en/account/confirm", data={"password": people.PASSWORD, "next": "/en/account/passkeys"})
    assert client.get("/en/account/passkeys").status_code == 303
    options = client.post("/en/account/passkey-options").json or {}
    answer = client.post(
        "/en/account/sign-in/passkey", data={"credential": device.show(options), "next": "/en/account/passkeys"}
    )

    assert answer.headers["Location"] == "/en/account/passkeys"
    assert client.get("/en/account/passkeys").status_code == 200


def test_the_passkey_of_another_person_confirms_nothing_but_is_that_persons_sign_in(site: Flask) -> None:
    account, other, device = person(name="First Person"), person(name="Second Person"), Authenticator(SITE)
    people.give_passkey(other, device)
    client = people.signed_in(site, account)

    options = client.post("/en/account/passkey-options").json or {}
    client.post("/en/account/sign-in/passkey", data={"credential": device.show(options)})

    page = client.get(ACCOUNT).text
    assert "Second Person" in page
    assert "First Person" not in page


def change_password(client: FlaskClient) -> None:
    client.post("/en/account/password", data={"current": people.PASSWORD, "password": NEW, "again": NEW})


@pytest.mark.parametrize(
    ("current", "said"),
    [({}, "Your present password"), ({"current": "wrong wrong wrong wrong"}, "This is not your password.")],
    ids=["none", "a wrong one"],
)
@pytest.mark.parametrize("address", ["password", "code-generator", "passkeys", "recovery-codes"])
def test_what_an_account_is_opened_with_is_changed_by_who_knows_the_present_password(
    site: Flask, address: str, current: dict[str, str], said: str
) -> None:
    account = person()
    client = people.signed_in(site, account)
    client.get(f"/en/account/{address}")
    row = db.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)).one()
    device, options = Authenticator(SITE), client.post("/en/account/passkeys/options").json or {}
    forms = {
        "password": {"password": NEW, "again": NEW},
        "code-generator": {"code": people.code_of(site, row.data["generator"]) if "generator" in row.data else ""},
        "passkeys": {"name": "Another device", "credential": device.make(options)},
        "recovery-codes": {},
    }

    answer = client.post(f"/en/account/{address}", data=forms[address] | current)

    assert answer.status_code == 422
    assert said in answer.text
    assert letters_to(account) == ["password_set"]


@pytest.mark.parametrize("address", ["password", "code-generator", "passkeys", "recovery-codes"])
def test_who_has_no_password_changes_what_the_account_is_opened_with_right_after_showing_a_passkey(
    site: Flask, address: str
) -> None:
    account, client = factories.account(), site.test_client()
    row = people.sign_in(client, account)
    shown_just_now = client.get(f"/en/account/{address}").status_code
    age(row, minutes=6)

    answer = client.get(f"/en/account/{address}")

    assert shown_just_now == 200
    assert answer.headers["Location"].startswith("/en/account/confirm")


def end_others(client: FlaskClient) -> None:
    client.post("/en/account/sessions/end-others")


@pytest.mark.parametrize("step", [change_password, end_others])
def test_other_sessions_end_at_once_and_ones_own_goes_on(site: Flask, step) -> None:
    account = person()
    here, there = people.signed_in(site, account), people.signed_in(site, account)

    step(here)

    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 303


def test_ending_other_sessions_leaves_tokens_and_says_so_beside_its_button(site: Flask) -> None:
    account = person()
    here, token = people.signed_in(site, account), bearer(account)
    people.signed_in(site, account)
    said = here.get(ACCOUNT).text.split("End all other sessions")[0].split("</ul>")[-1]

    end_others(here)

    assert "Tokens for programs, calendar links and your feed go on" in said
    assert site.test_client().get("/api/v1/networks", headers=token).status_code == 200


def test_a_changed_password_brings_a_new_cookie_a_letter_and_an_entry_in_the_audit(site: Flask) -> None:
    account = person()
    client = people.signed_in(site, account)
    before = people.cookie_of(client)

    change_password(client)

    assert people.cookie_of(client) != before
    assert letters_to(account) == ["password_set", "password_changed"]
    assert acts_on(account) == ["password_set", "password_changed"]


def test_one_session_is_ended_and_that_of_another_person_is_not(site: Flask) -> None:
    account, stranger = factories.account(), factories.account()
    client, theirs, strangers = (site.test_client() for _ in range(3))
    people.sign_in(client, account)
    mine = people.sign_in(theirs, account).id
    other = people.sign_in(strangers, stranger).id

    own = client.post(f"/en/account/sessions/{mine}/end")
    foreign = client.post(f"/en/account/sessions/{other}/end")
    unknown = client.post("/en/account/sessions/999999/end")

    assert (own.status_code, foreign.status_code, unknown.status_code) == (303, 404, 404)
    assert theirs.get(ACCOUNT).status_code == 303
    assert strangers.get(ACCOUNT).status_code == 200


def test_a_role_that_changes_ends_the_sessions(site: Flask) -> None:
    account = factories.account()
    client = people.signed_in(site, account)

    with committing():
        account.role = Role.ADMINISTRATOR
        service.end_sessions(account)

    assert client.get(ACCOUNT).status_code == 303


def test_a_code_generator_is_added_by_its_first_code_and_leads_to_recovery_codes(site: Flask) -> None:
    account = person()
    client = people.signed_in(site, account)
    page = client.get("/en/account/code-generator").text
    with site.app_context():
        row = db.session.scalars(select(AccountSession).where(AccountSession.account_id == account.id)).first()
        assert row is not None
        secret = row.data["generator"]

    wrong = client.post("/en/account/code-generator", data={"code": "000000", "current": people.PASSWORD})
    right = client.post(
        "/en/account/code-generator", data={"code": people.code_of(site, secret), "current": people.PASSWORD}
    )

    assert "data:image/svg+xml" in page
    assert wrong.status_code == 422
    assert right.headers["Location"] == "/en/account/recovery-codes"
    assert letters_to(account)[-1] == "totp_added"
    assert not totp.use_code(account, people.code_of(site, secret))


def test_recovery_codes_are_shown_once(site: Flask) -> None:
    account = person()
    client = people.signed_in(site, account)

    made = client.post("/en/account/recovery-codes", data={"current": people.PASSWORD}).text
    codes = made.split('class="key">')[1:]

    assert len(codes) == 10
    assert 'class="key">' not in client.get("/en/account/recovery-codes").text
    assert letters_to(account) == ["password_set", "recovery_codes_made"]


def test_a_passkey_is_added_and_removed_with_a_letter_each(site: Flask) -> None:
    account, device = person(), Authenticator(SITE)
    people.give_generator(account)
    client = people.signed_in(site, account)

    options = client.post("/en/account/passkeys/options").json or {}
    added = client.post(
        "/en/account/passkeys",
        data={"name": "Office laptop", "credential": device.make(options), "current": people.PASSWORD},
    )
    client.environ_base["HTTP_X_CSRFTOKEN"] = people.token_on(client.get(ACCOUNT))
    number = client.get(ACCOUNT).text.split("/en/account/passkeys/")[1].split("/")[0]
    assert "Office laptop" in client.get(ACCOUNT).text
    removed = client.post(f"/en/account/passkeys/{number}/remove")

    assert (added.status_code, removed.status_code) == (303, 303)
    assert "Office laptop" not in client.get(ACCOUNT).text
    assert letters_to(account)[-2:] == ["passkey_added", "passkey_removed"]


def test_a_passkey_that_was_stored_is_answered_as_stored_though_the_session_cannot_be_saved(site: Flask) -> None:
    """A fault would have the person add the same passkey again."""
    account, device = person(), Authenticator(SITE)
    people.give_generator(account)
    client = people.signed_in(site, account)
    options = client.post("/en/account/passkeys/options").json or {}

    with failing_statements("UPDATE account_session SET data"):
        added = client.post(
            "/en/account/passkeys",
            data={"name": "Office laptop", "credential": device.make(options), "current": people.PASSWORD},
        )

    assert added.status_code == 303
    assert "Office laptop" in client.get(ACCOUNT).text


@pytest.mark.parametrize("asks", [True, False])
def test_a_passkey_is_taken_only_from_a_device_that_asks_who_holds_it(site: Flask, asks: bool) -> None:
    client, device = people.signed_in(site, person()), Authenticator(SITE, asks=asks)

    options = client.post("/en/account/passkeys/options").json or {}
    answer = client.post(
        "/en/account/passkeys",
        data={"name": "A device", "credential": device.make(options), "current": people.PASSWORD},
    )

    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert "authenticatorAttachment" not in options["authenticatorSelection"]
    assert answer.status_code == (303 if asks else 422)


def test_a_passkey_that_another_person_has_is_not_taken(site: Flask) -> None:
    device = Authenticator(SITE)
    people.give_passkey(person(), device)
    client = people.signed_in(site, person())

    options = client.post("/en/account/passkeys/options").json or {}
    answer = client.post(
        "/en/account/passkeys",
        data={"name": "The same", "credential": device.make(options), "current": people.PASSWORD},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("role", "has_generator", "is_removed"),
    [(Role.PRACTITIONER, True, True), (Role.PRACTITIONER, False, False), (Role.ADMINISTRATOR, True, False)],
)
def test_the_last_factor_that_is_enough_stays(site: Flask, role: Role, has_generator: bool, is_removed: bool) -> None:
    account = person(role=role)
    people.give_passkey(account, Authenticator(SITE))
    if has_generator:
        people.give_generator(account)
    client = people.signed_in(site, account)
    number = client.get(ACCOUNT).text.split("/en/account/passkeys/")[1].split("/")[0]

    answer = client.post(f"/en/account/passkeys/{number}/remove")

    assert answer.status_code == (303 if is_removed else 409)


def test_the_passkey_of_another_person_is_not_found(site: Flask) -> None:
    other = person()
    people.give_passkey(other, Authenticator(SITE))
    number = people.signed_in(site, other).get(ACCOUNT).text.split("/en/account/passkeys/")[1].split("/")[0]

    answer = people.signed_in(site, person()).post(f"/en/account/passkeys/{number}/remove")

    assert answer.status_code == 404


def test_nobody_raises_their_role_or_scope_by_a_field_more_in_a_form(site: Flask) -> None:
    account = factories.account()
    client = people.signed_in(site, account)

    client.post(
        "/en/account/language",
        data={"language": "ru", "role": "administrator", "jurisdiction_key": "KG", "active": "1"},
    )

    db.session.refresh(account)
    assert (account.language, account.role, account.jurisdiction_key) == ("ru", Role.PRACTITIONER, None)


def test_a_bare_address_leads_to_the_language_of_the_account(site: Flask) -> None:
    client = people.signed_in(site, factories.account(language="ky"))

    answer = client.get("/networks", headers={"Accept-Language": "fr"})

    assert answer.headers["Location"] == "/ky/networks"
