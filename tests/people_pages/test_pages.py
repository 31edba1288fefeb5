"""The pages of people through the door that everyone uses: who gets in, what a form may set, what a link does."""

from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from directory import clock
from directory.extensions import db
from directory.models import AccessRequest, Account, Invitation
from directory.people.service import handovers
from directory.people.service.handovers import Passing
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.people import sign_in, signed_in, visit
from tests.people_pages import test_access_requests
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

NUMBERS = count(1)
MOST_STATEMENTS = 30
PASSWORD = "four plain words of tests"
LISTS = ("/en/people", "/en/people/invitations", "/en/people/requests", "/en/people/handovers")
FORMS = ("/en/people/invitations/new", "/en/people/invitations/new?jurisdiction=KG")


def new_address() -> str:
    return f"page-{next(NUMBERS)}@example.org"


def visitor(site: Flask) -> FlaskClient:
    """Return a browser at an address of its own, so that the tests do not use up each other's tries."""
    client = site.test_client()
    visit(client)
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{next(NUMBERS) % 250}"
    return client


def invited(inviter: Account, site: Flask, **values: object) -> tuple[str, TestResponse]:
    """Send the form of an invitation and return the address invited with the answer."""
    email = new_address()
    data = {"email": email, "role": "practitioner", "networks": "casc", "language": "en"} | values
    return email, signed_in(site, inviter).post("/en/people/invitations/new?jurisdiction=KG", data=data)


def accept(site: Flask, invited: str, **values: str) -> TestResponse:
    token = token_of(mails_to(invited)[0])
    data = {"email": invited, "name": "Anyone Fictional", "password": PASSWORD} | values
    return visitor(site).post(f"/en/people/invitation/{token}", data=data)


def account_of(email: str) -> Account | None:
    db.session.rollback()
    return db.session.scalar(select(Account).where(Account.email == email))


@pytest.mark.parametrize("address", [*LISTS, *FORMS])
@pytest.mark.parametrize(
    ("role", "status"), [(None, 303), (Role.PRACTITIONER, 403), (Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 200)]
)
def test_pages_of_people_are_for_those_who_look_after_them(
    site: Flask, address: str, role: Role | None, status: int
) -> None:
    client = site.test_client()
    if role is not None:
        client = signed_in(site, factories.account(role, ["casc"], jurisdiction_key="KG"))

    assert client.get(address).status_code == status


def test_each_list_shows_what_is_in_scope(site: Flask) -> None:
    own, person, successor = coordinator(), practitioner(), practitioner()
    email, _ = invited(own, site)
    asked = test_access_requests.confirm(test_access_requests.ask())
    with committing():
        handover = handovers.hand_to_account(as_viewer(own), person, successor, Passing(clock.today()))
    client = signed_in(site, own)

    pages = [client.get(address).text for address in LISTS]

    for page, shown in zip(pages, (person.name, email, asked.public_id, handover.public_id), strict=True):
        assert shown in page


@pytest.mark.parametrize("page", ["", "/handover", "/rights", "/forget"])
def test_the_pages_of_one_person_open_for_an_administrator(site: Flask, page: str) -> None:
    person = practitioner()

    answer = signed_in(site, administrator()).get(f"/en/people/{person.id}{page}")

    assert answer.status_code == 200
    assert person.name in answer.text


@pytest.mark.parametrize("page", ["", "/handover"])
def test_a_person_of_another_scope_is_answered_like_nobody(site: Flask, page: str) -> None:
    person, client = practitioner("KZ", ("ejn",)), signed_in(site, coordinator())

    forbidden, unknown = (client.get(f"/en/people/{number}{page}") for number in (person.id, 999_999))

    assert forbidden.status_code == unknown.status_code == 404
    assert bare(forbidden, person.id) == bare(unknown, 999_999)
    assert set(forbidden.headers.keys()) == set(unknown.headers.keys())


