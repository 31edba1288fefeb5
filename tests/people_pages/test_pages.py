"""The pages of those who look after people: who gets in, what a form may set, what is in another scope."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.extensions import db
from directory.models import Account, Invitation
from directory.people.service import handovers
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.html import parse
from tests.people import sign_in, signed_in
from tests.people_pages import test_access_requests
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner
from tests.people_pages.doors import bare, invited, new_address, visitor

MOST_STATEMENTS = 30
LISTS = ("/en/people", "/en/people/invitations", "/en/people/requests", "/en/people/handovers")
FORMS = ("/en/people/invitations/new", "/en/people/invitations/new?jurisdiction=KG")


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
        handover = handovers.hand_to_account(as_viewer(own), person, successor, HandoverTerms(clock.today()))
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


OWN = ["work", "consultations", "drafts", "requests", "follows"]
UPKEEP = ["proposals", "verification", "statistics", "imports", "people"]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.PRACTITIONER, [*OWN, "statistics"]),
        (Role.COORDINATOR, [*OWN, *UPKEEP]),
        (Role.ADMINISTRATOR, [*OWN, *UPKEEP, "operation"]),
    ],
)
def test_the_bar_of_work_offers_what_one_may_do(site: Flask, role: Role, offered: list[str]) -> None:
    client = signed_in(site, factories.account(role, ["casc"], jurisdiction_key="KG"))

    bar = parse(client.get("/en/account")).one("nav.work")

    sections = [link.removeprefix("/en/") for link in bar.links]
    assert [section for section in sections if "/" not in section] == [*offered, "account"]


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/en/people/handovers", "people"),
        ("/en/people/invitations", "people"),
        ("/en/verification/reports", "verification"),
        ("/en/account/tokens", "account"),
        ("/en/operation", "operation"),
    ],
)
def test_the_bar_of_work_marks_where_one_is(site: Flask, address: str, section: str) -> None:
    bar = parse(signed_in(site, administrator()).get(address)).one("nav.work")

    assert [link["href"] for link in bar.all("a[aria-current]")] == [f"/en/{section}"]


@pytest.mark.parametrize("page", ["", "/handover"])
def test_a_person_of_another_scope_is_answered_like_nobody(site: Flask, page: str) -> None:
    person, client = practitioner("KZ", ("ejn",)), signed_in(site, coordinator())

    forbidden, unknown = (client.get(f"/en/people/{number}{page}") for number in (person.id, 999_999))

    assert forbidden.status_code == unknown.status_code == 404
    assert bare(forbidden, person.id) == bare(unknown, 999_999)
    assert set(forbidden.headers.keys()) == set(unknown.headers.keys())


@pytest.mark.parametrize("act", ["end", "restore", "sign-out", "help"])
def test_an_act_on_a_person_of_another_scope_is_answered_like_nobody(site: Flask, act: str) -> None:
    person, client = practitioner("KZ", ("ejn",)), signed_in(site, coordinator())

    answers = [client.post(f"/en/people/{number}/{act}") for number in (person.id, 999_999)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert mails_to(person.email) == []


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


def test_a_request_is_refused_on_its_page(site: Flask) -> None:
    asked = test_access_requests.confirm(test_access_requests.ask())

    answer = signed_in(site, coordinator()).post(
        f"/en/people/requests/{asked.public_id}/refuse", data={"refusal-reason": "private_address"}
    )

    assert answer.status_code == 303
    assert mails_to(asked.email)[-1].letter == "request_refused_private_address"


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
        handover = handovers.hand_to_account(viewer, leaver, successor, HandoverTerms(clock.today()))
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


@pytest.mark.parametrize("networks", [[""], ["", "budapest-24-7"], ["unknown"]])
def test_what_was_not_offered_cannot_be_chosen_behind_an_empty_choice(site: Flask, networks: list[str]) -> None:
    said = {"name": "Anyone Fictional", "office": "Office", "email": new_address(), "reason": "Requests"}

    answer = visitor(site).post("/en/account/request?jurisdiction=KG", data=said | {"networks": networks})

    assert answer.status_code == 422


def test_a_coordinator_of_a_network_who_chooses_none_is_told_beside_the_field_and_loses_nothing(site: Flask) -> None:
    inviter = coordinator()
    page = signed_in(site, inviter).get("/en/people/invitations/new?jurisdiction=KG").text
    email, answer = invited(inviter, site, networks=[])

    assert "(optional)" not in parse(page).one("legend", "Networks").text
    assert [box["value"] for box in parse(page).all('input[name="networks"][checked]')] == ["casc"]
    assert (answer.status_code, 'id="networks-error"' in answer.text, email in answer.text) == (422, True, True)


def test_who_looks_after_one_of_two_networks_reads_the_request_and_is_offered_no_decision(site: Flask) -> None:
    networks = frozenset({"casc", "globe"})
    request = test_access_requests.confirm(test_access_requests.ask(networks=networks))

    page = signed_in(site, coordinator()).get(f"/en/people/requests/{request.public_id}").text

    assert "You cannot admit this person" in page
    assert ("/approve" in page, "/refuse" in page) == (False, False)


def test_a_request_that_is_approved_for_no_network_is_told_so_beside_the_field(site: Flask) -> None:
    client = signed_in(site, coordinator())
    request = test_access_requests.confirm(test_access_requests.ask(networks=frozenset({"casc"})))

    answer = client.post(f"/en/people/requests/{request.public_id}/approve", data={"approval-networks": [""]})

    assert (answer.status_code, 'id="approval-networks-error"' in answer.text) == (422, True)
