"""A site in which each thing that an address can name is in its emptiest state, and a person of each role."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Date, Integer, inspect

from directory import clock
from directory.accounts.queries import viewer_of
from directory.consultations.service import asking
from directory.consultations.service.entries import WrittenText
from directory.drafts.content import DraftContent
from directory.extensions import db
from directory.focal_points.rotas.service import patterns as rotas
from directory.follows import service as follows
from directory.imports import service as imports
from directory.models import (
    Account,
    AnnualReturn,
    Authority,
    ContactDetail,
    FocalPoint,
    Handover,
    Jurisdiction,
    Legislation,
    Network,
    Notice,
    ReachabilityTest,
    RequirementSheet,
    Rule,
    Texts,
    Treaty,
)
from directory.models.details import Entry
from directory.models.types import NO_TEXT, Codes, TextsType
from directory.proposals.service import propose
from directory.tokens import public_id
from directory.transaction import committing
from directory.verification.queries.candidates import CampaignScope
from directory.verification.service import campaigns, reachability, reports
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import bearer
from tests.conftest import make_app
from tests.imports.files import table
from tests.matrix.drafted import begin_draft
from tests.people import sign_in, visit

STATE, NETWORK, OFFICE, DESK, STAFFED = "NR", "bare", "nr-bare", "nr-bare-desk", "nr-bare-staffed"
# A name in a language that none of the pages asked for is in.
NAME = Texts("ky", {"ky": "Аты жок"})
PEOPLE: Mapping[str, tuple[Role, dict[str, Any]]] = {
    "practitioner of nothing": (Role.PRACTITIONER, {}),
    "desk member": (
        Role.PRACTITIONER,
        {"networks": (NETWORK,), "desks": (STAFFED,), "jurisdiction_key": STATE, "authority_key": OFFICE},
    ),
    "coordinator of a State": (Role.COORDINATOR, {"jurisdiction_key": STATE}),
    "coordinator of a network": (Role.COORDINATOR, {"networks": (NETWORK,)}),
    "administrator": (Role.ADMINISTRATOR, {}),
}
VISITOR = "visitor"


@dataclass(frozen=True)
class Site:
    """An app with a person of each role; `real` says by person what a part of an address names (see `addresses_of`)."""

    app: Flask
    people: Mapping[str, Account]
    real: Mapping[str, Mapping[str, str]]
    tokens: Mapping[str, Mapping[str, str]]

    def client(self, person: str) -> FlaskClient:
        """Return a browser of a person who has just signed in, with a token of theirs for the API."""
        client = self.app.test_client()
        if person in self.people:
            sign_in(client, self.people[person])
            client.token = self.tokens[person]
        else:
            visit(client)
        return client


@contextmanager
def opened(folder: Path) -> Iterator[Site]:
    """Open a site over a data folder of its own, whose index does not follow; its context is pushed."""
    app = make_app(folder)
    app.extensions["after_commit"].clear()
    with app.app_context():
        _add_entries()
        people = {
            name: factories.account(role, **{"networks": (), "desks": ()} | own) for name, (role, own) in PEOPLE.items()
        }
        things = _things(people)
        own = {name: _own(account) for name, account in people.items()}
        real = {VISITOR: things} | {name: things | mine for name, mine in own.items()}
        yield Site(app, people, real, {name: bearer(account) for name, account in people.items()})


def bare(model: type[Entry], key: str, **values: Any) -> Entry:
    """Return an entry that holds these values, and nothing wherever its columns let it hold nothing."""
    columns = {one.key: one.columns[0] for one in inspect(model).column_attrs}
    return model(**{name: _nothing(column) for name, column in columns.items()} | {"key": key} | values)


def _nothing(column: Any) -> Any:
    if column.nullable:
        return None
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    for kind, nothing in ((TextsType, NO_TEXT), (Codes, ()), (Boolean, False), (Integer, 0), (Date, clock.today())):
        if isinstance(column.type, kind):
            return nothing
    return clock.now() if type(column.type).__name__ == "Instant" else ""


def _add_entries() -> None:
    factories.add(bare(Jurisdiction, STATE, alpha3="NRU", region="Oceania"))
    bound = {"authority_key": OFFICE, "network_key": NETWORK, "cover": "not_published"}
    active = {"jurisdiction_key": STATE, "name": NAME, "authority_kind": "judicial_body", "status": "active"}
    factories.add(bare(Network, NETWORK, name=NAME, network_kind="judicial_cooperation"))
    factories.add(bare(Authority, OFFICE, **active))
    factories.add(
        bare(FocalPoint, DESK, **bound),
        bare(FocalPoint, STAFFED, **bound),
        bare(Treaty, "bare-treaty", title=NAME, level="universal"),
        bare(Legislation, "bare-law", jurisdiction_key=STATE, title=NAME),
        bare(RequirementSheet, "bare-sheet", jurisdiction_key=STATE),
        bare(ContactDetail, f"{OFFICE}:line", authority_key=OFFICE, means="phone", value="+674 1", audience="public"),
        bare(Notice, "bare-notice", network_key=NETWORK, notice_kind="visit", title=NAME, audience="network"),
    )
    factories.add(bare(Rule, "bare-rule", sheet_key="bare-sheet", topic="content_item"))


def _things(people: Mapping[str, Account]) -> dict[str, str]:
    member, author = people["desk member"], people["coordinator of a State"]
    viewer = viewer_of(author)
    with committing():
        rotas.set_zone(viewer, db.session.get_one(FocalPoint, STAFFED), "UTC", rotas.NO_ROTA)
        contact = db.session.get_one(ContactDetail, f"{OFFICE}:line")
        report = reports.report(contact, "no_answer", "", "", "en")
        proposal = propose(viewer, ("authority", OFFICE), [])
        campaign = campaigns.start(viewer, CampaignScope(STATE, kind="authority"), campaigns.ReminderSchedule())
        batch = imports.take_in(viewer, "bare.csv", table([]))
        export = imports.ask_for_export(viewer, "csv")
        reachability.schedule(viewer, db.session.get_one(FocalPoint, STAFFED), clock.now(), 60, 0)
    own = {"public_id": public_id(), "leaver_id": member.id, "successor_id": author.id, "creator_id": author.id}
    handover = Handover(**own, desks=(), networks=(), note="", ends_on=clock.today())
    filed = {"jurisdiction_key": STATE, "subject": "tip", "year": 2025, "counts": {}, "sources": ""}
    factories.add(handover, AnnualReturn(**filed, account_id=author.id))
    test = db.session.query(ReachabilityTest).one()
    return {
        "authorities/key": OFFICE,
        "jurisdictions/code": STATE,
        "jurisdictions/key": STATE,
        "networks/key": NETWORK,
        "consultations/key": NETWORK,
        "focal-points/key": STAFFED,
        "focal-points/state": STATE,
        "offline/code": STATE,
        "legislation/key": "bare-law",
        "requirements/key": "bare-sheet",
        "notices/public_id": "bare-notice",
        "verification/key": STAFFED,
        "verification/network": NETWORK,
        "gaps/code": STATE,
        "gaps/key": OFFICE,
        "treaties/key": "bare-treaty",
        "measures/code": "other",
        "measures/key": "other",
        "follows/kind": "authority",
        "follows/key": OFFICE,
        "statistics/code": STATE,
        "statistics/subject": "tip",
        "statistics/year": "2025",
        "people/number": str(member.id),
        "people/public_id": handover.public_id,
        "proposals/proposal_id": proposal.id,
        "proposals/kind": "authority",
        "proposals/key": OFFICE,
        "verification/campaign_id": campaign.public_id,
        "verification/report_id": report.public_id,
        "verification/test_id": test.public_id,
        "imports/batch_id": batch.id,
        "imports/job_id": export.public_id,
    }


def _own(account: Account) -> dict[str, str]:
    """Return what only the person themselves may open: an empty draft, a thread with its question alone, a feed."""
    made = {"drafts/public_id": begin_draft(account, DraftContent()), "drafts/part": "parties"}
    with committing():
        made["follows/token"] = follows.make_feed(viewer_of(account))
    if account.jurisdiction_key and not account.desks:
        about = {"measure": "other", "offence": "other", "urgency": "normal", "subject": "?"}
        with committing():
            asked = asking.ask(viewer_of(account), asking.DeskQuestion(DESK, words=WrittenText("?", "en"), **about))
            made["consultations/public_id"] = asked.public_id
    return made
