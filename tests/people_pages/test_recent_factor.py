"""Who is let in or leaves is decided by somebody who showed a factor lately, and not too often."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts import attempt_limits
from directory.extensions import db
from directory.models import Account, Handover, Invitation
from directory.people.service import handovers
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing
from tests.people import sign_in
from tests.people_pages import test_access_requests
from tests.people_pages.conftest import as_viewer, coordinator, mails_to, practitioner
from tests.people_pages.doors import invited, new_address

Sending = tuple[str, dict[str, str]]


def approval(_site: Flask, _own: Account) -> Sending:
    asked = test_access_requests.confirm(test_access_requests.ask())
    return f"/en/people/requests/{asked.public_id}/approve", {"approval-networks": "casc"}


def refusal(site: Flask, own: Account) -> Sending:
    address, _ = approval(site, own)
    return address.replace("approve", "refuse"), {"refusal-reason": "private_address"}


def new_invitation(_site: Flask, _own: Account) -> Sending:
    data = {"email": new_address(), "role": "practitioner", "networks": "casc", "language": "en"}
    return "/en/people/invitations/new?jurisdiction=KG", data


def sending_again(site: Flask, _own: Account) -> Sending:
    email, _ = invited(coordinator(), site)
    invitation = db.session.scalars(select(Invitation).where(Invitation.email == email)).one()
    return f"/en/people/invitations/{invitation.public_id}/resend", {}


def withdrawal(site: Flask, own: Account) -> Sending:
    address, _ = sending_again(site, own)
    return address.replace("resend", "withdraw"), {}


def new_handover(_site: Flask, _own: Account) -> Sending:
    data = {"email": new_address(), "ends_on": "2099-01-01", "networks": "casc", "language": "en"}
    return f"/en/people/{practitioner().id}/handover", data


def stop(_site: Flask, own: Account) -> Sending:
    return f"/en/people/handovers/{running(own).public_id}/stop", {}


def sign_off(_site: Flask, own: Account) -> Sending:
    handover = running(own, clock.today())
    with committing():
        handovers.end_access_after_last_day(clock.now() + timedelta(days=1))
    return f"/en/people/handovers/{handover.public_id}/sign-off", {}


def running(own: Account, ends_on: date = date(2099, 1, 1)) -> Handover:
    leaver, successor = practitioner(), practitioner()
    with committing():
        return handovers.hand_to_account(as_viewer(own), leaver, successor, HandoverTerms(ends_on))


DECISIONS = [approval, refusal, new_invitation, sending_again, withdrawal, new_handover, stop, sign_off]
SENDING = [approval, new_invitation, sending_again, new_handover, stop, sign_off]


def with_an_old_factor(site: Flask, own: Account) -> FlaskClient:
    client = site.test_client()
    row = sign_in(client, own)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = clock.now() - timedelta(minutes=16)
    return client


@pytest.mark.parametrize("decision", DECISIONS)
def test_who_gets_in_or_leaves_is_decided_with_a_recent_factor(
    site: Flask, decision: Callable[[Flask, Account], Sending]
) -> None:
    own = coordinator()
    address, data = decision(site, own)

    answer = with_an_old_factor(site, own).post(address, data=data)

    assert answer.headers["Location"].split("?")[0] == "/en/account/confirm"


@pytest.mark.parametrize("decision", [approval, refusal, new_invitation, new_handover])
def test_the_recent_factor_is_asked_for_before_anything_is_typed(
    site: Flask, decision: Callable[[Flask, Account], Sending]
) -> None:
    own = coordinator()
    address, _data = decision(site, own)
    page = address.removesuffix("/approve").removesuffix("/refuse")

    answer = with_an_old_factor(site, own).get(page)

    assert answer.headers["Location"].split("?")[0] == "/en/account/confirm"


@pytest.mark.parametrize("decision", SENDING)
def test_whatever_lets_people_in_counts_toward_the_limit_on_invitations(
    site: Flask, decision: Callable[[Flask, Account], Sending], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = coordinator()
    sendings = [decision(site, own) for _ in range(2)]
    monkeypatch.setitem(attempt_limits.LIMITS, "invitation", "1 per hour")
    client = site.test_client()
    sign_in(client, own)

    answers = [client.post(address, data=data) for address, data in sendings]

    assert [answer.status_code for answer in answers] == [303, 429]


def test_who_confirmed_comes_back_to_the_page_whose_button_was_pressed(site: Flask) -> None:
    own = coordinator()
    address, data = approval(site, own)
    page = address.removesuffix("/approve")

    answer = with_an_old_factor(site, own).post(address, data=data, headers={"Referer": f"https://localhost{page}"})

    assert answer.headers["Location"] == f"/en/account/confirm?next={page}"


@pytest.mark.parametrize("referer", ["https://elsewhere.example/en/people", "https://localhost//elsewhere.example", ""])
def test_no_other_site_is_come_back_to(site: Flask, referer: str) -> None:
    own = coordinator()
    address, data = approval(site, own)

    answer = with_an_old_factor(site, own).post(address, data=data, headers={"Referer": referer})

    assert answer.headers["Location"] == f"/en/account/confirm?next={address.removesuffix('/approve')}"


def test_a_request_that_was_not_approved_for_an_old_factor_waits_still(site: Flask) -> None:
    own = coordinator()
    asked = test_access_requests.confirm(test_access_requests.ask())
    client = with_an_old_factor(site, own)

    client.post(f"/en/people/requests/{asked.public_id}/approve", data={"approval-networks": "casc"})

    db.session.refresh(asked)
    assert asked.state == "waiting"
    assert "invitation" not in {mail.letter for mail in mails_to(asked.email)}
