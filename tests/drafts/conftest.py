"""What tests of drafts share: people of two authorities of Kyrgyzstan, and a draft that asks France."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.queries.drafts import content_of
from directory.drafts.service import writing
from directory.extensions import db
from directory.models import Account, Authority, Draft, RequirementSheet, Rule
from directory.transaction import committing
from directory.vocabulary import MEASURE_QUESTIONS
from tests import factories
from tests.conftest import copy_of, make_app
from tests.consultations.conftest import Scene, make_scene
from tests.people import signed_in
from tests.stored import ON_BOTH, Kept, kept_on, three_states

__all__ = ["three_states"]
REQUESTING, REQUESTED = "KG", "FR"
ITEM, CONDITIONAL, UNDER_TREATY = "fr-item", "fr-conditional", "fr-under-treaty"
WORDS, COURT = "How an otter was sold", "number of the file at the court"


@pytest.fixture(scope="module")
def written(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the data of a few States for the tests of one file, which write beside each other and search
    nothing: its index does not follow."""
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("drafts") / "data"))
    app.extensions["after_commit"].clear()
    with app.app_context():
        sheet_of_france()
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written


@pytest.fixture(scope="module")
def scenery(written: Flask) -> Scene:
    with written.app_context():
        return make_scene()


@pytest.fixture
def scene(site: Flask, scenery: Scene) -> Scene:
    """Return the scene that the tests of one file share, with its people as they are stored."""
    return scenery.here()


@pytest.fixture(params=ON_BOTH)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    return kept_on(request, tmp_path / "data")


def sheet_of_france() -> None:
    """Have the requested State ask for something of its own."""
    asked: list[dict[str, Any]] = [
        {"key": ITEM, "topic": "content_item", "necessity": "mandatory", "text": factories.english(COURT)},
        {
            "key": CONDITIONAL,
            "topic": "attachments",
            "necessity": "where_applicable",
            "text": factories.english("the order"),
        },
        {"key": UNDER_TREATY, "topic": "content_item", "treaty_key": "untoc", "text": factories.english("under one")},
        {"key": "fr-spoken", "topic": "languages", "languages": ("fr", "en")},
    ]
    sheet = "fr-tests"
    factories.add(RequirementSheet(key=sheet, jurisdiction_key=REQUESTED, measure=""))
    factories.add(*(Rule(sheet_key=sheet, position=place, **one) for place, one in enumerate(asked)))


def office(state: str = REQUESTING) -> str:
    """Return the key of a new authority."""
    made = factories.authority(f"office-{next(factories.NUMBERS)}", jurisdiction_key=state)
    factories.add(made)
    return str(made.key)


def person(authority: str | None = None, **values: Any) -> Account:
    """Return a new practitioner of the requesting State."""
    return factories.account(jurisdiction_key=REQUESTING, authority_key=authority, **values)


def begun(owner: Account, **values: Any) -> Draft:
    """Return a new draft with some facts."""
    content = DraftContent(
        requesting=REQUESTING, requested=REQUESTED, measures=("hearing_witness",), offence="tip"
    ).with_texts({"facts": WORDS}, "en")
    with committing():
        return writing.start(viewer_of(owner), replace(content, **values))


def whole(content: DraftContent) -> DraftContent:
    """Return a draft with everything written that is mandatory."""
    needed = [f"{code}.{question}" for code in content.measures for question in MEASURE_QUESTIONS[code].needed]
    names = ("subject", "body", "law", "facts", "link", "purpose", "contact", "basis", "urgency", *needed)
    filled = content.with_texts({name: content.text(name, "en") or f"Text of {name}" for name in names}, "en")
    authority = db.session.query(Authority.key).filter_by(jurisdiction_key=REQUESTING).first()[0]
    return replace(filled, requesting_authority=authority, persons=(DraftPerson(1, "witness", "FR"),), done=(ITEM,))


def held(draft: Draft) -> DraftContent:
    """Return what a draft holds now."""
    db.session.rollback()
    return content_of(db.session.get_one(Draft, draft.id))


def viewer(account: Account) -> Viewer:
    return viewer_of(account)


def browser_of(app: Flask, account: Account) -> FlaskClient:
    return signed_in(app, account)
