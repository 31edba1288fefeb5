"""Sessions: whose request this is, and that an ended one counts for nothing at once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.access.viewer import ANONYMOUS
from directory.accounts import sessions
from directory.accounts.cleanup import MOST_OPEN, end_future_dated
from directory.accounts.sessions import Factor
from directory.extensions import db
from directory.models import Account, AccountSession
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.conftest import make_app
from tests.html import parse

ACCOUNT = "/en/account"
DAY = timedelta(days=1)


def is_in(answer: TestResponse) -> bool:
    return answer.status_code == 200


def count_sessions() -> int:
    return db.session.scalar(select(func.count(AccountSession.id))) or 0


def test_a_visitor_is_led_to_the_sign_in_and_back(site: Flask) -> None:
    answer = site.test_client().get(ACCOUNT)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/en/account/sign-in?next=/en/account"


def test_a_person_with_both_factors_is_in_until_they_sign_out(site: Flask) -> None:
    client = people.signed_in(site, factories.account())
    assert is_in(client.get(ACCOUNT))

    signed_out = client.post("/en/account/sign-out")

    assert not is_in(client.get(ACCOUNT))
    assert signed_out.headers["Clear-Site-Data"] == '"cache"'


def test_a_form_sent_after_signing_out_in_another_tab_says_how_to_keep_it(site: Flask) -> None:
    client = people.signed_in(site, factories.account(Role.ADMINISTRATOR))
    client.post("/en/account/sign-out")

    answer = client.post("/en/proposals/new?kind=authority", data={"check": "1"})

    assert answer.status_code == 400
    assert "you signed in or out since this form was opened" in answer.text
    assert "with the Back button of your browser" in answer.text


SAME = {"Sec-Fetch-Site": "same-origin"}
TYPED = [("kind", "authority"), ("note", "Third <floor>\nleft"), ("note", "again")]


def fields_of(answer: TestResponse) -> list[tuple[str, str]]:
    return [(one["name"] or "", one["value"] or "") for one in parse(answer).all("main form input")]


def press_again(client: FlaskClient, refused: TestResponse) -> TestResponse:
    address = parse(refused).one("main form")["action"] or ""
    return client.post(address, data=MultiDict(fields_of(refused)), headers=SAME)


def test_what_was_typed_before_signing_out_is_kept_and_sent_after_signing_in_again(site: Flask) -> None:
    account = factories.account(Role.ADMINISTRATOR)
    client = people.signed_in(site, account)
    client.post("/en/account/sign-out")

    refused = client.post("/en/proposals/new?kind=authority", data=MultiDict(TYPED), headers=SAME)
    people.sign_in(client, account)
    # The page was made before the person signed in, so its token is not of this session yet.
    again = press_again(client, refused)
    sent = press_again(client, again)

    assert (refused.status_code, again.status_code) == (400, 400)
    assert [one for one in fields_of(again) if one[0] != "csrf_token"] == TYPED
    assert parse(sent).one("#note").typed == "Third <floor>\nleft"


def test_what_was_typed_stays_if_it_is_sent_before_signing_in_again(site: Flask) -> None:
    client = people.signed_in(site, factories.account(Role.ADMINISTRATOR))
    client.post("/en/account/sign-out")
    people.visit(client)

    refused = client.post("/en/proposals/new?kind=authority", data=MultiDict(TYPED), headers=SAME)

    assert refused.status_code == 401
    assert [one for one in fields_of(refused) if one[0] != "csrf_token"] == TYPED


@pytest.mark.parametrize(
    ("headers", "address", "kind"),
    [
        ({"Sec-Fetch-Site": "same-site"}, "/en/proposals/new", None),
        ({"Sec-Fetch-Site": "cross-site"}, "/en/proposals/new", None),
        ({}, "/en/proposals/new", None),
        (SAME, "/en/account/sign-in", None),
        (SAME, "/en/proposals/new", "multipart/form-data"),
    ],
    ids=["another host", "another site", "an old browser", "own account", "with files"],
)
def test_a_form_that_another_site_may_have_filled_in_or_of_the_own_account_is_not_offered_again(
    site: Flask, headers: dict[str, str], address: str, kind: str | None
) -> None:
    client = people.signed_in(site, factories.account())
    client.post("/en/account/sign-out")

    answer = client.post(address, data=MultiDict(TYPED), headers=headers, content_type=kind)

    assert answer.status_code == 400
    assert "again" not in [value for _name, value in fields_of(answer)]


def test_a_password_that_was_chosen_stands_on_no_page(site: Flask) -> None:
    chosen = {"name": "Wombat", "password": "violet tractor opens at noon"}
    client = people.signed_in(site, factories.account())
    client.post("/en/account/sign-out")

    answer = client.post("/en/people/invitation/unknown", data=chosen, headers=SAME)

    assert answer.status_code == 400
    assert "violet tractor" not in answer.text


@pytest.mark.parametrize(
    ("role", "desks", "shown", "is_let_in"),
    [
        (Role.PRACTITIONER, [], [Factor.PASSWORD], False),
        (Role.PRACTITIONER, [], [Factor.TOTP], False),
        (Role.PRACTITIONER, [], [Factor.PASSWORD, Factor.TOTP], True),
        (Role.PRACTITIONER, [], [Factor.PASSWORD, Factor.RECOVERY_CODE], True),
        (Role.PRACTITIONER, [], [Factor.PASSKEY], True),
        (Role.COORDINATOR, [], [Factor.PASSWORD, Factor.TOTP], True),
        (Role.ADMINISTRATOR, [], [Factor.PASSWORD, Factor.TOTP], False),
        (Role.ADMINISTRATOR, [], [Factor.PASSWORD, Factor.RECOVERY_CODE], False),
        (Role.ADMINISTRATOR, [], [Factor.PASSKEY], True),
        (Role.PRACTITIONER, ["kg-casc"], [Factor.PASSWORD, Factor.TOTP], False),
        (Role.PRACTITIONER, ["kg-casc"], [Factor.PASSKEY], True),
    ],
)
def test_a_person_is_in_once_the_factors_of_their_role_were_shown(
    site: Flask, role: Role, desks: list[str], shown: list[Factor], is_let_in: bool
) -> None:
    client = people.signed_in(site, factories.account(role, desks=desks), *shown)

    assert is_in(client.get(ACCOUNT)) is is_let_in


def disable(account: Account, row: AccountSession) -> None:
    account.active = False


def end(account: Account, row: AccountSession) -> None:
    row.ended_at = clock.now()


def renew(account: Account, row: AccountSession) -> None:
    row.digest = "0" * 64


@pytest.mark.parametrize("change", [disable, end, renew])
def test_what_ends_a_session_counts_at_the_next_request(site: Flask, change) -> None:
    account = factories.account()
    client = site.test_client()
    row = people.sign_in(client, account)
    assert is_in(client.get(ACCOUNT))

    with committing():
        change(account, row)

    assert not is_in(client.get(ACCOUNT))


@pytest.mark.parametrize(
    ("role", "minutes", "is_let_in"),
    [
        (Role.PRACTITIONER, 58, True),
        (Role.PRACTITIONER, 61, False),
        (Role.COORDINATOR, 28, True),
        (Role.COORDINATOR, 31, False),
        (Role.ADMINISTRATOR, 31, False),
    ],
)
def test_a_session_without_a_request_ends(site: Flask, role: Role, minutes: int, is_let_in: bool) -> None:
    client = site.test_client()
    row = people.sign_in(client, factories.account(role))

    with committing():
        row.seen_at = clock.now() - timedelta(minutes=minutes)

    assert is_in(client.get(ACCOUNT)) is is_let_in


def test_a_session_ends_after_its_whole_time_however_busy_it_is(site: Flask) -> None:
    client = site.test_client()
    row = people.sign_in(client, factories.account(Role.COORDINATOR))

    with committing():
        row.created_at = clock.now() - timedelta(hours=12, minutes=1)

    assert not is_in(client.get(ACCOUNT))


@pytest.mark.parametrize("written", ["seen_at", "created_at"])
def test_a_session_of_a_clock_that_was_ahead_is_over_and_is_not_good_again_when_its_time_comes(
    site: Flask, written: str
) -> None:
    client = site.test_client()
    row = people.sign_in(client, factories.account())
    ahead = clock.now() + DAY
    with committing():
        setattr(row, written, ahead)

    assert not is_in(client.get(ACCOUNT))
    end_future_dated(clock.now())
    with committing():
        row.seen_at = row.created_at = clock.now()

    assert not is_in(client.get(ACCOUNT))


def test_a_session_of_another_node_whose_clock_is_a_little_ahead_is_good(site: Flask) -> None:
    client = site.test_client()
    row = people.sign_in(client, factories.account())
    with committing():
        row.seen_at = row.created_at = clock.now() + timedelta(minutes=1)

    end_future_dated(clock.now())

    assert is_in(client.get(ACCOUNT))


def test_what_the_database_holds_is_no_cookie(site: Flask) -> None:
    row = people.sign_in(site.test_client(), factories.account())
    thief = site.test_client()

    thief.set_cookie("__Host-session", row.digest, domain=people.HOST, secure=True)

    assert not is_in(thief.get(ACCOUNT))


def test_a_visitor_who_reads_gets_no_cookie_and_costs_no_row(site: Flask) -> None:
    before = count_sessions()

    answer = site.test_client().get("/en/jurisdictions/KG")

    assert "Set-Cookie" not in answer.headers
    assert count_sessions() == before


def test_a_visitor_who_opens_forms_costs_no_row_and_keeps_one_cookie(site: Flask) -> None:
    client, before = site.test_client(), count_sessions()

    answers = [client.get(f"/en/account/{page}") for page in ("sign-in", "reset", "sign-in")]

    assert ["Set-Cookie" in answer.headers for answer in answers] == [True, False, False]
    assert count_sessions() == before


def test_the_answers_to_a_session_are_kept_by_nobody(site: Flask) -> None:
    client = people.signed_in(site, factories.account())

    answer = client.get("/en/jurisdictions/KG", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("address", "name", "is_secure"),
    [
        ("https://localhost", "__Host-session", True),
        ("http://127.0.0.1:8000", "__Host-session", True),
        ("http://directory.example", "session", False),
    ],
)
def test_the_cookie_is_for_this_host_alone_and_kept_from_scripts(
    site: Flask, address: str, name: str, is_secure: bool
) -> None:
    settings = site.config["SETTINGS"]
    app = make_app(settings.data_dir, settings.database_url, site_address=address)

    cookie = app.test_client().get("/en/account/sign-in", base_url=address).headers["Set-Cookie"]

    assert cookie.startswith(f"{name}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert ("Secure" in cookie) is is_secure
    assert "Domain" not in cookie


def test_a_form_without_this_browsers_token_or_from_another_site_changes_nothing(site: Flask) -> None:
    client = people.signed_in(site, factories.account())
    token = client.environ_base.pop("HTTP_X_CSRFTOKEN")

    without = client.post("/en/account/sign-out")
    foreign = client.post("/en/account/sign-out", headers={"X-CSRFToken": token, "Sec-Fetch-Site": "cross-site"})

    assert (without.status_code, foreign.status_code) == (400, 400)
    assert "Nothing was changed" in without.text
    assert is_in(client.get(ACCOUNT))


def test_a_session_speaks_for_nobody_in_the_api(site: Flask) -> None:
    client = people.signed_in(site, factories.account())

    with client:
        client.get("/en/search?q=x")
        assert current_viewer().role is Role.PRACTITIONER
        client.get("/api/v1/search?q=x")
        assert current_viewer() == ANONYMOUS


def test_of_more_sessions_than_a_person_needs_the_longest_unused_ends(site: Flask) -> None:
    account = factories.account()
    clients = [site.test_client() for _ in range(MOST_OPEN)]
    for minutes, client in enumerate(clients):
        row = people.sign_in(client, account)
        with committing():
            row.seen_at = clock.now() - timedelta(minutes=minutes)

    with site.test_request_context():
        sessions.start(account.id, Factor.PASSKEY)

    assert [is_in(client.get(ACCOUNT)) for client in clients] == [True] * (MOST_OPEN - 1) + [False]


def test_who_knows_the_password_alone_ends_no_session(site: Flask) -> None:
    account = factories.account()
    clients = [people.signed_in(site, account) for _ in range(MOST_OPEN)]

    for _ in range(3):
        with site.test_request_context():
            sessions.start(account.id, Factor.PASSWORD)

    assert all(is_in(client.get(ACCOUNT)) for client in clients)
