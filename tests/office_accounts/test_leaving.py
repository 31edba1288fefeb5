"""Whoever leaves the office is out here within five minutes: the issuer tells it, or is asked."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, OfficeSession
from directory.office_accounts.connection import IssuerConnection
from directory.office_accounts.flow import logout_uri
from directory.office_accounts.session_checks import check_due, drop_ended
from directory.sources.public_hosts import Endpoint
from directory.transaction import committing
from tests import people
from tests.office_accounts.conftest import SITE, acts_on, bound, browser, change, is_in, new_address, row_of, sign_in
from tests.office_accounts.issuer import Issuer
from tests.office_accounts.test_attacks import UNUSABLE


def signed_in(site: Flask, office: Issuer, subject: str = "mira") -> tuple[Account, FlaskClient]:
    account = bound(office, subject, amr=["mfa"])
    client = browser(site)
    sign_in(client, office, subject)
    assert is_in(client)
    return account, client


def work(site: Flask, at: datetime) -> None:
    """Do what the worker does at this time."""
    with time_machine.travel(at, tick=False):
        check_due(site.extensions["issuer_connection"])
        with committing():
            drop_ended()
    db.session.rollback()


def is_in_at(client: FlaskClient, at: datetime) -> bool:
    with time_machine.travel(at, tick=False):
        return is_in(client)


def later(**passed: float) -> datetime:
    return clock.now() + timedelta(**passed)


def kept() -> list[OfficeSession]:
    return list(db.session.scalars(select(OfficeSession)))


def tell(site: Flask, office: Issuer, token: str) -> int:
    path = logout_uri(row_of(office).public_id).removeprefix(SITE)
    sender = {"REMOTE_ADDR": new_address()}
    return site.test_client().post(path, data={"logout_token": token}, environ_base=sender).status_code


def test_a_logout_there_ends_the_session_here_at_once(site: Flask, office: Issuer) -> None:
    change(office, tells_of_logout=True)
    account, client = signed_in(site, office)

    assert tell(site, office, office.logout_token(office.people["mira"])) == 200

    assert not is_in(client)
    assert acts_on(account)[-1] == "office_session_ended"


def test_a_logout_of_a_person_ends_all_sessions_that_began_there(site: Flask, office: Issuer) -> None:
    account, first = signed_in(site, office)
    second, by_password = browser(site), people.signed_in(site, account)
    sign_in(second, office, "mira")

    tell(site, office, office.logout_token(office.people["mira"], sid=None))

    assert (is_in(first), is_in(second)) == (False, False)
    # This one did not begin there.
    assert is_in(by_password)


def test_a_logout_of_one_session_there_ends_no_other(site: Flask, office: Issuer) -> None:
    _, mira = signed_in(site, office)
    _, other = signed_in(site, office, "lena")

    tell(site, office, office.logout_token(office.people["mira"], sub=None))

    assert (is_in(mira), is_in(other)) == (False, True)


def test_without_such_news_the_issuer_is_asked_and_the_session_ends_within_five_minutes(
    site: Flask, office: Issuer
) -> None:
    account, client = signed_in(site, office)
    office.end_session(office.people["mira"])

    work(site, later(minutes=2, seconds=30))

    assert not is_in_at(client, later(minutes=2, seconds=31))
    assert acts_on(account)[-1] == "office_session_ended"


def test_while_the_session_there_goes_on_so_does_the_session_here(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)

    for minutes in (3, 6, 9):
        work(site, later(minutes=minutes))

    assert is_in_at(client, later(minutes=13))


def test_if_nobody_asks_the_session_ends_by_itself(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)

    assert is_in_at(client, later(minutes=4, seconds=50))
    assert not is_in_at(client, later(minutes=5, seconds=10))


def test_an_issuer_that_does_not_answer_ends_the_session_after_five_minutes(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)
    office.answers = False

    for seconds in (150, 200, 250, 290):
        work(site, later(seconds=seconds))

    assert is_in_at(client, later(seconds=295))
    assert not is_in_at(client, later(seconds=305))


def test_a_short_outage_of_the_issuer_ends_nothing(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)
    office.answers = False
    work(site, later(seconds=130))
    office.answers = True

    work(site, later(seconds=160))

    assert is_in_at(client, later(minutes=7))


def test_an_issuer_that_tells_of_ends_may_be_away_for_longer(site: Flask, office: Issuer) -> None:
    change(office, tells_of_logout=True)
    _, client = signed_in(site, office)
    office.answers = False
    work(site, later(minutes=4))

    assert is_in_at(client, later(minutes=20))


def test_who_is_shut_out_there_is_found_even_if_the_issuer_says_nothing(site: Flask, office: Issuer) -> None:
    """Some issuers tell of a logout, but not of an account that was disabled."""
    change(office, tells_of_logout=True)
    _, client = signed_in(site, office)
    office.end_session(office.people["mira"])

    work(site, later(minutes=3))

    assert not is_in_at(client, later(minutes=3, seconds=1))


def test_an_issuer_without_refresh_tokens_is_asked_who_it_is(site: Flask, office: Issuer) -> None:
    office.gives_refresh_tokens = False
    _, client = signed_in(site, office)
    work(site, later(minutes=3))
    assert is_in_at(client, later(minutes=7))
    office.end_session(office.people["mira"])

    work(site, later(minutes=6))

    assert not is_in_at(client, later(minutes=6, seconds=1))


def test_a_token_is_asked_about_once_even_by_two_workers(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)
    office.asked.clear()

    work(site, later(minutes=3))
    work(site, later(minutes=3, seconds=1))

    assert office.asked.count("/token") == 1
    assert is_in_at(client, later(minutes=4))


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_one_issuer_answers_ends_no_session_of_another(
    name: str, site: Flask, office: Issuer, other: Issuer
) -> None:
    signed_in(site, office)
    _, client = signed_in(site, other, "boris")
    office.body = UNUSABLE[name]

    for minutes in (2.5, 4.8):
        work(site, later(minutes=minutes))

    assert is_in_at(client, later(minutes=9))


def test_a_server_that_is_away_is_waited_for_once(site: Flask, office: Issuer, other: Issuer) -> None:
    """Its people would otherwise use up the time in which others are asked."""
    for subject in ("mira", "nina", "olga"):
        signed_in(site, office, subject)
    _, client = signed_in(site, other, "boris")
    change(office, read_at=clock.now() - timedelta(hours=2))
    reached, waited = site.extensions["issuer_connection"].endpoints, list[str]()

    def endpoint(host: str, port: int) -> Endpoint:
        if host == office.host:
            waited.append(host)
            raise TimeoutError
        return reached(host, port)

    site.extensions["issuer_connection"] = IssuerConnection(endpoint)
    work(site, later(minutes=2.5))

    assert waited == [office.host]
    assert is_in_at(client, later(minutes=7))


def test_a_session_that_is_over_is_not_asked_about(site: Flask, office: Issuer) -> None:
    signed_in(site, office)
    office.asked.clear()

    work(site, later(minutes=6))

    assert office.asked == []


def test_what_was_kept_of_a_session_goes_with_it(site: Flask, office: Issuer) -> None:
    _, client = signed_in(site, office)
    assert len(kept()) == 1
    people.send_form_token(client)

    client.post("/en/account/sign-out")
    work(site, later(minutes=1))

    assert kept() == []
