"""What tests of rounds share: a practitioner of Kyrgyzstan, and the desks of eight other States with a member each."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import Account, Consultation, Jurisdiction, QuestionRound, RoundMember
from directory.rounds.service.asking import AskedState, RoundQuestion, open_round
from directory.transaction import committing
from tests import factories
from tests.consultations.conftest import kept, practitioner, site, written
from tests.people import signed_in
from tests.stored import three_states

__all__ = ["kept", "site", "three_states", "written"]
STATES = ("AM", "AZ", "FR", "GE", "KZ", "TJ", "TM", "UZ")
NINTH = "IT"
SUBJECT, QUESTION, LINE = "Hearing of a quokka", "May a wombat be heard by video?", "Only you have the echidna"


@dataclass
class RoundScene:
    """A person who asks, a colleague, and by State a desk and its member."""

    numbers: dict[str, int]
    desks: dict[str, str]
    people: dict[str, Account] = field(default_factory=dict)

    def here(self) -> "RoundScene":
        """Return the same scene with its people from the database that is open now."""
        return replace(self, people={name: db.session.get_one(Account, own) for name, own in self.numbers.items()})

    def viewer(self, name: str) -> Viewer:
        return viewer_of(self.people[name])

    def asked(self, states: tuple[str, ...] = STATES, lines: dict[str, str] | None = None) -> list[AskedState]:
        return [AskedState(self.desks[code], (lines or {}).get(code, "")) for code in states]

    def open(
        self, states: tuple[str, ...] = STATES, lines: dict[str, str] | None = None, **values: Any
    ) -> QuestionRound:
        """Ask these States as the asker."""
        with committing():
            return open_round(self.viewer("asker"), question(**values), self.asked(states, lines))

    def client(self, app: Flask, who: str) -> FlaskClient:
        return signed_in(app, self.people[who])


def question(**values: Any) -> RoundQuestion:
    """Return a question in words of its own, since the same question is asked once."""
    number = next(factories.NUMBERS)
    asked = {"measure": "hearing_witness", "offence": "tip", "urgency": "normal", "subject": f"{SUBJECT} {number}"}
    return RoundQuestion(**{**asked, "words": WrittenText(QUESTION, "en"), **values})


def make_round_scene() -> RoundScene:
    """Store eight desks with a member each, and two people of an office of Kyrgyzstan."""
    number = next(factories.NUMBERS)
    for code in (*STATES, NINTH):
        if db.session.get(Jurisdiction, code) is None:
            factories.add(
                Jurisdiction(
                    key=code, alpha3=f"{code}X", region="142", time_zones=("UTC",), name=factories.english(code)
                )
            )
    desks, people = {}, {}
    asking = f"asking-{number}"
    factories.add(factories.authority(asking, jurisdiction_key="KG"))
    for code in (*STATES, NINTH):
        office, desks[code] = f"office-{code.lower()}-{number}", f"desk-{code.lower()}-{number}"
        factories.add(factories.authority(office, jurisdiction_key=code, name=factories.english(f"Office {number}")))
        factories.add(factories.focal_point(desks[code], office, network_key="casc"))
        people[code] = practitioner(desk=(desks[code], "duty_officer"), jurisdiction_key=code)
    people["asker"] = practitioner(jurisdiction_key="KG", authority_key=asking)
    people["colleague"] = practitioner(jurisdiction_key="KG", authority_key=asking)
    people["stranger"] = practitioner(jurisdiction_key="KG")
    factories.add(*people.values())
    return RoundScene({name: one.id for name, one in people.items()}, desks, people)


@pytest.fixture
def scene(site: Flask) -> RoundScene:
    return make_round_scene().here()


def threads_of(asked: QuestionRound) -> dict[str, Consultation]:
    """Return the consultations of a round by State, as they are stored now."""
    db.session.rollback()
    query = select(Consultation).join(RoundMember, RoundMember.consultation_id == Consultation.id)
    return {one.to_jurisdiction_key: one for one in db.session.scalars(query.where(RoundMember.round_id == asked.id))}
