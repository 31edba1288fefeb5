"""How many SQL statements it takes at most to publish one field from its page; the index follows after these."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority, Proposal
from directory.proposals import service
from directory.proposals.applying import write
from directory.proposals.change_set import ChangeSet
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.decisions import version_in
from tests.people import signed_in

MOST = 30
ENTRY = ("authority", "kg-counted")
PHONE = "+996 312 000 001"
GIVEN = StatedProvenance(("https://office.example.org",))
FIELDS = {
    "a text": Edit(EditAction.CHANGE, *ENTRY, "name.en", "Office of Tests", "Renamed", GIVEN),
    "a code": Edit(EditAction.CHANGE, *ENTRY, "status", "active", "closed", GIVEN),
    "a telephone number": Edit(
        EditAction.CHANGE, "contact_detail", f"{ENTRY[1]}:{PHONE}", "value", PHONE, "+996 312 000 002", GIVEN
    ),
}


@dataclass(frozen=True)
class Site:
    """A site with one authority that has a phone, and what a coordinator's browser shows of a proposal that waits."""

    reviewer: FlaskClient
    propose: Callable[[Edit], Proposal]

    def publish(self, proposal: Proposal) -> list[str]:
        """Publish a proposal from its page; return the SQL statements that it took from the request to the answer."""
        address = f"/en/proposals/{proposal.id}"
        shown = version_in(self.reviewer.get(address).text)
        db.session.remove()
        with counted_statements() as statements:
            assert self.reviewer.post(f"{address}/publish", data=shown).status_code == 303
        return statements


@pytest.fixture(params=["small_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))])
def site(request: pytest.FixtureRequest) -> Site:
    app: Flask = request.getfixturevalue(request.param)
    app.extensions["after_commit"].clear()
    factories.add(factories.authority(ENTRY[1]))
    factories.add(factories.contact(PHONE, ENTRY[1], means="phone"))
    author, reviewer = (factories.account(Role.COORDINATOR, jurisdiction_key="KG") for _ in range(2))
    viewer = viewer_of(author)

    def propose(edit: Edit) -> Proposal:
        with committing():
            proposal = service.propose(viewer, ENTRY, [edit])
            service.submit(viewer, proposal)
        return proposal

    return Site(signed_in(app, reviewer), propose)


def test_a_field_is_published_in_few_statements(site: Site) -> None:
    counts = {name: len(site.publish(site.propose(edit))) for name, edit in FIELDS.items()}

    assert {name: count for name, count in counts.items() if count > MOST} == {}


def test_changes_that_were_read_before_the_transaction_are_not_written(small_app: Flask) -> None:
    factories.add(factories.authority(ENTRY[1]))
    changes = ChangeSet([FIELDS["a text"]])

    with pytest.raises(RuntimeError), committing():
        write(changes)

    assert db.session.get_one(Authority, ENTRY[1]).name.by_language["en"] == "Office of Tests"
