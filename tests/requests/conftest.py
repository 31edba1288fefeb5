"""What tests of the docket share: an office of Kyrgyzstan that sent a request, one of France that got it, and all who
might look on."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, DocketEntry
from directory.requests.queries.entries import get_held, get_invitation
from directory.requests.service import dates, entering, pairing
from directory.requests.service.entering import NewRequest, RequestFacts
from directory.requests.statements import Statement
from directory.transaction import committing
from directory.vocabulary import RequestDirection, RequestEvent
from tests import factories
from tests.consultations.conftest import Scene, kept, practitioner, scene, scenery, site, written
from tests.people import signed_in
from tests.stored import three_states

__all__ = ["kept", "scene", "scenery", "site", "three_states", "written"]
FILE_NUMBER = "KG-77/wombat"
SENT_ON = date(2026, 9, 1)
FACTS = RequestFacts("FR", "hearing_witness", "tip", file_number=FILE_NUMBER)


def entered(scene: Scene, who: str = "asker", **values: Any) -> DocketEntry:
    """Return a new entry of an outgoing request that the office of `who` holds."""
    facts = RequestFacts(**{**vars(FACTS), "other_authority": central_of(scene), **values})
    dates_of = {RequestEvent.SENT: Statement(SENT_ON)}
    with committing():
        return entering.enter(scene.viewer(who), NewRequest(RequestDirection.OUTGOING, facts, dates_of))


def central_of(scene: Scene) -> str:
    """Return the key of the central office of the asked State."""
    return str(scene.people["of the central authority"].authority_key)


def fresh(entry: DocketEntry) -> DocketEntry:
    """Return an entry as it is stored now."""
    db.session.rollback()
    return db.session.get_one(DocketEntry, entry.id)


def state(viewer: Viewer, entry: DocketEntry, event: RequestEvent, day: date, ground: str = "") -> None:
    """State a date of an entry that the viewer's office holds."""
    with committing():
        held = get_held(viewer, entry.public_id)
        dates.state_date(viewer, held, event, Statement(day, ground), held.version)


def invited(scene: Scene, **values: Any) -> DocketEntry:
    """Return a new entry to which the central office of the other State is invited."""
    entry = entered(scene, **values)
    with committing():
        pairing.invite(scene.viewer("asker"), get_held(scene.viewer("asker"), entry.public_id), entry.version)
    return entry


def joined(scene: Scene, received_on: date = SENT_ON + timedelta(days=9)) -> tuple[DocketEntry, DocketEntry]:
    """Return the two entries of a request in which both States take part."""
    entry, there = invited(scene), scene.viewer("of the central authority")
    with committing():
        other = pairing.join(there, get_invitation(there, entry.public_id), "", received_on)
    return fresh(entry), fresh(other)


def other_office(scene: Scene) -> Account:
    """Return a person of another office of the State that sent the request."""
    key = f"other-office-{next(factories.NUMBERS)}"
    factories.add(factories.authority(key, jurisdiction_key="KG", name=factories.english(f"Other office {key}")))
    made = practitioner(jurisdiction_key="KG", authority_key=key)
    factories.add(made)
    return made


def browser_of(app: Flask, account: Account) -> FlaskClient:
    return signed_in(app, account)


@pytest.fixture
def today() -> date:
    return clock.today()
