"""Administrators keep issuers, on pages and by commands; nobody else sees or changes one."""

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.config import Config
from directory.extensions import db
from directory.models import AuditEvent
from directory.models import Issuer as IssuerRow
from directory.office_accounts.connection import IssuerConnection, IssuerUnreachable
from directory.office_accounts.encryption import open_client_secret
from directory.office_accounts.provider import read_metadata
from directory.sources.public_hosts import endpoint_of
from directory.vocabulary import Role
from tests import factories, people
from tests.accounts.test_own_account import age
from tests.html import parse
from tests.office_accounts.conftest import bound, change, letters_to, list_bound, register, row_of
from tests.office_accounts.issuer import CLIENT_ID, CLIENT_SECRET, Issuer

PAGE = "/en/people/issuers"


@pytest.fixture
def unknown(site: Flask, served: tuple[Issuer, Issuer, object]) -> Issuer:
    """Return an issuer that the site does not know yet."""
    return served[0]


def values(issuer: Issuer, **changed: object) -> dict[str, object]:
    return {
        "name": "Prosecutor's office",
        "url": issuer.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "jurisdiction": "KG",
        "amr_values": "mfa hwk",
    } | changed


def administrator(site: Flask) -> FlaskClient:
    return people.signed_in(site, factories.account(Role.ADMINISTRATOR))


def errors_of(answer: object) -> str:
    return " ".join(one.text for one in parse(answer).all(".error"))


def list_issuers() -> list[IssuerRow]:
    db.session.rollback()
    return list(db.session.scalars(select(IssuerRow)))


def test_an_administrator_adds_an_issuer_and_is_shown_what_to_register_there(site: Flask, unknown: Issuer) -> None:
    client = administrator(site)

    answer = client.post(f"{PAGE}/new", data=values(unknown))

    (made,) = list_issuers()
    assert (made.amr_values, made.acr_values, open_client_secret(made)) == (["mfa", "hwk"], [], CLIENT_SECRET)
    page = client.get(answer.location).text
    assert f"http://localhost:8000/oidc/{made.public_id}/callback" in page
    assert f"http://localhost:8000/oidc/{made.public_id}/logout" in page
    assert CLIENT_SECRET not in page
    acts = select(AuditEvent.action).where(AuditEvent.kind == "issuer", AuditEvent.key == made.public_id)
    assert list(db.session.scalars(acts)) == ["issuer_added"]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"url": "http://office.example.org"}, "https"),
        ({"url": "https://office.example.org:8443"}, "https"),
        ({"url": "https://office.example.org/?x=1"}, "https"),
        ({"url": "https://OFFICE.example.org"}, "https"),
        ({"url": "https://user@office.example.org"}, "https"),
        ({"url": "https://nowhere.example.org"}, "does not answer"),
        ({"url": "https://office.example.org/realms/other"}, "does not answer"),
        ({"client_secret": ""}, "Fill in"),
        ({"client_secret": "with space"}, "without spaces"),
        ({"jurisdiction": "XX"}, "Choose from the list"),
    ],
)
def test_what_cannot_be_an_issuer_is_refused_beside_its_field(
    changed: dict[str, str], word: str, site: Flask, unknown: Issuer
) -> None:
    answer = administrator(site).post(f"{PAGE}/new", data=values(unknown, **changed))

    assert answer.status_code == 422
    assert word in errors_of(answer)
    assert list_issuers() == []


def test_an_issuer_that_names_another_is_refused(site: Flask, unknown: Issuer) -> None:
    unknown.metadata = {"issuer": "https://other.example.org"}

    answer = administrator(site).post(f"{PAGE}/new", data=values(unknown))

    assert "does not answer" in errors_of(answer)
    assert list_issuers() == []


@pytest.mark.parametrize(
    "metadata",
    [
        {"token_endpoint": "http://office.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "https://nowhere.example.org/keys"},
        {"jwks_uri": None},
        {"token_endpoint_auth_methods_supported": ["none"]},
        {"response_types_supported": "code"},
    ],
    ids=str,
)
def test_a_description_that_cannot_be_used_is_refused(
    metadata: dict[str, object], site: Flask, unknown: Issuer
) -> None:
    unknown.metadata = metadata

    answer = administrator(site).post(f"{PAGE}/new", data=values(unknown))

    assert "does not answer" in errors_of(answer)
    assert list_issuers() == []


def test_an_issuer_is_known_once(site: Flask, office: Issuer) -> None:
    answer = administrator(site).post(f"{PAGE}/new", data=values(office))

    assert answer.status_code == 422
    assert len(list_issuers()) == 1


def test_the_secret_stays_unless_another_is_written(site: Flask, office: Issuer) -> None:
    client, row = administrator(site), row_of(office)
    page = parse(client.get(f"{PAGE}/{row.public_id}"))
    sent = values(office, seen=page.one("#seen")["value"], client_secret="", name="Renamed")

    client.post(f"{PAGE}/{row.public_id}", data=sent)

    (changed,) = list_issuers()
    assert (changed.name, open_client_secret(changed)) == ("Renamed", CLIENT_SECRET)


def test_the_later_of_two_administrators_is_told(site: Flask, office: Issuer) -> None:
    client, row = administrator(site), row_of(office)
    seen = parse(client.get(f"{PAGE}/{row.public_id}")).one("#seen")["value"]
    client.post(f"{PAGE}/{row.public_id}", data=values(office, seen=seen, name="First"))

    answer = client.post(f"{PAGE}/{row.public_id}", data=values(office, seen=seen, name="Second"))

    assert answer.status_code == 422
    assert "meanwhile" in answer.text
    assert list_issuers()[0].name == "First"


def test_the_address_of_an_issuer_cannot_be_changed(site: Flask, office: Issuer) -> None:
    client, row = administrator(site), row_of(office)
    seen = parse(client.get(f"{PAGE}/{row.public_id}")).one("#seen")["value"]

    client.post(f"{PAGE}/{row.public_id}", data=values(office, seen=seen, url="https://other.example.org"))

    assert list_issuers()[0].url == office.url


def test_news_of_ends_are_believed_only_of_an_issuer_that_promises_them(site: Flask, unknown: Issuer) -> None:
    unknown.metadata = {"backchannel_logout_supported": False}

    answer = administrator(site).post(f"{PAGE}/new", data=values(unknown, tells_of_logout="y"))

    assert answer.status_code == 422
    assert list_issuers() == []


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.COORDINATOR])
def test_nobody_else_sees_or_changes_an_issuer(role: Role, site: Flask, office: Issuer) -> None:
    client, path = people.signed_in(site, factories.account(role, jurisdiction_key="KG")), row_of(office).public_id

    statuses = [client.get(one).status_code for one in (PAGE, f"{PAGE}/new", f"{PAGE}/{path}")]
    statuses += [client.post(one).status_code for one in (f"{PAGE}/new", f"{PAGE}/{path}", f"{PAGE}/{path}/remove")]

    assert statuses == [403] * 6
    assert len(list_issuers()) == 1


