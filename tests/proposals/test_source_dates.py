"""The date of a source is a date that has come, and not before 1900: at the field, in a file and over the API."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.proposals.source_dates import (
    NOT_A_SOURCE_DATE,
    READ_IN_TWO_WAYS,
    STILL_TO_COME,
    TOO_EARLY,
    problem_of_source_date,
)
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, fields

RIGHT = [
    "",
    "2011-03-25",
    "2011-03",
    "2004",
    "25.03.2011",
    "11.03.2026",
    "25/03/2011",
    "25-3-2011",
    "03/03/2026",
    "law No. 1234 of 2015-09-21",
    "declaration of 2006; 2025",
]
WRONG = [
    ("yesterday", NOT_A_SOURCE_DATE),
    ("2011-13-01", NOT_A_SOURCE_DATE),
    ("2011-02-30", NOT_A_SOURCE_DATE),
    ("0000", NOT_A_SOURCE_DATE),
    ("2999-01-01", STILL_TO_COME),
    ("2999", STILL_TO_COME),
    ("01.01.2999", STILL_TO_COME),
    ("1811-03-25", TOO_EARLY),
    ("1404", TOO_EARLY),
    ("11/03/2026", READ_IN_TWO_WAYS),
    ("1/2/2020", READ_IN_TWO_WAYS),
    ("11-03-2026", READ_IN_TWO_WAYS),
    ("٠١/٠٢/٢٠٢٠", READ_IN_TWO_WAYS),
    ("letter of 11/03/2026", READ_IN_TWO_WAYS),
    ("03/25/2011", NOT_A_SOURCE_DATE),
    ("law of 2999-01-01, read in 2020-01-01", STILL_TO_COME),
]


@pytest.fixture
def author(writing_app: Flask, context: None) -> FlaskClient:
    return signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.mark.parametrize(("text", "problem"), [*((text, None) for text in RIGHT), *WRONG])
def test_a_date_of_a_source(context: None, text: str, problem: object) -> None:
    assert problem_of_source_date(text) is problem


@pytest.mark.parametrize(("text", "problem"), [("2026-12-02", None), ("2026-12-03", STILL_TO_COME)])
def test_today_is_today_where_the_day_begins_first(context: None, text: str, problem: object) -> None:
    with clock.frozen_at(datetime(2026, 12, 1, 20, 30, tzinfo=UTC)):
        assert problem_of_source_date(text) is problem


def test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(author: FlaskClient) -> None:
    factories.add(factories.authority("kg-source-date"))
    address = "/en/proposals/new?kind=authority&key=kg-source-date"
    typed = {"0-note.en": ["One floor."], "source_date": ["2999-01-01"]} | SOURCE

    answer = author.post(address, data=fields(author.get(address).text) | typed | CHECK)

    assert answer.status_code == 400
    assert parse(answer).one("#source_date-error").text == str(STILL_TO_COME)
    assert fields(answer.text)["source_date"] == ["2999-01-01"]


def test_the_form_that_ends_an_entry_says_it_too(author: FlaskClient) -> None:
    factories.add(factories.authority("kg-source-date-end"))
    address = "/en/proposals/ending?kind=authority&key=kg-source-date-end"
    sent = {"how": "closed", "successor": "", "source": "Their letter", "source_date": "soon"}

    answer = author.post(address, data=sent)

    assert answer.status_code == 400
    assert str(NOT_A_SOURCE_DATE) in answer.text
