"""What `test_two_files` runs in a copy of the site that has one more role, or one more audience.

`python -m tests.access.added role DATA_DIR`: ends with 0 when everything follows the two tables.
"""

import sys
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.access.gate import masked
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.imports.exporting import export
from directory.models import Account, ContactDetail, Mail
from directory.search import restricted_terms
from directory.vocabulary import Role
from tests import factories
from tests.conftest import make_app
from tests.people import PASSWORD, signed_in, visit, with_token

OFFICE, ADDRESS = "kz-prosecutor-general", "observer@example.org"


def role(app: Flask) -> None:
    factories.add(
        factories.contact("zephyrdesk@example.org", OFFICE, audience="practitioners"),
        factories.contact("quillnetwork@example.org", OFFICE, audience="network", network_key="casc"),
        factories.contact("marrownotes@example.org", OFFICE, audience="coordinators"),
    )
    coordinator = signed_in(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    address = "/en/people/invitations/new?jurisdiction=KG"
    assert 'value="observer"' in coordinator.get(address).text

    offered = {"email": ADDRESS, "role": "observer", "networks": "casc", "desk_role": "deputy", "language": "en"}
    assert coordinator.post(address, data=offered).status_code == 303
    observer = signed_in(app, accepted(app))

    page = observer.get(f"/en/authorities/{OFFICE}").text
    assert "zephyrdesk" in page
    assert "quillnetwork" not in page
    assert "marrownotes" not in page
    assert OFFICE in observer.get("/en/search?q=zephyrdesk@example.org").text
    assert OFFICE not in observer.get("/en/search?q=quillnetwork@example.org").text
    assert "Observer" in observer.get("/en/account").text
    for refused in ("/en/people", address, "/en/imports", f"/en/proposals/new?kind=authority&key={OFFICE}"):
        assert observer.get(refused).status_code in (403, 404), refused


def accepted(app: Flask) -> Account:
    """Accept the invitation that was sent, and return the account."""
    path = db.session.scalars(select(Mail).where(Mail.address == ADDRESS)).one().values["path"]
    client = app.test_client()
    visit(client)
    typed = {"email": ADDRESS, "name": "Olga Fictional", "password": PASSWORD}
    assert client.post(f"/en/{path}", data=typed).status_code == 303
    account = db.session.scalars(select(Account).where(Account.email == ADDRESS)).one()
    assert account.role == "observer"
    return account


def audience(app: Flask) -> None:
    contact = factories.contact("larkspur@example.org", OFFICE, audience="administrators")
    factories.add(contact)
    administrator, coordinator = factories.account(Role.ADMINISTRATOR), factories.account(Role.COORDINATOR, ["casc"])
    practitioner = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ")
    own = factories.account(Role.COORDINATOR, jurisdiction_key="KZ")

    assert found_by(with_token(app, administrator)) == [True, True, True, True]
    for other in (app.test_client(), *(with_token(app, one) for one in (coordinator, practitioner, own))):
        assert not any(found_by(other))
    assert b"larkspur" in exported(viewer_of(administrator))
    assert b"larkspur" not in exported(viewer_of(own))
    assert masked(ANONYMOUS, db.session.get_one(ContactDetail, contact.key)) == {}
    assert restricted_terms.differing() == set()


def found_by(client: FlaskClient) -> list[bool]:
    """Return whether the contact is on the page, in JSON, found by its word, and the audience offered in the form."""
    search = client.get("/en/search?q=larkspur@example.org").text
    opened = {"0:kind": "authority", "add": "contact_detail"}
    form = client.post(f"/en/proposals/new?kind=authority&key={OFFICE}", data=opened).text
    return [
        "larkspur" in client.get(f"/en/authorities/{OFFICE}").text,
        "larkspur" in client.get(f"/api/v1/authorities/{OFFICE}").text,
        OFFICE in search,
        'value="administrators"' in form,
    ]


def exported(viewer: Viewer) -> bytes:
    return export(viewer, "csv", "en", lambda _done, _total: None)


if __name__ == "__main__":
    what, folder = sys.argv[1:]
    app = make_app(Path(folder))
    with app.app_context():
        {"role": role, "audience": audience}[what](app)