def bare(answer: TestResponse, number: int | str) -> str:
    """Return a page without its own address and the number of the request."""
    page = answer.text.replace(str(number), "NUMBER")
    return page.split("Number of this request")[0]


@pytest.mark.parametrize("act", ["end", "restore", "sign-out", "help"])
def test_an_act_on_a_person_of_another_scope_is_answered_like_nobody(site: Flask, act: str) -> None:
    person, client = practitioner("KZ", ("ejn",)), signed_in(site, coordinator())

    answers = [client.post(f"/en/people/{number}/{act}") for number in (person.id, 999_999)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert mails_to(person.email) == []


def test_an_invitation_leads_to_an_account_that_has_one_factor_and_no_rights_yet(site: Flask) -> None:
    email, answer = invited(coordinator(), site)
    assert answer.status_code == 303

    accepted = accept(site, email)

    assert accepted.status_code == 303
    account = account_of(email)
    assert account is not None
    assert account.name == "Anyone Fictional"


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


@pytest.mark.parametrize(
    "raised",
    [
        {"role": "coordinator"},
        {"role": "administrator"},
        {"networks": "ejn"},
        {"desks": "ge-budapest-24-7"},
        {"authority": "kz-prosecutor-general"},
        {"email": "not an address"},
        {"email": "two@example.org,three@example.org"},
        {"email": "a@example.org\r\nBcc: b@example.org"},
    ],
)
def test_a_coordinators_form_gives_no_more_than_it_offers(site: Flask, raised: dict[str, str]) -> None:
    before = db.session.scalar(select(func.count(Invitation.id)))

    _, answer = invited(coordinator(), site, **raised)

    assert answer.status_code == 422
    assert db.session.scalar(select(func.count(Invitation.id))) == before


def test_a_coordinator_cannot_name_another_state_in_the_address(site: Flask) -> None:
    client = signed_in(site, coordinator())
    email = new_address()
    data = {"email": email, "role": "practitioner", "networks": "casc", "language": "en"}

    client.post("/en/people/invitations/new?jurisdiction=KZ", data=data)

    invitation = db.session.scalar(select(Invitation).where(Invitation.email == email))
    assert invitation is not None
    assert invitation.jurisdiction_key == "KG"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_links_in_mail_do_not_follow_the_host_of_a_request(site: Flask, header: str) -> None:
    client = visitor(site)
    email = new_address()
    data = {"name": "A Fictional", "office": "Office", "email": email, "reason": "Work"}

    client.post("/en/account/request?jurisdiction=KG", data=data, headers={header: "evil.example.net"})

    assert all("evil" not in str(mail.values) for mail in mails_to(email))


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
    assert accept_of_last(site, email).status_code == 303


def accept_of_last(site: Flask, email: str) -> TestResponse:
    token = token_of(mails_to(email)[-1])
    data = {"email": email, "name": "A Fictional", "password": PASSWORD}
    return visitor(site).post(f"/en/people/invitation/{token}", data=data)


def test_a_request_is_refused_on_its_page(site: Flask) -> None:
    asked = test_access_requests.confirm(test_access_requests.ask())

    answer = signed_in(site, coordinator()).post(
        f"/en/people/requests/{asked.public_id}/refuse", data={"refusal-reason": "private_address"}
    )

    assert answer.status_code == 303
    assert mails_to(asked.email)[-1].letter == "request_refused_private_address"


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


def test_too_many_requests_from_one_address_have_to_wait(own_app: Flask) -> None:
    data, client = {"name": "A Fictional", "office": "Office", "reason": "Work"}, visitor(own_app)

    answers = [
        client.post("/en/account/request?jurisdiction=KG", data=data | {"email": new_address()}) for _ in range(6)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]


def test_an_invitation_in_scope_is_sent_again_and_withdrawn(site: Flask) -> None:
    own = coordinator()
    email, _ = invited(own, site)
    invitation = db.session.scalars(select(Invitation).where(Invitation.email == email)).one()
    client, address = signed_in(site, own), f"/en/people/invitations/{invitation.public_id}"

    answers = [client.post(f"{address}/resend"), client.post(f"{address}/withdraw"), client.post(f"{address}/resend")]

    assert [answer.status_code for answer in answers] == [303, 303, 409]


def test_a_person_is_changed_forgotten_and_handed_over_by_forms(site: Flask) -> None:
    person, successor, client = practitioner(), practitioner(), signed_in(site, administrator())
    address = f"/en/people/{person.id}"
    rights = {"role": "practitioner", "networks": "casc"}
    handover = {"successor": str(successor.id), "ends_on": "2099-01-01", "networks": "casc"}

    answers = [
        client.post(f"{address}/rights?jurisdiction=KG", data=rights),
        client.post(f"{address}/handover", data={"ends_on": "2099-01-01"}),
        client.post(f"{address}/handover", data=handover),
        client.post(f"{address}/forget"),
        client.post(f"{address}/forget", data={"understood": "y"}),
    ]

    assert [answer.status_code for answer in answers] == [303, 422, 303, 422, 303]


def test_lists_take_no_more_statements_for_more_people(site: Flask) -> None:
    for _ in range(3):
        invited(coordinator(), site)
        test_access_requests.confirm(test_access_requests.ask())
    client = signed_in(site, administrator())

    counts = []
    for address in ("/en/people?q=Person+1", "/en/people", "/en/people/invitations", "/en/people/requests"):
        with counted_statements() as statements:
            client.get(address)
        counts.append(len(statements))

    assert max(counts) <= MOST_STATEMENTS


def test_what_changes_an_account_asks_for_a_factor_shown_lately(site: Flask) -> None:
    person, own = practitioner(), administrator()
    client = site.test_client()
    row = sign_in(client, own)
    long_ago = clock.now() - timedelta(minutes=16)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = long_ago
    addresses = [f"/en/people/{person.id}/{act}" for act in ("end", "help", "sign-out", "rights", "forget")]

    answers = [client.post(address) for address in [*addresses, "/en/account/tokens/new"]]

    assert {answer.headers["Location"].split("?")[0] for answer in answers} == {"/en/account/confirm"}
    assert as_viewer(person) == as_viewer(db.session.get_one(Account, person.id))
    assert mails_to(person.email) == []


def test_whatever_is_in_another_scope_is_answered_like_nothing(site: Flask) -> None:
    inviter = coordinator("KZ", ("ejn",))
    email, _ = invited(administrator(), site, networks="ejn")
    invitation = db.session.scalars(select(Invitation).where(Invitation.email == email)).one()
    asked = test_access_requests.confirm(test_access_requests.ask())
    leaver, successor, viewer = practitioner(), practitioner(), as_viewer(coordinator())
    with committing():
        handover = handovers.hand_to_account(viewer, leaver, successor, Passing(clock.today()))
    client = signed_in(site, inviter)
    addresses = (
        ("GET", "/en/people/requests/{}", asked.public_id),
        ("POST", "/en/people/requests/{}/approve", asked.public_id),
        ("POST", "/en/people/requests/{}/refuse", asked.public_id),
        ("POST", "/en/people/invitations/{}/resend", invitation.public_id),
        ("POST", "/en/people/invitations/{}/withdraw", invitation.public_id),
        ("GET", "/en/people/handovers/{}", handover.public_id),
        ("POST", "/en/people/handovers/{}/stop", handover.public_id),
        ("POST", "/en/people/handovers/{}/sign-off", handover.public_id),
    )

    for method, address, public_id in addresses:
        forbidden, unknown = (client.open(address.format(one), method=method) for one in (public_id, "u" * 16))

        assert forbidden.status_code == unknown.status_code == 404
        assert bare(forbidden, public_id) == bare(unknown, "u" * 16)
        assert set(forbidden.headers.keys()) == set(unknown.headers.keys())
