"""What a link in a mail does, and what a visitor can send."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import AccessRequest
from directory.outbox.messages import message_of
from tests.people import signed_in
from tests.people_pages.conftest import coordinator, mails_to, practitioner, token_of
from tests.people_pages.doors import PASSWORD, accept, account_of, invited, new_address, visitor


def test_an_invitation_leads_to_an_account_that_is_not_in_before_its_second_factor(site: Flask) -> None:
    email, _ = invited(coordinator(), site)
    client, token = visitor(site), token_of(mails_to(email)[0])
    data = {"email": email, "name": "Anyone Fictional", "password": PASSWORD}

    accepted = client.post(f"/en/people/invitation/{token}", data=data)

    assert accepted.headers["Location"] == "/en/account/set-up"
    assert account_of(email) is not None
    assert client.get("/en/account").status_code == 303


def test_opening_a_link_changes_nothing(site: Flask) -> None:
    email, _ = invited(coordinator(), site)
    token = token_of(mails_to(email)[0])
    client = site.test_client()

    answers = [client.open(f"/en/people/invitation/{token}", method=way) for way in ("GET", "HEAD") * 10]

    assert {answer.status_code for answer in answers} == {200}
    assert account_of(email) is None
    assert accept(site, email).status_code == 303


def test_the_page_of_a_link_does_not_name_the_address_that_it_is_for(site: Flask) -> None:
    email, _ = invited(coordinator(), site)
    token = token_of(mails_to(email)[0])

    page = site.test_client().get(f"/en/people/invitation/{token}").text

    assert "Practitioner" in page
    assert email not in page


@pytest.mark.parametrize(
    "raised",
    [
        {"role": "administrator"},
        {"jurisdiction": "KZ", "jurisdiction_key": "KZ"},
        {"networks": "ejn"},
        {"desks": "ge-budapest-24-7", "desk_role": "head"},
        {"authority": "kz-prosecutor-general", "inviter_id": "1", "active": "", "id": "1"},
    ],
)
def test_nothing_that_the_invited_person_sends_changes_role_or_scope(site: Flask, raised: dict[str, str]) -> None:
    email, _ = invited(coordinator(), site)

    accept(site, email, **raised)

    account = account_of(email)
    assert account is not None
    assert (account.role, account.jurisdiction_key, account.authority_key) == ("practitioner", "KG", None)
    assert [one.network_key for one in account.networks] == ["casc"]
    assert account.desks == []


@pytest.mark.parametrize(
    "wrong", [{"email": "other@example.org"}, {"password": "short"}, {"name": ""}, {"name": "a\u202eb"}]
)
def test_a_refused_acceptance_keeps_the_link_and_what_was_typed(site: Flask, wrong: dict[str, str]) -> None:
    email, _ = invited(coordinator(), site)

    answer = accept(site, email, **wrong)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert account_of(email) is None
    assert accept(site, email).status_code == 303


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_links_in_mail_do_not_follow_the_host_of_a_request(site: Flask, header: str) -> None:
    client = visitor(site)
    email = new_address()
    data = {"name": "A Fictional", "office": "Office", "email": email, "reason": "Work"}

    client.post("/en/account/request?jurisdiction=KG", data=data, headers={header: "evil.example.net"})

    with site.test_request_context(headers={header: "evil.example.net"}):
        written = [message_of(mail, site.config["SETTINGS"]).as_string() for mail in mails_to(email)]
    assert not any("evil" in text for text in written)


def test_known_and_unknown_addresses_are_answered_alike(site: Flask) -> None:
    known = practitioner().email
    data = {"name": "A Fictional", "office": "Office", "reason": "Work"}

    answers = [
        visitor(site).post("/en/account/request?jurisdiction=KG", data=data | {"email": email})
        for email in (known, new_address())
    ]

    first, second = ((answer.status_code, answer.text, answer.headers["Location"]) for answer in answers)
    assert first == second


def test_a_request_goes_from_the_form_to_a_decision(site: Flask) -> None:
    email, client = new_address(), visitor(site)
    data = {"name": "A Fictional", "office": "Office", "email": email, "reason": "Work", "networks": "casc"}
    assert client.post("/en/account/request?jurisdiction=KG", data=data).status_code == 303
    link = f"/en/account/request/{token_of(mails_to(email)[0])}"
    assert client.get(link).status_code == client.head(link).status_code == 200
    assert client.post(link).status_code == 200
    asked = db.session.scalars(select(AccessRequest).where(AccessRequest.email == email)).one()
    decider = signed_in(site, coordinator())
    assert "Before you decide" in decider.get(f"/en/people/requests/{asked.public_id}").text

    answer = decider.post(f"/en/people/requests/{asked.public_id}/approve", data={"approval-networks": "casc"})

    assert answer.status_code == 303
    assert mails_to(email)[-1].letter == "invitation"


@pytest.mark.parametrize("wrong", [{"email": "x"}, {"reason": ""}, {"networks": "unknown"}, {"authority": "unknown"}])
def test_a_refused_request_loses_nothing_of_the_form(site: Flask, wrong: dict[str, str]) -> None:
    data = {"name": "Kept Fictional", "office": "Office", "email": new_address(), "reason": "Work"}

    answer = visitor(site).post("/en/account/request?jurisdiction=KG", data=data | wrong)

    assert answer.status_code == 422
    assert "Kept Fictional" in answer.text


def test_the_state_is_asked_first_and_leads_to_its_own_authorities(site: Flask) -> None:
    client = site.test_client()

    first, second = (client.get(f"/en/account/request{question}").text for question in ("", "?jurisdiction=KG"))

    assert "kg-prosecutor-general" not in first
    assert "kg-prosecutor-general" in second
    assert "kz-prosecutor-general" not in second


def test_too_many_requests_from_one_address_have_to_wait(small_app: Flask) -> None:
    data, client = {"name": "A Fictional", "office": "Office", "reason": "Work"}, visitor(small_app)

    answers = [
        client.post("/en/account/request?jurisdiction=KG", data=data | {"email": new_address()}) for _ in range(6)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
