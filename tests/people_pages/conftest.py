"""What tests of people share: an app with the seed data, and who acts in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, Mail
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def written(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a copy of all seed data for the tests of one file, which write with addresses of their own
    and search nothing: its index does not follow."""
    app = make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("people")))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    """Push the context of the app that the tests of one file write to."""
    with written.app_context():
        yield written


def coordinator(jurisdiction: str | None = "KG", networks: tuple[str, ...] = ("casc",)) -> Account:
    return factories.account(Role.COORDINATOR, networks, jurisdiction_key=jurisdiction)


def administrator() -> Account:
    return factories.account(Role.ADMINISTRATOR)


def practitioner(
    jurisdiction: str = "KG", networks: tuple[str, ...] = ("casc",), desks: tuple[str, ...] = ()
) -> Account:
    return factories.account(Role.PRACTITIONER, networks, desks, jurisdiction_key=jurisdiction)


def as_viewer(account: Account) -> Viewer:
    return viewer_of(account)


def mails_to(address: str) -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.address == address).order_by(Mail.id)))


def token_of(mail: Mail) -> str:
    """Return the secret at the end of a mail's link."""
    return str(mail.values["path"]).rsplit("/", 1)[1]
