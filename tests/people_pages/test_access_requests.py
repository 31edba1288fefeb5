"""Requests for access: an address is confirmed first, then those decide whose scope it is."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.errors import Conflict, Expired, InvalidInput, NotFound, NotPermitted
from directory.extensions import db
from directory.models import AccessRequest, Account, AuditEvent, AuditValues
from directory.outbox.service import queue
from directory.people.queries import access_requests as queries
from directory.people.queries import invitations
from directory.people.service import access_requests as service
from directory.people.service.access_requests import RequesterDetails
from directory.people.service.forgetting import forget_old
from directory.people.service.invitations import InvitationTerms, invite
from directory.transaction import committing
from directory.vocabulary import REFUSALS, Role
from tests import factories
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

NUMBERS = count(1)


def asked(**values: Any) -> RequesterDetails:
    defaults: dict[str, Any] = {
        "name": "Anyone Fictional",
        "office": "Prosecutor, Office of Tests",
        "email": f"asking-{next(NUMBERS)}@example.org",
        "jurisdiction": "KG",
        "authority": "",
        "networks": frozenset({"casc"}),
        "reason": "Requests for assistance",
        "language": "en",
    }
    return RequesterDetails(**(defaults | values))


def ask(**values: Any) -> AccessRequest:
    """Return a stored request whose address was not confirmed yet."""
    sent = asked(**values)
    with committing():
        service.ask(sent)
    return db.session.scalars(select(AccessRequest).where(AccessRequest.email == sent.email)).one()


def confirm(request: AccessRequest) -> AccessRequest:
    token = token_of(mails_to(request.email)[0])
    with committing():
        return service.confirm(token)


def letters(account: Account) -> list[str]:
    return [mail.letter for mail in mails_to(account.email)]


def test_a_stranger_who_asks_again_and_again_fills_nobodys_mailbox(site: Flask) -> None:
    email = f"asking-{next(NUMBERS)}@example.org"
    for _ in range(5):
        with committing():
            service.ask(asked(email=email))

    assert [mail.letter for mail in mails_to(email)] == ["request_confirm"] * 3


def test_nobody_is_asked_to_decide_before_the_address_is_confirmed(site: Flask) -> None:
    decider = coordinator("TM", ("casc",))

    request = ask(jurisdiction="TM")

    assert letters(decider) == []
    with pytest.raises(NotFound):
        queries.get(as_viewer(decider), request.public_id)


@pytest.mark.parametrize(
    ("state", "who", "is_asked"),
    [
        ("UZ", ("UZ", ("casc",)), True),
        ("UZ", ("UZ", ()), True),
        ("UZ", (None, ("casc",)), False),
        ("UZ", ("KZ", ("casc",)), False),
        ("AM", (None, ("casc",)), True),
        ("AM", (None, ("ejn",)), False),
    ],
)
def test_the_states_own_coordinators_decide_or_else_those_of_the_network(
    site: Flask, state: str, who: tuple[str | None, tuple[str, ...]], is_asked: bool
) -> None:
    if state == "UZ":
        coordinator("UZ", ("casc",))
    decider = coordinator(*who)

    confirm(ask(jurisdiction=state))

    assert ("request_waiting" in letters(decider)) == is_asked


def test_administrators_decide_where_nobody_coordinates(site: Flask) -> None:
    decider = administrator()

    confirm(ask(jurisdiction="FR", networks=frozenset()))

    assert letters(decider) == ["request_waiting"]


def test_an_approved_request_becomes_an_invitation_to_the_networks_that_the_decider_chose(site: Flask) -> None:
    decider, request = coordinator("KG", ("casc", "ejn")), confirm(ask(networks=frozenset({"casc", "ejn"})))

    with committing():
        service.approve(as_viewer(decider), request, frozenset({"casc", "interpol"}))

    assert request.state == "approved"
    assert [mail.letter for mail in mails_to(request.email)] == ["request_confirm", "invitation"]


def test_nobody_gives_a_requester_a_network_that_they_do_not_hold(site: Flask) -> None:
    viewer, request = as_viewer(coordinator()), confirm(ask(networks=frozenset({"casc", "ejn"})))

    with pytest.raises(NotPermitted), committing():
        service.approve(viewer, request, frozenset({"casc", "ejn"}))

    assert request.state == "waiting"


DECIDERS = [
    ("KG", ("casc",), False),
    (None, ("globe",), False),
    ("KG", ("casc", "globe"), True),
    (None, ("casc", "globe", "carin"), True),
    ("KG", (), True),
]


@pytest.mark.parametrize(("state", "networks", "is_theirs"), DECIDERS)
def test_a_request_is_decided_only_by_who_looks_after_all_networks_that_it_names(
    site: Flask, state: str | None, networks: tuple[str, ...], is_theirs: bool
) -> None:
    viewer = as_viewer(coordinator(state, networks))
    to_approve, to_refuse = (confirm(ask(networks=frozenset({"casc", "globe"}))) for _ in range(2))

    for decide in (
        lambda: service.approve(viewer, to_approve, viewer.networks),
        lambda: service.refuse(viewer, to_refuse, "private_address"),
    ):
        with nullcontext() if is_theirs else pytest.raises(NotPermitted), committing():
            decide()

    assert queries.get(viewer, to_approve.public_id) is to_approve
    assert [to_approve.state, to_refuse.state] == (["approved", "refused"] if is_theirs else ["waiting", "waiting"])


def test_a_request_for_two_networks_waits_for_who_looks_after_both(site: Flask) -> None:
    of_one, of_both = coordinator("TJ", ("casc",)), coordinator(None, ("casc", "globe"))

    confirm(ask(jurisdiction="TJ", networks=frozenset({"casc", "globe"})))

    assert [letters(of_one), letters(of_both)] == [[], ["request_waiting"]]


@pytest.mark.parametrize("reason", list(REFUSALS))
def test_a_refused_requester_is_told_why(site: Flask, reason: str) -> None:
    viewer, request = as_viewer(coordinator()), confirm(ask())

    with committing():
        service.refuse(viewer, request, reason)

    assert mails_to(request.email)[-1].letter == f"request_refused_{reason}"


def test_a_request_is_not_refused_for_a_reason_of_ones_own(site: Flask) -> None:
    viewer, request = as_viewer(coordinator()), confirm(ask())

    with pytest.raises(InvalidInput), committing():
        service.refuse(viewer, request, "because")


def test_nobody_approves_their_own_request(site: Flask) -> None:
    request = confirm(ask())
    own = factories.account(email=request.email)
    with committing():
        own.role, own.jurisdiction_key = "administrator", "KG"

    with pytest.raises(NotPermitted), committing():
        service.approve(as_viewer(own), request, frozenset())


def test_the_second_of_two_deciders_is_told_that_it_is_done(site: Flask) -> None:
    first, second, request = as_viewer(coordinator()), as_viewer(coordinator()), confirm(ask())
    with committing():
        service.refuse(first, request, "private_address")

    with pytest.raises(Conflict), committing():
        service.approve(second, request, frozenset({"casc"}))


@pytest.mark.parametrize("who", [("KZ", ("casc",)), ("KG", ("ejn",)), (None, ())])
def test_a_request_outside_the_own_scope_is_as_unknown_as_none(
    site: Flask, who: tuple[str | None, tuple[str, ...]]
) -> None:
    request, viewer = confirm(ask()), as_viewer(coordinator(*who))

    with pytest.raises(NotFound):
        queries.get(viewer, request.public_id)

    assert request.id not in {one.id for one in queries.list_requests(viewer).rows}


def test_a_link_confirms_once(site: Flask) -> None:
    request = ask()
    confirm(request)

    with pytest.raises(Expired):
        confirm(request)


def test_a_link_confirms_for_two_days(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    request = ask()
    later = request.created_at + timedelta(hours=48)
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(Expired):
        confirm(request)


def test_an_address_that_has_an_account_is_told_so_and_cannot_be_confirmed(site: Flask) -> None:
    known = practitioner()

    ask(email=known.email)

    assert letters(known) == ["request_known"]
    assert mails_to(known.email)[0].values["path"] == "account"


def test_an_authority_of_another_state_is_refused(site: Flask) -> None:
    with pytest.raises(InvalidInput), committing():
        service.ask(asked(authority="kz-prosecutor-general"))


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_what_was_decided_is_kept_for_a_month(site: Flask, days: int, is_kept: bool) -> None:
    viewer, waiting, refused = as_viewer(coordinator()), confirm(ask()), confirm(ask())
    addresses = waiting.email, refused.email
    with committing():
        service.refuse(viewer, refused, "private_address")

    with committing():
        forget_old(clock.now() + timedelta(days=days))

    left = set(db.session.scalars(select(AccessRequest.email)))
    assert [address in left for address in addresses] == [True, is_kept]
    assert bool(mails_to(addresses[1])) == is_kept


def test_a_request_that_was_not_confirmed_in_time_is_forgotten(site: Flask) -> None:
    address = ask().email

    with committing():
        forget_old(clock.now() + timedelta(hours=49))

    assert address not in set(db.session.scalars(select(AccessRequest.email)))
    assert mails_to(address) == []


def test_a_request_of_a_clock_that_was_ahead_is_forgotten_and_can_be_made_again(site: Flask) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        address = ask().email

    with committing():
        forget_old(clock.now())
    ask(email=address)
    with committing():
        forget_old(clock.now())

    assert len(mails_to(address)) == 1


def test_other_mail_to_an_address_that_somebody_typed_stays(site: Flask) -> None:
    address = ask().email
    with committing():
        queue("proposal_waiting", address, "en", key="of another part", link="https://directory.example.org")

    with committing():
        forget_old(clock.now() + timedelta(hours=49))

    assert [mail.key for mail in mails_to(address)] == ["of another part"]


def test_an_invitation_that_nobody_accepted_is_forgotten_with_its_values(site: Flask) -> None:
    viewer, address = as_viewer(coordinator()), "never-came@example.org"
    with committing():
        invitation = invite(viewer, InvitationTerms(address, Role.PRACTITIONER, "KG", frozenset({"casc"})))

    with committing():
        forget_old(clock.now() + timedelta(days=33))

    values = db.session.scalars(select(AuditValues).join(AuditEvent).where(AuditEvent.key == invitation.public_id))
    assert (invitation.email, mails_to(address), [one.after for one in values if one.after]) == ("", [], [])
    with pytest.raises(NotFound):
        invitations.get(viewer, invitation.public_id)