def test_changing_an_issuer_asks_for_a_recent_factor(site: Flask, office: Issuer) -> None:
    client = site.test_client()
    age(people.sign_in(client, factories.account(Role.ADMINISTRATOR)))

    for path in ("new", row_of(office).public_id, f"{row_of(office).public_id}/remove"):
        assert "/account/confirm" in client.post(f"{PAGE}/{path}").location


def test_removing_tells_the_people(site: Flask, office: Issuer) -> None:
    account = bound(office, "mira")
    client = administrator(site)
    assert "1 person has bound" in client.get(PAGE).text

    client.post(f"{PAGE}/{row_of(office).public_id}/remove")

    assert list_issuers() == []
    assert list_bound() == []
    assert "office_account_unbound" in letters_to(account)


def run(site: Flask, *arguments: str, stdin: str = "") -> Result:
    return site.test_cli_runner().invoke(args=["issuers", *arguments], input=stdin)


def test_an_issuer_is_added_listed_and_removed_by_commands(site: Flask, unknown: Issuer) -> None:
    added = run(
        site,
        *("add", "--url", unknown.url, "--name", "Office", "--client-id", CLIENT_ID, "--jurisdiction", "KG"),
        *("--amr", "mfa", "--tells-of-logout"),
        stdin=f"{CLIENT_SECRET}\n",
    )
    (made,) = list_issuers()

    assert added.exit_code == 0, added.output
    assert f"/oidc/{made.public_id}/callback" in added.output
    assert (made.amr_values, made.tells_of_logout, open_client_secret(made)) == (["mfa"], True, CLIENT_SECRET)
    assert f"{made.public_id} {unknown.url} KG: 0 bound" in run(site, "list").output
    assert run(site, "remove", made.public_id).exit_code == 0
    assert "no issuers" in run(site, "list").output


@pytest.mark.parametrize(
    ("changed", "stdin", "word"),
    [
        ({"--url": "http://office.example.org"}, CLIENT_SECRET, "https"),
        ({"--url": "https://nowhere.example.org"}, CLIENT_SECRET, "does not answer"),
        ({"--jurisdiction": "XX"}, CLIENT_SECRET, "no such State"),
        ({}, "", "client secret"),
    ],
)
def test_a_wrong_command_says_why_in_a_line(
    changed: dict[str, str], stdin: str, word: str, site: Flask, unknown: Issuer
) -> None:
    options = {"--url": unknown.url, "--name": "Office", "--client-id": CLIENT_ID, "--jurisdiction": "KG"} | changed

    answer = run(site, "add", *(part for pair in options.items() for part in pair), stdin=f"{stdin}\n")

    assert (answer.exit_code, word in answer.output) == (1, True), answer.output
    assert list_issuers() == []


def test_an_unknown_issuer_is_not_removed(site: Flask) -> None:
    assert run(site, "remove", "nobody").exit_code == 1


@pytest.mark.parametrize("url", ["https://127.0.0.1", "https://localhost", "https://10.0.0.1", "https://[::1]"])
def test_an_inside_address_is_not_asked_unless_the_operator_allows_it(url: str) -> None:
    with pytest.raises(IssuerUnreachable):
        read_metadata(IssuerConnection(endpoint_of), url)


def test_the_operator_names_hosts_inside() -> None:
    config = Config.from_env(
        {"SECRET_KEY": "k" * 40, "ENCRYPTION_KEYS": "e" * 40, "ISSUER_HOSTS": "login.office.example, 10.1.0.0/16"}
    )

    assert config.issuer_hosts == ("login.office.example", "10.1.0.0/16")


def test_a_redirect_a_huge_answer_and_no_object_are_refused(site: Flask, unknown: Issuer) -> None:
    connection: IssuerConnection = site.extensions["issuer_connection"]
    for content in ("[]", "no JSON", "x" * 300_000):
        unknown.body = content
        with pytest.raises(IssuerUnreachable):
            read_metadata(connection, unknown.url)
    unknown.body = ""
    unknown.answers = False
    with pytest.raises(IssuerUnreachable):
        read_metadata(connection, unknown.url)


def test_pages_of_issuers_fit_the_change_of_state(site: Flask, unknown: Issuer) -> None:
    """The page of a known issuer offers the authorities of its State."""
    row = register(site, unknown)
    change(unknown, acr_values=["gold"])

    page = parse(administrator(site).get(f"{PAGE}/{row.public_id}"))

    assert page.one("#acr_values")["value"] == "gold"
    assert len(page.all("#authority option")) > 1
