"""What tests of sign-in with the account of the office share: two issuers, and browsers that go there and back."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.clock import now
from directory.extensions import db
from directory.models import Account, AuditEvent, Mail, OfficeAccount
from directory.models import Issuer as IssuerRow
from directory.office_accounts import service
from directory.office_accounts.connection import IssuerConnection
from directory.office_accounts.flow import redirect_uri
from directory.office_accounts.provider import read_keys, read_metadata
from directory.office_accounts.service import IssuerTerms
from directory.office_accounts.tokens import SignedIn
from directory.sources.public_hosts import Endpoint
from directory.transaction import committing
from tests import factories, people
from tests.conftest import copy_of, make_app
from tests.html import parse
from tests.office_accounts.issuer import CLIENT_ID, CLIENT_SECRET, Issuer, serving

NUMBERS = count(1)
STATE = "KG"
SITE = "http://localhost:8000"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Issuer, Issuer, Path]]:
    folder = tmp_path_factory.mktemp("issuers")
    with serving(folder, "office.example.org") as office, serving(folder, "other.example.org") as other:
        trusted = folder / "trusted.pem"
        trusted.write_bytes(b"".join((folder / f"{one.host}.pem").read_bytes() for one in (office, other)))
        yield office, other, trusted


@pytest.fixture(scope="module")
def office_site(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("offices") / "data"))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def site(office_site: Flask, served: tuple[Issuer, Issuer, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Return the app, which finds the two issuers and has none yet; its context is pushed."""
    office, other, trusted = served
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    ports = {one.host: one.port for one in (office, other)}

    def endpoint(host: str, _port: int) -> Endpoint:
        if host not in ports:
            raise OSError("unknown host")
        return Endpoint(host, "127.0.0.1", ports[host])

    office_site.extensions["issuer_connection"] = IssuerConnection(endpoint)
    for one in (office, other):
        one.reset()
    with office_site.app_context():
        with committing():
            for row in db.session.scalars(select(IssuerRow)):
                service.remove_issuer(None, row)
        yield office_site
        db.session.rollback()


@pytest.fixture
def office(site: Flask, served: tuple[Issuer, Issuer, Path]) -> Issuer:
    """Return an issuer that the site knows, for the people of STATE."""
    register(site, served[0])
    return served[0]


@pytest.fixture
def other(site: Flask, served: tuple[Issuer, Issuer, Path]) -> Issuer:
    """Return another issuer that the site knows, for the people of STATE."""
    register(site, served[1])
    return served[1]


def register(site: Flask, issuer: Issuer, **changed: object) -> IssuerRow:
    """Let the site know an issuer, and the issuer the site."""
    connection: IssuerConnection = site.extensions["issuer_connection"]
    known = {
        "name": f"Office at {issuer.host}",
        "url": issuer.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "jurisdiction": STATE,
        "authority": "",
        "acr_values": [],
        "amr_values": ["mfa"],
        "tells_of_logout": False,
    }
    metadata = read_metadata(connection, issuer.url)
    with committing():
        row = service.add_issuer(None, IssuerTerms(**known | changed), metadata, read_keys(connection, metadata))
    issuer.client.redirect_uris.add(redirect_uri(row.public_id))
    return row


def row_of(issuer: Issuer) -> IssuerRow:
    return db.session.scalars(select(IssuerRow).where(IssuerRow.url == issuer.url)).one()


def change(issuer: Issuer, **values: object) -> None:
    """Change what the site knows of an issuer."""
    with committing():
        for name, value in values.items():
            setattr(row_of(issuer), name, value)


def person(**values: object) -> Account:
    return factories.account(**{"jurisdiction_key": STATE, **values})


def bound(issuer: Issuer, subject: str, **values: object) -> Account:
    """Return a person who has bound the account of this subject, and who is known at the issuer."""
    account = person()
    issuer.person(subject, **values)
    with committing():
        service.bind(row_of(issuer), account, signed_in(subject))
    return account


def signed_in(subject: str) -> SignedIn:

    return SignedIn(subject, now(), "", False, "")


def browser(site: Flask) -> FlaskClient:
    """Return a browser of a visitor, at an address of its own, so that tests do not use up each other's tries."""
    client = site.test_client()
    people.visit(client)
    client.environ_base["REMOTE_ADDR"] = new_address()
    return client


def new_address() -> str:
    number = next(NUMBERS)
    return f"198.51.{number // 250}.{number % 250 + 1}"


def begin(client: FlaskClient, issuer: Issuer, path: str = "account/sign-in/office/{id}", /, **sent: str) -> str:
    """Begin a sign-in, and return the address at the issuer to which the browser goes."""
    answer = client.post(f"/en/{path.format(id=row_of(issuer).public_id)}", data=sent)
    assert answer.status_code == 200, (answer.status_code, answer.location)
    return parse(answer).one("main a.button")["href"]


def come_back(client: FlaskClient, address: str) -> TestResponse:
    """Open the address to which an issuer sent the browser back."""
    assert address.startswith(SITE), address
    return client.get(address.removeprefix(SITE))


def sign_in(client: FlaskClient, issuer: Issuer, subject: str, **sent: str) -> TestResponse:
    """Sign in at an issuer and come back."""
    return come_back(client, issuer.let_in(begin(client, issuer, **sent), subject))


def is_in(client: FlaskClient) -> bool:
    """Return whether a browser is signed in, by both factors."""
    return client.get("/en/account").status_code == 200


def has_begun(client: FlaskClient) -> bool:
    """Return whether a browser has a session of a person, perhaps by one factor alone."""
    answer = client.get("/en/account/sign-in")
    return answer.status_code != 200


def fault_of(answer: TestResponse) -> str:
    """Return the code of the reason why a sign-in was refused, or "" if it was not."""
    return answer.location.partition("fault=")[2] if answer.status_code == 303 else ""


def acts_on(account: Account) -> list[str]:
    events = select(AuditEvent.action).where(AuditEvent.kind == "account", AuditEvent.key == str(account.id))
    return list(db.session.scalars(events.order_by(AuditEvent.id)))


def letters_to(account: Account) -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == account.email).order_by(Mail.id)))


def list_bound() -> list[OfficeAccount]:
    return list(db.session.scalars(select(OfficeAccount)))
