"""Browsers of people: `sign_in(client, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))`."""

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from passlib.totp import TOTP
from werkzeug.test import TestResponse

from directory.accounts import notices, passkeys, passwords, service, totp
from directory.accounts.sessions import FORM_TOKEN, FORM_TOKEN_SALT, Factor
from directory.clock import now
from directory.extensions import db
from directory.models import Account, AccountSecrets, AccountSession
from directory.tokens import new_token
from directory.transaction import committing
from tests import factories
from tests.api.programs import bearer
from tests.authenticator import Authenticator

HOST = "localhost"
PASSWORD = "violet tractor opens at noon"
_hashes: dict[str, str] = {}


def sign_in(client: FlaskClient, account: Account, *shown: Factor) -> AccountSession:
    """Give a client a session of this person and return its row.

    Every factor of this site has been shown unless some are named. The client then sends a form token by itself.
    """
    cookie, digest = new_token()
    own = [one for one in Factor if one not in (Factor.ISSUER, Factor.ISSUER_TWO)]
    totp = dict.fromkeys(shown or own, now())
    row = AccountSession(
        digest=digest, account_id=account.id, data={FORM_TOKEN: "token of tests"}, is_settled=not shown, **totp
    )
    factories.add(row)
    client.set_cookie("__Host-session", cookie, domain=HOST, secure=True)
    _send_form_token(client)
    return row


def visit(client: FlaskClient) -> None:
    """Give a client of a visitor what lets it send forms."""
    signer = URLSafeSerializer(client.application.secret_key, salt=FORM_TOKEN_SALT)
    client.set_cookie("__Host-session", signer.dumps({FORM_TOKEN: "token of tests"}), domain=HOST, secure=True)
    _send_form_token(client)


def signed_in(app: Flask, account: Account, *shown: Factor) -> FlaskClient:
    """Return a new client that is signed in as this person."""
    client = app.test_client()
    sign_in(client, account, *shown)
    return client


def with_token(app: Flask, account: Account) -> FlaskClient:
    """Return a client that is signed in on the pages and shows a token of the same person in the API."""
    client = signed_in(app, account)
    client.token = bearer(account)
    return client


def send_form_token(client: FlaskClient) -> None:
    """Let a client go on sending forms after it has got a new session from the site itself."""
    client.environ_base["HTTP_X_CSRFTOKEN"] = token_on(client.get("/en/account/reset"))


def token_on(page: TestResponse) -> str:
    """Return the form token of a page."""
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def cookie_of(client: FlaskClient) -> str:
    """Return the session's cookie."""
    cookie = client.get_cookie("__Host-session", domain=HOST)
    assert cookie is not None
    return cookie.value


def secrets_of(account: Account) -> AccountSecrets:
    """Return what is kept of a person's factors, as it is now."""
    secrets = db.session.get_one(AccountSecrets, account.id)
    db.session.refresh(secrets)
    return secrets


def _send_form_token(client: FlaskClient) -> None:
    signer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    client.environ_base["HTTP_X_CSRFTOKEN"] = signer.dumps("token of tests")


def give_password(account: Account, password: str = PASSWORD) -> None:
    """Let a person sign in by password.

    The person is told of it. Each password is hashed once for all tests, since that takes long on purpose.
    """
    if password not in _hashes:
        _hashes[password] = passwords.hash_of(password)
    with committing():
        service.secrets_for(account).password_hash = _hashes[password]
        notices.note(account, "password_set")


def give_generator(account: Account) -> str:
    """Give a person an app that makes codes, and return its secret for `code_of`."""
    secret = totp.new_secret()
    with committing():
        service.secrets_for(account).totp_secret = secret
    return secret


def code_of(app: Flask, secret: str) -> str:
    """Return the code that an app shows now."""
    return str(app.extensions["security"].totp_factory.generate_totp_password(secret))


def code_of_key(key: str) -> str:
    """Return the code that an app shows now which was given this key by hand."""
    return str(TOTP(key).generate().token)


def give_passkey(account: Account, device: Authenticator) -> None:
    """Give a person a passkey on this device."""
    challenge = passkeys.new_challenge()
    with committing():
        options = passkeys.options_to_add(account, challenge, device.origin)
    with committing():
        passkeys.add(account, "Device of tests", device.make(options), challenge, device.origin)
