"""A text names a measure by a name of the measure, in every language; a likeness is told as such."""

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.i18n import LANGUAGES
from directory.search.queries import SearchQuery, find, find_answer
from tests.html import parse
from tests.search.test_questions import CALLING, rows_of

QUESTIONS = rows_of("questions_of_measures.csv")
# Whole, well-known words that look like words of the site's entries.
WHOLE_WORDS = (
    *("boat Kazakhstan", "лодка Казахстан", "sim card Kazakhstan", "сим-карта Казахстан", "сим-карта Казакстан"),
    *("card Germany", "sim card Germany", "ip-адрес Германия"),
)
MISTYPED = (("Tajikstan extradtion", "extradition"), ("экстрадикция Казахстан", "extradition"))
INSTITUTIONS = (
    ("prosecutor Bishkek", "KG"),
    ("прокурор Бишкек", "KG"),
    ("Бишкек прокурору", "KG"),
    ("مدع عام بيشكيك", "KG"),
    ("прокуратура Ташкент", "UZ"),
    ("мвд Ташкент", "UZ"),
    ("милиция Ташкент", "UZ"),
    ("شرطة دبي", "AE"),
)


@pytest.mark.usefixtures("searched")
def test_a_question_names_the_same_measure_in_every_language() -> None:
    read = {row["text"]: find_answer(ANONYMOUS, SearchQuery(row["text"], per_page=1), ())[0] for row in QUESTIONS}

    wrong = {
        text: (one.states, one.measure, one.offence)
        for row in QUESTIONS
        if (one := read[text := row["text"]]).is_measure_guessed
        or (one.states, one.measure, one.offence) != ((row["state"],), row["measure"], row["offence"])
    }

    assert {row["language"] for row in QUESTIONS} == set(LANGUAGES)
    assert wrong == {}


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("text", WHOLE_WORDS)
def test_a_whole_word_of_general_language_is_not_corrected(text: str) -> None:
    question, results = find_answer(ANONYMOUS, SearchQuery(text))

    assert (results.did_you_mean, question.measure) in ((None, ""), (None, "telecom_data"))


@pytest.mark.parametrize(("text", "measure"), MISTYPED)
def test_a_measure_found_by_a_correction_is_asked_about(app: Flask, text: str, measure: str) -> None:
    with app.app_context():
        question = find_answer(ANONYMOUS, SearchQuery(text))[0]
    page = parse(app.test_client().get("/en/search", query_string={"q": text}))

    assert (question.measure, question.is_measure_guessed) == (measure, True)
    assert page.all("main .soft", "Did you mean the measure")


def test_a_measure_that_the_text_names_is_not_asked_about(app: Flask) -> None:
    page = parse(app.test_client().get("/en/search?q=extradition+Kazakhstan"))

    assert not page.all("main .soft", "Did you mean the measure")


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "state"), INSTITUTIONS)
def test_an_institution_and_a_city_get_the_card_of_the_state(text: str, state: str) -> None:
    question, results = find_answer(ANONYMOUS, SearchQuery(text))

    assert (question.states, CALLING in question.guides) == ((state,), True)
    assert results.keys == find(ANONYMOUS, SearchQuery(text, {"jurisdiction": (state,)})).keys


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("text", ["Казакстан", "Өзбекстан", "Азербайжан", "أوزبكستان", "Uzbekistan"])
@pytest.mark.parametrize("is_unfinished", [False, True])
def test_behind_a_state_alone_stand_its_authorities_not_its_codes(text: str, is_unfinished: bool) -> None:
    keys = find(ANONYMOUS, SearchQuery(text, per_page=4, is_unfinished=is_unfinished)).keys

    assert [key.partition(":")[0] for key in keys] == ["jurisdiction", "authority", "authority", "authority"]
