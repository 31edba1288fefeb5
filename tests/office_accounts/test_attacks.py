"""Attacks on sign-in with the account of the office. Each is refused, begins no session and binds nothing."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from directory.office_accounts.flow import logout_uri
from directory.office_accounts.provider import provider_of
from directory.office_accounts.tokens import OfficeTokenRefused, read_id_token
from directory.transaction import committing
from tests import people
from tests.office_accounts.conftest import (
    SITE,
    begin,
    bound,
    browser,
    change,
    come_back,
    fault_of,
    has_begun,
    is_in,
    list_bound,
    new_address,
    person,
    row_of,
    sign_in,
)
from tests.office_accounts.issuer import CLIENT_ID, Claims, Issuer, query_of, with_query

BIND = "account/office/{id}/bind"


def test_an_answer_that_names_another_issuer_is_refused(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)

    back = office.let_in(begin(client, office), "mira")

    assert fault_of(come_back(client, with_query(back, iss="https://other.example.org"))) == "other_issuer"
    assert not has_begun(client)


def test_an_answer_without_its_issuer_is_refused_if_the_issuer_names_itself(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)

    back = office.let_in(begin(client, office), "mira")

    assert fault_of(come_back(client, with_query(back, iss=None))) == "other_issuer"
    assert not has_begun(client)


def test_the_code_of_one_issuer_is_not_sent_to_another(site: Flask, office: Issuer, other: Issuer) -> None:
    """Somebody mixed the issuers up: the browser comes back to the address of the other one."""
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    back = office.let_in(begin(client, office), "mira")
    other.asked.clear()

    answer = come_back(client, back.replace(row_of(office).public_id, row_of(other).public_id))

    assert fault_of(answer) == "other_issuer"
    assert "/token" not in other.asked
    assert not has_begun(client)


def test_an_answer_is_used_once(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    back = office.let_in(begin(client, office), "mira")
    come_back(client, back)
    assert is_in(client)
    people.send_form_token(client)
    client.post("/en/account/sign-out")

    assert fault_of(come_back(client, back)) == "not_begun"
    assert not has_begun(client)


def test_a_code_is_not_taken_twice_even_if_the_browser_has_begun_anew(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    first, second = browser(site), browser(site)
    used = office.let_in(begin(first, office), "mira")
    come_back(first, used)
    address = begin(second, office)

    answer = come_back(second, with_query(used, state=query_of(address)["state"]))

    assert fault_of(answer) == "not_trusted"
    assert not has_begun(second)


def test_a_stolen_code_is_of_no_use_in_another_sign_in(site: Flask, office: Issuer) -> None:
    """PKCE: the code belongs to the verifier of the browser for which it was asked."""
    bound(office, "mira", amr=["mfa"])
    victim, thief = browser(site), browser(site)
    stolen = office.let_in(begin(victim, office), "mira")
    address = begin(thief, office)

    answer = come_back(thief, with_query(stolen, state=query_of(address)["state"]))

    assert fault_of(answer) == "not_trusted"
    assert not has_begun(thief)


def test_an_answer_to_another_browser_is_refused(site: Flask, office: Issuer) -> None:
    """Nobody can sign somebody else in as themselves (login CSRF)."""
    bound(office, "mira", amr=["mfa"])
    thief, victim = browser(site), browser(site)
    begin(victim, office)

    answer = come_back(victim, office.let_in(begin(thief, office), "mira"))

    assert fault_of(answer) == "not_begun"
    assert not has_begun(victim)


def test_an_answer_without_a_state_is_refused(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)

    back = office.let_in(begin(client, office), "mira")

    assert fault_of(come_back(client, with_query(back, state=None))) == "not_begun"
    assert not has_begun(client)


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def changed(**values: Any) -> Callable[[Claims], Claims]:
    return lambda claims: claims | values


def now() -> int:
    return int(time.time())


FORGED: dict[str, Callable[[Claims], Claims]] = {
    "another nonce": changed(nonce="another"),
    "no nonce": without("nonce"),
    "another issuer": changed(iss="https://other.example.org"),
    "issuer with a slash": changed(iss="https://office.example.org/"),
    "no issuer": without("iss"),
    "another audience": changed(aud=["another-client"]),
    "no audience": without("aud"),
    "two audiences and no party": changed(aud=[CLIENT_ID, "another-client"], azp="another-client"),
    "expired": lambda claims: claims | {"iat": now() - 900, "exp": now() - 300},
    "expired long after it was made": changed(exp=now() - 120),
    "no end": without("exp"),
    "of the future": changed(iat=now() + 3600, exp=now() + 7200),
    "made long ago": changed(iat=now() - 3600),
    "not valid yet": changed(nbf=now() + 3600),
    "no time of sign-in": without("auth_time"),
    "sign-in days ago": changed(auth_time=now() - 3 * 86400),
    "no subject": without("sub"),
    "a subject that is no text": changed(sub=4711),
    "an empty subject": changed(sub=""),
    "another access token": changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "a logout token": changed(events={"http://schemas.openid.net/event/backchannel-logout": {}}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_refused(name: str, site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    office.forge = FORGED[name]

    assert fault_of(sign_in(client, office, "mira")) == "not_trusted"
    assert not has_begun(client)


@pytest.mark.parametrize("how", ["unsigned", "signed_by_public_key", "signed_by_another"])
def test_a_token_that_the_issuer_did_not_sign_is_refused(how: str, site: Flask, office: Issuer) -> None:
    """Without a signature, by HS256 with the public key as the secret, by the key of somebody else. The issuer says
    that it uses all of these."""
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    office.sign = getattr(office, how)

    assert fault_of(sign_in(client, office, "mira")) == "not_trusted"
    assert not has_begun(client)


UNUSABLE = {
    "nothing": "null",
    "nested deeply": "[" * 100_000,
    "an end that is a list": '{"access_token": "a", "expires_in": [1]}',
    "an end beyond numbers": '{"access_token": "a", "expires_in": 1e999}',
    "a token that is no text": '{"access_token": "a", "refresh_token": "\\ud800"}',
    "an error that is a list": '{"error": ["invalid_grant"]}',
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_answer_that_cannot_be_used_is_refused(name: str, site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    back = office.let_in(begin(client, office), "mira")
    office.body = UNUSABLE[name]

    assert fault_of(come_back(client, back)) == "not_trusted"
    assert not has_begun(client)


def test_a_changed_subject_signs_nobody_in(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    office.forge = changed(sub="MIRA")

    assert fault_of(sign_in(client, office, "mira")) == "not_bound"
    assert not has_begun(client)


def test_the_same_subject_at_another_issuer_is_another_person(site: Flask, office: Issuer, other: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    other.person("mira", amr=["mfa"])
    client = browser(site)

    assert fault_of(sign_in(client, other, "mira")) == "not_bound"
    assert not has_begun(client)


def test_a_mail_address_finds_no_account(site: Flask, office: Issuer) -> None:
    account = person()
    office.person("thief", email=account.email, email_verified=True, amr=["mfa"])
    client = browser(site)

    assert fault_of(sign_in(client, office, "thief")) == "not_bound"
    assert not has_begun(client)
    assert list_bound() == []


def test_nobody_binds_what_another_has_bound(site: Flask, office: Issuer) -> None:
    bound(office, "mira")
    thief = people.signed_in(site, person())

    answer = come_back(thief, office.let_in(begin(thief, office, BIND), "mira"))

    assert fault_of(answer) == "bound_already"
    assert len(list_bound()) == 1


def test_a_person_binds_one_account_at_an_issuer(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira")
    office.person("second")
    client = people.signed_in(site, account)

    answer = come_back(client, office.let_in(begin(client, office, BIND), "second"))

    assert fault_of(answer) == "bound_already"
    assert [one.subject for one in list_bound()] == ["mira"]


def test_a_binding_that_another_person_began_in_this_browser_is_refused(site: Flask, office: Issuer) -> None:
    office.person("mira")
    client = people.signed_in(site, person())
    back = office.let_in(begin(client, office, BIND), "mira")
    people.sign_in(client, person())

    assert fault_of(come_back(client, back)) == "not_begun"
    assert list_bound() == []


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(wanted: str, site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)

    answer = sign_in(client, office, "mira", next=wanted)

    assert answer.location == "/en/work"


def test_the_answer_cannot_name_where_to_go(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)

    back = office.let_in(begin(client, office), "mira")

    assert come_back(client, with_query(back, next="https://evil.example")).location == "/en/work"


def test_what_the_issuer_writes_is_not_shown(site: Flask, office: Issuer) -> None:
    client = browser(site)
    state = query_of(begin(client, office))["state"]
    path = f"{SITE}/oidc/{row_of(office).public_id}/callback"

    answer = come_back(
        client,
        with_query(path, state=state, iss=office.url, error="access_denied", error_description="Call 0900 quokka"),
    )

    assert fault_of(answer) == "stopped"
    assert "quokka" not in client.get(answer.location).text


def test_people_of_another_state_cannot_sign_in_by_an_issuer(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    with committing():
        account.jurisdiction_key = "AM"
    client = browser(site)

    assert fault_of(sign_in(client, office, "mira")) == "other_office"
    assert not has_begun(client)


def test_an_ended_account_stays_ended(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    with committing():
        account.active = False
    client = browser(site)

    assert fault_of(sign_in(client, office, "mira")) == "not_bound"
    assert not has_begun(client)


def test_a_second_factor_counts_only_where_the_administrator_agreed(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"], acr="gold")
    change(office, amr_values=[], acr_values=[])
    client = browser(site)

    sign_in(client, office, "mira")

    assert has_begun(client)
    assert not is_in(client)


def logout(site: Flask, issuer: Issuer, token: str, address: str = "") -> int:
    path = logout_uri(row_of(issuer).public_id).removeprefix(SITE)
    sender = {"REMOTE_ADDR": address or new_address()}
    return site.test_client().post(path, data={"logout_token": token}, environ_base=sender).status_code


LOGOUTS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://other.example.org"},
    "another audience": {"aud": "another-client"},
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "with a nonce": {"nonce": "any"},
    "expired": {"iat": now() - 900, "exp": now() - 300},
    "made long ago": {"iat": now() - 3600},
    "no time": {"iat": None},
    "names nobody": {"sub": None, "sid": None},
    "no name of its own": {"jti": None},
}


@pytest.mark.parametrize("name", LOGOUTS)
def test_a_forged_logout_token_ends_nothing(name: str, site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")

    assert logout(site, office, office.logout_token(office.people["mira"], **LOGOUTS[name])) == 400
    assert is_in(client)


@pytest.mark.parametrize("how", ["unsigned", "signed_by_public_key", "signed_by_another"])
def test_a_logout_token_that_the_issuer_did_not_sign_ends_nothing(how: str, site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")
    office.sign = getattr(office, how)

    assert logout(site, office, office.logout_token(office.people["mira"])) == 400
    assert is_in(client)


def test_an_id_token_ends_no_session(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client, kept = browser(site), list[str]()
    office.sign = lambda claims: kept.append(office.signed(claims)) or kept[-1]
    sign_in(client, office, "mira")

    assert logout(site, office, kept[-1]) == 400
    assert is_in(client)


def test_a_logout_token_is_no_id_token(site: Flask, office: Issuer) -> None:
    office.person("mira")
    provider = provider_of(row_of(office), site.extensions["issuer_connection"])
    token = office.logout_token(office.people["mira"], nonce="nonce", auth_time=now())

    with pytest.raises(OfficeTokenRefused):
        read_id_token(provider, token, "nonce", "")


def test_a_logout_token_that_is_sent_again_ends_no_later_session(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    recorded = office.logout_token(office.people["mira"], iat=now() - 120, exp=now() + 60)
    client = browser(site)
    sign_in(client, office, "mira")

    assert logout(site, office, recorded) == 200
    assert is_in(client)


def test_the_logout_token_of_one_issuer_ends_no_session_of_another(site: Flask, office: Issuer, other: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")
    other.person("mira")

    assert logout(site, other, other.logout_token(other.people["mira"])) in (200, 400)
    assert is_in(client)


def test_many_forged_logout_tokens_are_stopped(site: Flask, office: Issuer) -> None:
    statuses = [logout(site, office, "forged", "203.0.113.9") for _ in range(40)]

    assert statuses[0] == 400
    assert statuses[-1] == 429
