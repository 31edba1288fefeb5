"""Browsers of people: `sign_in(client, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))`."""

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from directory.accounts.sessions import FORM_TOKEN, FORM_TOKEN_SALT, Factor
from directory.clock import now
from directory.models import Account, AccountSession
from directory.tokens import new_token
from tests import factories

HOST = "localhost"


def sign_in(client: FlaskClient, account: Account, *shown: Factor) -> AccountSession:
    """Give a client a session of this person and return its row.

    Every factor has been shown unless some are named. The client then sends a form token by itself.
    """
    cookie, digest = new_token()
    factors = dict.fromkeys(shown or Factor, now())
    row = AccountSession(digest=digest, account_id=account.id, data={FORM_TOKEN: "token of tests"}, **factors)
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


def _send_form_token(client: FlaskClient) -> None:
    signer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    client.environ_base["HTTP_X_CSRFTOKEN"] = signer.dumps("token of tests")
