"""What tests of consultations share: a desk of France, who asks it from Kyrgyzstan, and all who might look on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import viewer_of
from directory.consultations.queries import threads
from directory.consultations.service import asking
from directory.consultations.service.asking import DeskQuestion
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import (
    Account,
    AccountNetwork,
    Consultation,
    DeskMember,
    Mail,
)
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.stored import ON_BOTH, Kept, kept_on, three_states

__all__ = ["three_states"]
NUMBERS = count(1)
SUBJECT, QUESTION, REFERENCE = "Hearing of a quokka", "May a wombat be heard by video?", "No. 77-ocelot"
ASKED_STATE, ASKING_STATE, NETWORK = "FR", "KG", "casc"


@pytest.fixture(scope="module")
def written(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the data of a few States for the tests of one file, which write beside each other and search
    nothing: its index does not follow."""
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("consultations") / "data"))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written
        db.session.rollback()


@pytest.fixture(params=ON_BOTH)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    return kept_on(request, tmp_path / "data")


@dataclass
class Scene:
    """A desk that is asked and the people around it, each with rights of its own."""

    desk: str
    other_desk: str
    asking_office: str
    executing_office: str
    numbers: dict[str, int]
    people: dict[str, Account] = field(default_factory=dict)

    def here(self) -> "Scene":
        """Return the same scene with its people from the database that is open now."""
        return replace(self, people={name: self.stored(name) for name in self.numbers})

    def viewer(self, name: str) -> Viewer:
        """Return a person as they are now."""
        if name == "visitor":
            return ANONYMOUS
        return viewer_of(self.people[name])

    def stored(self, name: str) -> Account:
        """Return a person from the database that is open now."""
        return db.session.get_one(Account, self.numbers[name])

    def ask(self, **values: Any) -> Consultation:
        """Ask the desk as the asker."""
        asked: dict[str, Any] = {
            "desk": self.desk,
            "measure": "hearing_witness",
            "offence": "tip",
            "urgency": "normal",
            "subject": SUBJECT,
            "words": WrittenText(QUESTION, "en"),
            # What is asked twice in the same words is one question.
            "reference": f"No. {next(NUMBERS)}",
        }
        with committing():
            return asking.ask(self.viewer("asker"), DeskQuestion(**(asked | values)))


@pytest.fixture(scope="module")
def scenery(written: Flask) -> Scene:
    with written.app_context():
        return make_scene()


@pytest.fixture
def scene(site: Flask, scenery: Scene) -> Scene:
    """Return the scene that the tests of one file share, with its people as they are stored."""
    return scenery.here()


def make_scene(state: str = ASKED_STATE) -> Scene:
    """Store a new desk with a member, deputy and head, a second desk, offices, and people near and far."""
    number = next(NUMBERS)
    offices = {name: f"{name}-{number}" for name in ("central", "executing", "asking")}
    for name, key in offices.items():
        of = ASKING_STATE if name == "asking" else state
        factories.add(factories.authority(key, jurisdiction_key=of, name=factories.english(f"{name} office {number}")))
    desks = [f"desk-{number}", f"other-desk-{number}"]
    factories.add(*(factories.focal_point(key, offices["central"], network_key=NETWORK) for key in desks))
    at_home = {"jurisdiction_key": state, "authority_key": offices["central"]}
    asking_side = {"jurisdiction_key": ASKING_STATE, "authority_key": offices["asking"]}
    people = {
        "asker": practitioner(**asking_side),
        "colleague": practitioner(**asking_side),
        "stranger at home": practitioner(jurisdiction_key=ASKING_STATE),
        "member": practitioner(desk=(desks[0], "duty_officer"), jurisdiction_key=state),
        "deputy": practitioner(desk=(desks[0], "deputy"), jurisdiction_key=state),
        "head": practitioner(desk=(desks[0], "head"), jurisdiction_key=state),
        "member of the other desk": practitioner(desk=(desks[1], "duty_officer"), jurisdiction_key=state),
        "of the central authority": practitioner(**at_home),
        "executing officer": practitioner(jurisdiction_key=state, authority_key=offices["executing"]),
        "third State": practitioner(jurisdiction_key="TJ"),
    }
    people |= {
        "coordinator there": person(Role.COORDINATOR, jurisdiction_key=state),
        "coordinator here": person(Role.COORDINATOR, jurisdiction_key=ASKING_STATE),
        "coordinator elsewhere": person(Role.COORDINATOR, jurisdiction_key="TJ"),
        "administrator": person(Role.ADMINISTRATOR),
    }
    factories.add(*people.values())
    numbers = {name: one.id for name, one in people.items()}
    return Scene(*desks, offices["asking"], offices["executing"], numbers, people)


def practitioner(desk: tuple[str, str] | None = None, **values: Any) -> Account:
    return person(Role.PRACTITIONER, [DeskMember(focal_point_key=desk[0], desk_role=desk[1])] if desk else [], **values)


def person(role: Role, desks: Sequence[DeskMember] = (), **values: Any) -> Account:
    """Return a person of the network, not stored yet."""
    number = next(NUMBERS)
    named = {"email": f"{number}@consultations.example", "name": f"Person {number}"}
    networks = [] if role is Role.ADMINISTRATOR else [AccountNetwork(network_key=NETWORK)]
    return Account(role=role, networks=networks, desks=list(desks), **named, **values)


def reaches(viewer: Viewer, consultation: Consultation) -> bool:
    """Return whether a thread is there for this viewer."""
    return any(found.id == consultation.id for found in threads.list_own(viewer, 1).rows)


def letters_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Return the letters of a consultation, in their order: which, and to whom."""
    db.session.rollback()
    own = Mail.key.startswith(f"consultation:{consultation.public_id}:", autoescape=True)
    return [(mail.letter, mail.address) for mail in db.session.scalars(select(Mail).where(own).order_by(Mail.id))]
