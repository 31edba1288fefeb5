"""A site in which each role has an account and there is one thing of each sort, for tests that send odd input."""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.rotas.service import patterns as rotas
from directory.imports import jobs
from directory.imports import service as imports
from directory.models import Account, CampaignEntry, ContactDetail, FocalPoint
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.service import propose
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope
from directory.verification.service import campaigns, reports
from directory.vocabulary import Role
from tests import factories
from tests.conftest import MadeOnce, close, copy_of, make_app
from tests.imports.files import nothing, office, table
from tests.odd_input import Sending, send
from tests.people import sign_in, visit

ROLES = (Role.VISITOR, Role.PRACTITIONER, Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Site:
    """An app with a person of each role, by the number of the account; `real` is what a part of an address can name,
    under the first word of the address with the name of the part."""

    app: Flask
    people: Mapping[Role, int]
    real: Mapping[str, str]

    def person(self, role: Role) -> Account:
        return db.session.get_one(Account, self.people[role])

    def client(self, role: Role) -> FlaskClient:
        """Return a browser of a visitor, or of someone of this role who has just signed in."""
        client = self.app.test_client()
        if role in self.people:
            sign_in(client, self.person(role))
        else:
            visit(client)
        return client

    def is_fault(self, role: Role, sending: Sending) -> bool:
        """Return whether what someone of this role sends is answered with a fault."""
        return send(self.client(role), sending).status_code >= 500


@contextmanager
def opened(few_treaties: Path, made_once: MadeOnce, folder: Path) -> Iterator[Site]:
    """Open a copy of the site in a free folder, whose index does not follow; its context is pushed."""
    made = made_once("odd", lambda new: _make(copy_of(few_treaties, new / "data"), new / "known"))
    app = _app_over(copy_of(made / "data", folder))
    with app.app_context():
        yield Site(app, *pickle.loads((made / "known").read_bytes()))


def _make(folder: Path, known: Path) -> None:
    """Make the site in a folder with the data of a few States and treaties; write what is known of it to a file."""
    app = _app_over(folder)
    with app.app_context():
        people = {role: factories.account(role, ("casc",), jurisdiction_key="KG") for role in ROLES[1:]}
        things = _things(viewer_of(people[Role.COORDINATOR]))
        known.write_bytes(pickle.dumps(({role: person.id for role, person in people.items()}, things)))
    close(app)


def _app_over(folder: Path) -> Flask:
    app = make_app(folder)
    app.extensions["after_commit"].clear()
    return app


def _things(viewer: Viewer) -> Mapping[str, str]:
    """Make one thing of each sort, all in the scope of this coordinator."""
    factories.add(factories.authority("kg-odd"))
    factories.add(factories.contact("odd@example.org", "kg-odd"))
    factories.add(factories.focal_point("kg-odd-desk", "kg-odd"))
    given = StatedProvenance(("https://example.org",))
    edit = Edit(EditAction.CHANGE, "authority", "kg-odd", "name.en", "Office of Tests", "Office of Trials", given)
    with committing():
        rotas.set_zone(viewer, db.session.get_one(FocalPoint, "kg-odd-desk"), "Asia/Bishkek", rotas.NO_ROTA)
        contact = db.session.scalars(select(ContactDetail).filter_by(authority_key="kg-odd")).one()
        proposal = propose(viewer, ("authority", "kg-odd"), [edit], form={"0:kind": ["authority"]})
        report = reports.report(contact, "no_answer", "", "", "en")
        campaign = campaigns.start(viewer, CampaignScope(kind="authority"), campaigns.ReminderSchedule())
        batch = imports.take_in(viewer, "odd.csv", table([office("kg-odd-two")]))
        export = imports.ask_for_export(viewer, "csv")
    jobs.check({"batch": batch.id}, nothing)
    asked = db.session.scalars(select(CampaignEntry).filter_by(campaign_id=campaign.id)).first()
    assert asked is not None
    return {
        "authorities/key": "kg-odd",
        "jurisdictions/code": "KG",
        "networks/key": "casc",
        "focal-points/key": "kg-odd-desk",
        "focal-points/state": "KG",
        "verification/key": "kg-odd-desk",
        "verification/network": "casc",
        "gaps/code": "KG",
        "gaps/key": "kg-odd",
        "treaties/key": "untoc",
        "measures/code": "extradition",
        "proposals/proposal_id": proposal.id,
        "verification/campaign_id": campaign.public_id,
        "verification/report_id": report.public_id,
        "verification/token": asked.token,
        "imports/batch_id": batch.id,
        "imports/job_id": export.public_id,
    }
