"""Signing in with the account of the office: by invitation, by binding, with the second factor of either side; and what
stays if the issuer is lost."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts import service as accounts
from directory.extensions import db
from directory.models import AccountSession, Authority, OfficeSession
from directory.models import Issuer as IssuerRow
from directory.office_accounts import service
from directory.people.service.invitations import InvitationTerms, invite
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.accounts.test_own_account import age
from tests.office_accounts.conftest import (
    STATE,
    acts_on,
    begin,
    bound,
    browser,
    change,
    come_back,
    fault_of,
    has_begun,
    is_in,
    letters_to,
    list_bound,
    person,
    row_of,
    sign_in,
)
from tests.office_accounts.issuer import Issuer, query_of
from tests.people_pages.conftest import as_viewer, coordinator, mails_to, token_of

BIND = "account/office/{id}/bind"
CONFIRM = "account/office/{id}/confirm"


def invited(site: Flask, email: str, **values: object) -> str:
    """Invite somebody, and return the secret of the link."""
    terms = {"role": Role.PRACTITIONER, "jurisdiction": STATE, "networks": frozenset({"casc"}), "email": email}
    inviter = as_viewer(coordinator())
    with committing():
        invite(inviter, InvitationTerms(**terms | values))
    return token_of(mails_to(email)[0])


def accept(site: Flask, issuer: Issuer, token: str, email: str, subject: str) -> tuple[object, str]:
    """Accept an invitation with the account of the office. Return the browser, and the reason if it was refused."""
    client = browser(site)
    sent = {"email": email, "name": "Mira Example", "issuer": row_of(issuer).public_id}
    address = begin(client, issuer, f"people/invitation/{token}/office", **sent)
    return client, fault_of(come_back(client, issuer.let_in(address, subject)))


def test_an_invited_person_accepts_with_the_account_of_the_office(site: Flask, office: Issuer) -> None:
    token = invited(site, "mira@office.example.org")
    office.person("mira", email="mira@office.example.org", email_verified=True, amr=["mfa"])

    client, fault = accept(site, office, token, "mira@office.example.org", "mira")

    assert (fault, is_in(client)) == ("", True)
    (made,) = list_bound()
    assert (made.account.email, made.account.name, made.account.role) == (
        "mira@office.example.org",
        "Mira Example",
        "practitioner",
    )
    assert {"account_made", "office_account_bound"} <= set(acts_on(made.account))
    assert {"account_made", "office_account_bound"} <= set(letters_to(made.account))


@pytest.mark.parametrize(
    "told",
    [
        {"email": "invited@office.example.org"},
        {"email": "another@office.example.org", "email_verified": True},
        {},
    ],
    ids=["not verified", "another address", "no address"],
)
def test_an_address_that_the_issuer_does_not_confirm_accepts_no_invitation(
    told: dict[str, object], site: Flask, office: Issuer
) -> None:
    token = invited(site, "invited@office.example.org")
    office.person("mira", **told)

    client, fault = accept(site, office, token, "invited@office.example.org", "mira")

    assert (fault, has_begun(client), list_bound()) == ("address", False, [])
    assert site.test_client().get(f"/en/people/invitation/{token}").status_code == 200


def test_an_invitation_to_another_state_offers_no_account_of_this_office(site: Flask, office: Issuer) -> None:
    change(office, jurisdiction_key="AM")
    token = invited(site, "elsewhere@office.example.org")

    assert site.test_client().get(f"/en/people/invitation/{token}/office").status_code == 404
    assert "/office" not in site.test_client().get(f"/en/people/invitation/{token}").text


def test_an_invitation_is_accepted_once(site: Flask, office: Issuer) -> None:
    token = invited(site, "once@office.example.org")
    for subject in ("mira", "second"):
        office.person(subject, email="once@office.example.org", email_verified=True)
    first, second = browser(site), browser(site)
    sent = {"email": "once@office.example.org", "name": "Mira", "issuer": row_of(office).public_id}
    addresses = [begin(one, office, f"people/invitation/{token}/office", **sent) for one in (first, second)]
    come_back(first, office.let_in(addresses[0], "mira"))

    assert fault_of(come_back(second, office.let_in(addresses[1], "second"))) == "invitation"
    assert len(list_bound()) == 1


def test_the_second_factor_of_the_office_counts(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["pwd", "mfa"])
    client = browser(site)

    answer = sign_in(client, office, "mira", next="/en/drafts")

    assert answer.location == "/en/drafts"
    assert is_in(client)


def test_a_class_of_sign_ins_counts_as_two_factors(site: Flask, office: Issuer) -> None:
    change(office, acr_values=["https://refeds.org/profile/mfa"])
    bound(office, "mira", acr="https://refeds.org/profile/mfa")
    client = browser(site)

    address = begin(client, office)
    come_back(client, office.let_in(address, "mira"))

    assert query_of(address)["acr_values"] == "https://refeds.org/profile/mfa"
    assert is_in(client)


def test_else_the_second_factor_is_shown_here(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira")
    secret = people.give_generator(account)
    client = browser(site)

    answer = sign_in(client, office, "mira")
    assert answer.location == "/en/account/second-factor"
    people.send_form_token(client)
    client.post("/en/account/second-factor", data={"code": people.code_of(site, secret)})

    assert is_in(client)


def test_who_has_none_yet_sets_it_up_after_the_office_let_them_in(site: Flask, office: Issuer) -> None:
    bound(office, "mira")

    assert sign_in(browser(site), office, "mira").location == "/en/account/set-up"


def test_members_of_a_desk_show_their_passkey_all_the_same(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    with committing():
        account.role = Role.ADMINISTRATOR
    client = browser(site)

    assert sign_in(client, office, "mira").location == "/en/account/passkeys"
    assert not is_in(client)


def test_the_password_alone_adds_no_factor_to_an_account_of_the_office(site: Flask, office: Issuer) -> None:
    """Whoever reads the mail of a person whose second factor is at the office can choose a password, and no more."""
    account = bound(office, "mira", amr=["mfa"])
    sign_in(browser(site), office, "mira")
    people.give_password(account)
    thief = browser(site)

    answer = thief.post("/en/account/sign-in", data={"email": account.email, "password": people.PASSWORD})

    assert answer.location == "/en/account/second-factor"


def test_a_person_binds_and_is_told(site: Flask, office: Issuer) -> None:
    account = person()
    office.person("mira", amr=["mfa"])
    client = people.signed_in(site, account)

    answer = come_back(client, office.let_in(begin(client, office, BIND), "mira"))

    assert answer.location == "/en/account/office"
    assert "Office at office.example.org" in client.get("/en/account/office").text
    assert acts_on(account)[-1:] == ["office_account_bound"]
    assert "office_account_bound" in letters_to(account)
    assert is_in(client)


def test_binding_asks_for_a_factor_shown_just_now_as_a_new_passkey_does(site: Flask, office: Issuer) -> None:
    """A colleague at the same office could otherwise bind their own account in a browser that somebody left."""
    client = site.test_client()
    age(people.sign_in(client, person()), 6)

    answer = client.post(f"/en/account/office/{row_of(office).public_id}/bind")

    assert "/account/confirm" in answer.location


def test_unbinding_asks_for_a_recent_factor_ends_its_sessions_and_is_told(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    people.give_generator(account)
    by_office, client = browser(site), site.test_client()
    sign_in(by_office, office, "mira")
    row = people.sign_in(client, account)
    path = f"/en/account/office/{list_bound()[0].public_id}/unbind"
    age(row)
    assert "/account/confirm" in client.post(path).location
    age(row, 0)

    client.post(path)

    assert list_bound() == []
    assert (is_in(by_office), is_in(client)) == (False, True)
    assert acts_on(account)[-1] == "office_account_unbound"
    assert "office_account_unbound" in letters_to(account)


def test_the_last_second_factor_is_not_unbound(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")
    people.send_form_token(client)

    answer = client.post(f"/en/account/office/{list_bound()[0].public_id}/unbind")

    assert answer.status_code == 409
    assert len(list_bound()) == 1


def test_who_was_ended_and_is_invited_anew_accepts_with_the_same_account_of_the_office(
    site: Flask, office: Issuer
) -> None:
    former = bound(office, "mira", amr=["mfa"])
    with committing():
        accounts.disable(former)
    token = invited(site, "mira.new@office.example.org")
    office.person("mira", email="mira.new@office.example.org", email_verified=True, amr=["mfa"])

    client, fault = accept(site, office, token, "mira.new@office.example.org", "mira")

    assert (fault, is_in(client)) == ("", True)
    assert [one.account.email for one in list_bound()] == ["mira.new@office.example.org"]
    assert "office_account_unbound" in acts_on(former)


def test_nobody_unbinds_for_another(site: Flask, office: Issuer) -> None:
    bound(office, "mira")
    stranger = people.signed_in(site, person())

    assert stranger.post(f"/en/account/office/{list_bound()[0].public_id}/unbind").status_code == 404
    assert len(list_bound()) == 1


def test_people_of_another_state_are_offered_no_issuer_and_cannot_bind(site: Flask, office: Issuer) -> None:
    client = people.signed_in(site, factories.account(jurisdiction_key="AM"))

    assert "office.example.org" not in client.get("/en/account/office").text
    assert client.post(f"/en/account/office/{row_of(office).public_id}/bind").status_code == 404


def test_signing_in_at_the_office_anew_is_a_recent_factor(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")
    with committing():
        for row in db.session.scalars(select(OfficeSession)):
            session = db.session.get_one(AccountSession, row.session_id)
            session.issuer_at = session.issuer_two_at = clock.now() - timedelta(minutes=30)
    assert "/account/confirm" in client.get("/en/account/password").location
    people.send_form_token(client)

    address = begin(client, office, CONFIRM, next="/en/account/password")
    answer = come_back(client, office.let_in(address, "mira"))

    assert (query_of(address)["prompt"], query_of(address)["max_age"]) == ("login", "0")
    assert answer.location == "/en/account/password"
    assert client.get("/en/account/password").status_code == 200


def test_an_old_sign_in_at_the_office_is_no_recent_factor(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    client = people.signed_in(site, account)
    office.auth_time = int(clock.now().timestamp()) - 1800

    assert fault_of(come_back(client, office.let_in(begin(client, office, CONFIRM), "mira"))) == "too_old"


def test_the_time_of_the_sign_in_there_counts_here(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    office.auth_time = int(clock.now().timestamp()) - 1800
    client = browser(site)

    sign_in(client, office, "mira")

    assert is_in(client)
    assert "/account/confirm" in client.get("/en/account/recovery-codes").location


def test_a_lost_issuer_leaves_the_other_ways(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira")
    people.give_password(account)
    secret = people.give_generator(account)
    office.answers = False
    change(office, read_at=None)
    client = browser(site)
    assert fault_of(client.post(f"/en/account/sign-in/office/{row_of(office).public_id}")) == "unreachable"

    client.post("/en/account/sign-in", data={"email": account.email, "password": people.PASSWORD})
    people.send_form_token(client)
    client.post("/en/account/second-factor", data={"code": people.code_of(site, secret)})

    assert is_in(client)


def test_who_is_helped_to_begin_again_binds_anew(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    by_office = browser(site)
    sign_in(by_office, office, "mira")

    with committing():
        accounts.reset_factors(account)

    assert list_bound() == []
    assert not is_in(by_office)


def test_removing_an_issuer_unbinds_its_people_and_tells_them(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira", amr=["mfa"])
    client = browser(site)
    sign_in(client, office, "mira")

    with committing():
        service.remove_issuer(None, row_of(office))

    assert not is_in(client)
    assert "office_account_unbound" in letters_to(account)
    assert list_bound() == []


def test_an_issuer_of_an_authority_is_for_its_people_alone(site: Flask, office: Issuer) -> None:
    authority = db.session.scalars(select(Authority.key).where(Authority.jurisdiction_key == STATE)).first()
    change(office, authority_key=authority)
    outside, inside = people.signed_in(site, person()), people.signed_in(site, person(authority_key=authority))

    assert "office.example.org" not in outside.get("/en/account/office").text
    assert "office.example.org" in inside.get("/en/account/office").text


def test_a_new_key_of_the_issuer_is_read(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    old = [{**one, "kid": "old"} for one in row_of(office).keys_read["keys"]]
    change(office, read_at=clock.now() - timedelta(minutes=5), keys_read={"keys": old})
    client = browser(site)

    sign_in(client, office, "mira")

    assert is_in(client)


def test_no_token_or_secret_lies_open_in_the_database(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    sign_in(browser(site), office, "mira")

    rows = [*db.session.execute(select(IssuerRow.__table__)), *db.session.execute(select(OfficeSession.__table__))]
    stored = repr(rows)

    assert office.tokens[-1].refresh_token not in stored
    assert "secret-of-the-site" not in stored


def test_many_sign_ins_from_one_address_are_stopped(site: Flask, office: Issuer) -> None:
    client = browser(site)
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"

    statuses = [client.post(f"/en/account/sign-in/office/{row_of(office).public_id}").status_code for _ in range(32)]

    assert (statuses[0], statuses[-1]) == (200, 429)


def test_a_sign_in_takes_ten_minutes_at_most(site: Flask, office: Issuer) -> None:
    bound(office, "mira", amr=["mfa"])
    client = browser(site)
    back = office.let_in(begin(client, office), "mira")

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert fault_of(come_back(client, back)) == "not_begun"
