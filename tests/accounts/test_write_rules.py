"""Every write asks for a recent factor, counts toward a limit, or says why it does neither."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from directory.access.current_viewer import SAFE_METHODS, current_viewer
from directory.accounts import attempt_limits, sign_in_links
from directory.accounts.sessions import Factor
from directory.accounts.sign_in_links import LinkPurpose
from directory.accounts.write_rules import WRITE_RULES
from directory.clock import now
from directory.drafts.content import DraftContent
from directory.drafts.service import writing
from directory.errors import LimitReached
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, people
from tests.api.programs import bearer
from tests.people import sign_in, signed_in

NUMBERS = count(1)
NEW = "seven quiet rivers beside a mill"
# What stands in the variable parts of an address; the rules are asked before anything is looked for.
PARTS = {"language": "en", "number": 1, "passkey_id": 1, "session_id": 1, "account": 1, "year": 2025, "state": "KG"}
RECENT = sorted(name for name, rule in WRITE_RULES.items() if rule.recent_factor)
LIMITED = sorted(name for name, rule in WRITE_RULES.items() if rule.limit)


def writes(app: Flask) -> Iterator[Rule]:
    """Yield the routes that take something other than a reading."""
    return (rule for rule in app.url_map.iter_rules() if set(rule.methods or ()) - set(SAFE_METHODS))


def address_of(app: Flask, endpoint: str) -> tuple[str, str]:
    """Return the address of a write, its parts filled in, and its method."""
    rule = next(rule for rule in writes(app) if rule.endpoint == endpoint)
    chosen = {"step": "close", "act": "check" if endpoint == "imports.act" else "end", "answer": "agree"}
    if endpoint == "api_consultations.move_naming":
        chosen["step"] = "agree"
    if endpoint == "api_proposals.move":
        chosen["step"] = "submit"
    values = {name: ({"public_id": "x" * 16} | PARTS | chosen).get(name, "x") for name in rule.arguments}
    method = min(set(rule.methods or ()) - set(SAFE_METHODS))
    return app.url_map.bind("localhost").build(endpoint, values, method=method), method


def test_every_write_stands_in_the_table_and_nothing_else_does(site: Flask) -> None:
    assert {rule.endpoint for rule in writes(site)} == set(WRITE_RULES)


@pytest.mark.parametrize("endpoint", sorted(WRITE_RULES))
def test_a_write_has_a_rule_or_a_reason_for_none(endpoint: str) -> None:
    rule = WRITE_RULES[endpoint]

    assert bool(rule.exempt) != bool(rule.recent_factor or rule.limit or rule.tries)
    assert {rule.limit, *rule.tries} - {""} <= set(attempt_limits.LIMITS)


@pytest.mark.parametrize("endpoint", RECENT)
def test_an_old_factor_is_refused_where_the_table_asks_for_a_recent_one(site: Flask, endpoint: str) -> None:
    client = site.test_client()
    row = sign_in(client, factories.account(Role.ADMINISTRATOR))
    long_ago = now() - timedelta(minutes=16)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = long_ago
    address, method = address_of(site, endpoint)

    answer = client.open(address, method=method)

    assert answer.status_code == 303
    assert answer.headers["Location"].split("?")[0] == "/en/account/confirm"


@pytest.mark.parametrize("sends_referer", [False, True])
@pytest.mark.parametrize("endpoint", RECENT)
def test_whoever_showed_the_factor_comes_back_to_a_page_and_not_to_an_address_that_only_takes_forms(
    site: Flask, endpoint: str, sends_referer: bool
) -> None:
    client = site.test_client()
    row = sign_in(client, factories.account(Role.ADMINISTRATOR))
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = now() - timedelta(minutes=16)
    address, method = address_of(site, endpoint)
    headers = {"Referer": f"https://localhost{address}"} if sends_referer else {}

    answer = client.open(address, method=method, headers=headers)

    [page] = parse_qs(urlsplit(answer.headers["Location"]).query)["next"]
    found, _values = site.url_map.bind("localhost").match(page.partition("?")[0], method="GET")
    assert found not in ("home.index", "bare.redirect_to_language")


@pytest.mark.parametrize("endpoint", RECENT)
def test_a_recent_factor_leads_on(site: Flask, endpoint: str) -> None:
    client = signed_in(site, factories.account(Role.ADMINISTRATOR))
    address, method = address_of(site, endpoint)

    answer = client.open(address, method=method)

    assert "/account/confirm" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("endpoint", RECENT)
def test_a_visitor_gets_nowhere_with_what_needs_a_recent_factor(site: Flask, endpoint: str) -> None:
    client = site.test_client()
    address, method = address_of(site, endpoint)

    assert client.open(address, method=method).status_code in (400, 401)


def test_no_program_is_offered_what_needs_a_recent_factor(site: Flask) -> None:
    assert not [name for name in RECENT if address_of(site, name)[0].startswith("/api/")]


@pytest.mark.parametrize("endpoint", LIMITED)
def test_a_write_is_counted_as_it_begins_and_refused_over_the_limit(
    site: Flask, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attempt_limits.LIMITS, WRITE_RULES[endpoint].limit, "1 per hour")
    where = {"REMOTE_ADDR": f"198.51.100.{next(NUMBERS)}"}
    address, method = address_of(site, endpoint)

    def write() -> None:
        g.__dict__.clear()
        with site.test_request_context(address, method=method, environ_base=where), committing():
            pass

    write()
    with pytest.raises(LimitReached):
        write()


def visit(site: Flask, _endpoint: str) -> FlaskClient:
    """Return a browser of nobody."""
    client = site.test_client()
    people.visit(client)
    return client


def half_signed_in(site: Flask, _endpoint: str) -> FlaskClient:
    """Return the browser of a person whose code is asked for."""
    account = factories.account()
    people.give_generator(account)
    return signed_in(site, account, Factor.PASSWORD)


def inside(site: Flask, _endpoint: str) -> FlaskClient:
    return signed_in(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))


def inside_by_password(site: Flask, _endpoint: str) -> FlaskClient:
    account = factories.account()
    people.give_password(account)
    return signed_in(site, account)


def program(site: Flask, _endpoint: str) -> FlaskClient:
    """Return the program of a person, with a token that writes."""
    client = site.test_client()
    client.token = bearer(factories.account(), "write")
    return client


# Who sends it, and what.
TRIES: Mapping[str, tuple[Callable[[Flask, str], FlaskClient], Mapping[str, str]]] = {
    "access_requests.confirm": (visit, {}),
    "accounts.ask_for_reset": (visit, {"email": "nobody@example.org"}),
    "accounts.code_generator": (inside_by_password, {"code": "000000", "current": people.PASSWORD}),
    "accounts.confirm": (inside, {"password": people.PASSWORD}),
    "accounts.passkeys_page": (inside_by_password, {"name": "A device"}),
    "accounts.passkey_options": (visit, {}),
    "accounts.password": (inside_by_password, {"password": NEW, "again": NEW}),
    "accounts.recovery_codes": (inside_by_password, {}),
    "accounts.reset": (visit, {"password": people.PASSWORD, "again": people.PASSWORD}),
    "accounts.second_factor": (half_signed_in, {"code": "000000"}),
    "accounts.sign_in": (visit, {"email": "nobody@example.org", "password": people.PASSWORD}),
    "accounts.sign_in_by_passkey": (visit, {"credential": "x"}),
    "accounts.use_link": (visit, {}),
    "api_webhooks.add": (program, {}),
    "webhooks.new": (inside, {"url": "no address"}),
    "drafts.document": (inside, {"language": "en", "file_format": "docx"}),
    "imports.ask_for_export": (inside, {}),
    "imports.upload": (inside, {}),
    "invitations.accept": (visit, {}),
    "office_accounts.accept": (visit, {}),
    "office_accounts.bind": (inside, {}),
    "office_accounts.confirm": (inside, {}),
    "office_accounts.go": (visit, {}),
    "office_answers.log_out": (visit, {"logout_token": "forged"}),
    "request_files.bring": (inside, {}),
    "verification_reports.report": (visit, {}),
    "wordings.suggest": (visit, {}),
}


def test_what_counts_its_tries_itself_is_tried_here() -> None:
    assert set(TRIES) == {name for name, rule in WRITE_RULES.items() if rule.tries}


@pytest.mark.parametrize(
    ("endpoint", "limit"), [(name, limit) for name, rule in sorted(WRITE_RULES.items()) for limit in rule.tries]
)
def test_each_try_is_counted_before_it_is_judged(
    site: Flask, endpoint: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, data = TRIES[endpoint]
    if limit == "confirmation":
        data = {**data, "current": "a wrong one of many words"}
    client = who(site, endpoint)
    client.environ_base["REMOTE_ADDR"] = f"198.51.100.{next(NUMBERS)}"
    addresses: Iterable[str] = [address_of(site, endpoint)[0]] * 2
    if endpoint == "accounts.reset":
        addresses = resets()
    if endpoint == "drafts.document":
        addresses = [document_of(client)] * 2
    monkeypatch.setitem(attempt_limits.LIMITS, limit, "1 per hour")

    answers = [client.post(address, data=data) for address in addresses]

    assert [answer.status_code == 429 for answer in answers] == [False, True]


def resets() -> Iterator[str]:
    """Yield two addresses, one after the other, at which one person may choose a new password."""
    account = factories.account()
    for _ in range(2):
        with committing():
            token = sign_in_links.make(account, LinkPurpose.RESET)
        yield f"/en/account/reset/{token}"


def document_of(client: FlaskClient) -> str:
    """Return the address at which a document is made of a draft of a client's person."""
    with client:
        client.get("/en/account")
        owner = current_viewer()
    with committing():
        draft = writing.start(owner, DraftContent(requesting="KG", requested="FR", offence="tip"))
    return f"/en/drafts/{draft.public_id}/document"
