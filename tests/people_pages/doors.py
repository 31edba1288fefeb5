"""Comes to the pages of people as everyone does: by a browser, with a form."""

import re
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.models import Account
from tests.people import signed_in, visit
from tests.people_pages.conftest import mails_to, token_of

NUMBERS = count(1)
PASSWORD = "four plain words of tests"


def new_address() -> str:
    return f"page-{next(NUMBERS)}@example.org"


def visitor(site: Flask) -> FlaskClient:
    """Return a browser at an address of its own, so that the tests do not use up each other's tries."""
    client = site.test_client()
    visit(client)
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{next(NUMBERS) % 250}"
    return client


def invited(inviter: Account, site: Flask, **values: object) -> tuple[str, TestResponse]:
    """Send the form of an invitation and return the address invited with the answer."""
    email = new_address()
    data = {"email": email, "role": "practitioner", "networks": "casc", "language": "en"} | values
    return email, signed_in(site, inviter).post("/en/people/invitations/new?jurisdiction=KG", data=data)


def accept(site: Flask, invited: str, **values: str) -> TestResponse:
    token = token_of(mails_to(invited)[0])
    data = {"email": invited, "name": "Anyone Fictional", "password": PASSWORD} | values
    return visitor(site).post(f"/en/people/invitation/{token}", data=data)


def account_of(email: str) -> Account | None:
    db.session.rollback()
    return db.session.scalar(select(Account).where(Account.email == email))


def bare(answer: TestResponse, number: int | str) -> str:
    """Return a page without its own address, its form token and the number of the request."""
    page = re.sub(rf"(?<=/){number}(?=[/\"])", "NUMBER", re.sub(r"csrf[^>]*", "", answer.text))
    return page.split("Number of this request")[0]
