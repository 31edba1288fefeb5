"""A site of their own for tests of wordings, a lawyer of Kyrgyzstan and a keeper of Kyrgyz."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.models import Account, LanguageKeeper
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in, visit


@pytest.fixture
def lawyer(small_app: Flask) -> Account:
    return factories.account(jurisdiction_key="KG", authority_key="kg-prosecutor-general", networks=["casc"])


@pytest.fixture
def keeper(small_app: Flask) -> Account:
    """Return a practitioner who looks after Kyrgyz."""
    account = factories.account(jurisdiction_key="KG", language="ky")
    factories.add(LanguageKeeper(language="ky", account_id=account.id))
    return account


@pytest.fixture
def at_lawyer(small_app: Flask, lawyer: Account) -> FlaskClient:
    return signed_in(small_app, lawyer)


@pytest.fixture
def at_keeper(small_app: Flask, keeper: Account) -> FlaskClient:
    return signed_in(small_app, keeper)


@pytest.fixture
def at_administrator(small_app: Flask) -> FlaskClient:
    return signed_in(small_app, factories.account(Role.ADMINISTRATOR))


@pytest.fixture
def visitor(small_app: Flask) -> FlaskClient:
    client = small_app.test_client()
    visit(client)
    return client
