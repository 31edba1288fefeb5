"""The values of slots: what is refused, and how the rest is written and read."""

import pytest
from flask import Flask

from directory.errors import InvalidInput
from directory.extensions import db
from directory.i18n import in_language
from directory.models import Authority
from directory.phrasebook.slots import SLOTS
from directory.phrasebook.spoken import SpokenPhrase, check_slot, from_json, rendered, to_json
from directory.vocabulary import ENDED_STATUSES

REFUSED = {
    "date": ("", "31.12.2026", "2026-02-30", "9999-01-01", "2026-12-31 and more"),
    "moment": ("2026-12-31T14:30", "2026-12-31 UTC", "2026-12-31T14:30 Mars/Olympus", "2026-12-31T14:30+06:00 UTC"),
    "duration": ("3", "week", "0 week", "-1 week", "1.5 week", "100000 week", "3 page", "٣ week"),
    "quantity": ("3 week", "²  page", "many page"),
    "amount": (
        "5",
        "5 euro",
        "5 XXX",
        "-1 EUR",
        "NaN EUR",
        "Infinity EUR",
        "1e99 EUR",
        "0E-9999 EUR",
        "1,50 EUR",
        "1.00001 EUR",
    ),
    "measure": ("torture",),
    "offence": ("heresy",),
    "role": ("Ivanov",),
    "stage": ("pretrial",),
    "channel": ("pigeon",),
    "state": ("XX", "Kyrgyzstan"),
    "treaty": ("untoc-2",),
    "article": ("untoc", "18(9)", "untoc 99", "untoc 18(99)", "ets30 18(9)", "no-treaty 1"),
    "office": ("kg-prosecutor-general", "authority no-such", "account 1", "focal_point kg-prosecutor-general"),
    "language": ("klingon", "KY"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_value_that_does_not_fit_the_slot_is_refused(context: None, name: str, value: str) -> None:
    with pytest.raises(InvalidInput):
        check_slot(name, value)


def test_every_kind_of_slot_has_values_that_are_refused() -> None:
    assert {slot.kind.code for slot in SLOTS.values()} == set(REFUSED)


def test_an_office_that_has_ended_is_refused(context: None) -> None:
    ended = db.session.query(Authority).filter(Authority.status.in_(sorted(ENDED_STATUSES))).first()
    assert ended is not None

    with pytest.raises(InvalidInput):
        check_slot("office", f"authority {ended.key}")


@pytest.mark.parametrize(
    ("value", "written"), [(" 2026-12-31 ", "2026-12-31"), ("20261231", "2026-12-31"), ("2026-W53-4", "2026-12-31")]
)
def test_a_day_is_stored_in_one_form(context: None, value: str, written: str) -> None:
    assert check_slot("date", value) == written


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", "1 week", "1 week"),
        ("en", "21 week", "21 weeks"),
        ("ru", "1 week", "1 неделя"),
        ("ru", "3 week", "3 недели"),
        ("ru", "11 week", "11 недель"),
        ("ru", "21 week", "21 неделя"),
        ("ky", "21 week", "21 апта"),
        ("ar", "1 day", "يوم واحد"),
        ("ar", "2 day", "يومان"),
        ("ar", "5 day", "5 أيام"),
        ("ar", "11 day", "11 يومًا"),
        ("ar", "100 day", "100 يوم"),
        ("fr", "1500 day", "1 500 jours"),
    ],
)
def test_a_count_takes_the_plural_form_of_the_language(app: Flask, language: str, value: str, words: str) -> None:
    with app.test_request_context(f"/{language}/"), in_language(language):
        assert SLOTS["duration"].kind.words(value).replace("\u202f", " ").replace("\xa0", " ") == words


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("en", "1500.5 USD", "1,500.50 USD"),
        ("ru", "1500.5 USD", "1 500,50 USD"),
        ("fr", "0.0001 EUR", "0,0001 EUR"),
        ("ar", "1500.5 KGS", "1,500.50 KGS"),
    ],
)
def test_an_amount_names_its_currency_by_code(app: Flask, language: str, value: str, words: str) -> None:
    with app.test_request_context(f"/{language}/"), in_language(language):
        assert SLOTS["amount"].kind.words(value).replace("\u202f", " ").replace("\xa0", " ") == words


def test_values_are_isolated_where_text_runs_from_right_to_left(app: Flask) -> None:
    said = SpokenPhrase("expected_by", {"date": "2026-12-31"})

    with app.test_request_context("/ar/"), in_language("ar"):
        assert "\u2068" in rendered(said)
    with app.test_request_context("/en/"), in_language("en"):
        assert rendered(said) == "We expect to execute the request by: 31 December 2026"


def test_sentences_are_read_back_as_they_were_stored() -> None:
    said = (SpokenPhrase("parallel"), SpokenPhrase("expected_by", {"date": "2026-12-31"}))

    assert from_json(to_json(said)) == said
    assert (to_json(()), from_json("")) == ("", ())
