"""What the tests of the atlas share: what answers rest on, read once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.question import AtlasQuestion
from directory.extensions import db
from directory.models import Jurisdiction

Answered = Callable[[AtlasQuestion], AtlasAnswer]


@pytest.fixture(scope="session")
def public_data(app: Flask) -> AnswerData:
    """Return what answers on all States of the seed data rest on; to read it takes as long as a few answers."""
    with app.test_request_context("/"):
        return load_answer_data(ANONYMOUS, set(db.session.scalars(select(Jurisdiction.key))), "en")


@pytest.fixture
def answer_to(context: None, public_data: AnswerData) -> Answered:
    """Return a function that answers a question from the seed data, as a visitor sees it."""
    return lambda question: compose(question, public_data, ANONYMOUS, "en")
