"""A text that names a State is answered by that State, whatever else it says."""

import csv
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import OtherName
from directory.search import sync
from directory.search.city_words import city_words
from directory.search.named_places import places_in, states_of
from directory.search.place_names import CITY_WORDS, FURTHER_CITY_NAMES
from directory.search.queries import SearchQuery, find, find_answer
from directory.search.question import COMMON_WORDS, TextQuestion
from directory.transaction import committing
from search_index import FoldedPhrase, Results
from tests import factories
from tests.html import parse

# Each has two hundred questions in all languages, written by somebody who had not seen how the search worked then. The
# last of the first table are those of a hundred of a tired prosecutor that it did not understand at first.
ASKED = ("questions.csv", "questions_asked.csv")
# The code of the guide to the desks: in a text that also names a State, it puts up a card.
CALLING = "desks"


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines()))


QUESTIONS = rows_of("questions_of_states.csv")
# Names of languages are no States; nationalities of people are.
OF_LANGUAGES = (
    ("Russian translation", ()),
    ("french language", ()),
    ("translation into Russian Kazakhstan", ("KZ",)),
    ("перевод на русский Казахстан", ("KZ",)),
    ("traduction en français", ()),
    ("кыргызча котормо", ()),
    ("translation Kazakhstan", ("KZ",)),
    ("Uzbek citizen extradition", ("UZ",)),
)
# Cities as their names are written and bent in languages of the site.
CITIES = (
    ("UZ", "طشقند|Ташкентом|Toshkentda|Тошкентдан|Daşkənddə|Տաշքենդում|ტაშკენტში|дар Тошканд|塔什干"),
    ("KZ", "в Алма-Ате|Алматыдан|Olmaotada|الماتي|阿拉木图|Астанадан"),
    ("KG", "Бишкекте|Bişkekdə|Բիշքեկում|ბიშკეკში|в Оше|Ошто"),
    ("TJ", "в Душанбе|Dushanbeda|დუშანბეში"),
    ("TM", "в Ашхабаде|Aşqabadda|Ashxobodda|Ишқобод"),
    ("AZ", "в Баку|Bakıdan|Bokuda|Բաքվում"),
    ("AM", "из Еревана|İrəvanda|يريفان"),
    ("GE", "Tbilisidə|თბილისიდან|تبليسي"),
    ("RU", "в Москве|Мәскеуде|Moskwada|موسكو|Մոսկվայում"),
    ("KR", "Сеул|в Сеуле"),
    ("IT", "Рим|в Риме"),
    ("PL", "Варшава|в Варшаве"),
    ("QA", "الدوحة"),
    ("KG", "Джалал-Абад|Жалал-Абад"),
    ("TJ", "Дүйшөмбү|Дүйшөмбүдө"),
    ("UZ", "в Бухаре"),
    ("MD", "в Кишинёве|Քիշնևում|Kişinyovda"),
)
# What a text says of an offence and of a measure, with the codes that it names.
OFFENCES = (
    ("trafficking Kazakhstan extradition", "tip", "extradition"),
    ("human trafficking Moldova house search", "tip", "search_and_seizure"),
    ("торговля людьми Казахстан допрос свидетеля", "tip", "hearing_witness"),
    ("торговлей людьми Казахстан экстрадиция", "tip", "extradition"),
    ("Odam savdosi Qozogʻiston ekstraditsiya", "tip", "extradition"),
    ("贩运人口 哈萨克斯坦 引渡", "tip", "extradition"),
    ("smuggling of migrants Moldova search of premises", "som", "search_and_seizure"),
    ("drug trafficking Georgia controlled delivery", "drugs", "controlled_delivery"),
    ("return of smuggled migrants Pakistan", "", "return_of_migrants"),
    ("arms trafficking Kazakhstan extradition", "other", "extradition"),
    ("extradition Kazakhstan", "", "extradition"),
)
# What a text says of a measure, with the code that it names.
MEASURES = (
    ("bank records UAE", "bank_data"),
    ("допрос свидетеля в Казахстане", "hearing_witness"),
    ("video hearing Armenia", "video_hearing"),
    ("prosecutor general kazakhstan", ""),
    ("extradition", ""),
)


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["text"])
def test_the_state_that_a_text_names_stands_first(row: dict[str, str]) -> None:
    question, results = find_answer(ANONYMOUS, SearchQuery(row["text"]))

    assert question.states == tuple(filter(None, row["state"].split(";")))
    assert results.keys[0] == (row["first"] or results.keys[0])
    assert not question.states or results.keys[0] in _of_states(question.states)


def _of_states(codes: tuple[str, ...]) -> set[str]:
    """Return the keys of all documents that a facet gives to one of these States."""
    return set(find(ANONYMOUS, SearchQuery(filters={"jurisdiction": codes}, per_page=1000), facets=()).keys)


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("row", rows_of("directions.csv"), ids=lambda row: row["text"])
def test_the_words_around_the_names_say_who_asks_whom(row: dict[str, str]) -> None:
    question = find_answer(ANONYMOUS, SearchQuery(row["text"]))[0]

    assert len(question.states) == 2
    assert question.pairs == (((row["asking"], row["asked"]),) if row["asking"] else ())


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "measure"), MEASURES)
def test_a_measure_is_read_beside_a_state(text: str, measure: str) -> None:
    assert find_answer(ANONYMOUS, SearchQuery(text))[0].measure == measure


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "offence", "measure"), OFFENCES)
def test_an_offence_is_read_beside_a_state_and_says_nothing_of_the_measure(
    text: str, offence: str, measure: str
) -> None:
    question = find_answer(ANONYMOUS, SearchQuery(text))[0]

    assert (question.offence, question.measure) == (offence, measure)


@pytest.mark.usefixtures("searched")
def test_the_words_of_an_offence_on_the_card_are_not_told_as_left_out() -> None:
    _, results = find_answer(ANONYMOUS, SearchQuery("human trafficking hearing of a witness Kyrgyzstan"))

    assert (results.keys[0], results.ignored) == ("requirement:kg-hearing-witness", ())


def test_the_offence_goes_into_the_link_of_the_answer(app: Flask) -> None:
    client, text = app.test_client(), "human trafficking Moldova house search"

    [answer] = client.get("/api/v1/search", query_string={"q": text}).json["answers"]
    page = parse(client.get("/en/search", query_string={"q": text}))

    assert answer["offence"] == "tip"
    assert answer["url"] == "/en/atlas?to=MD&measure=search_and_seizure&offence=tip"
    assert answer["url"] in page.links
    assert page.all("main .soft", "Offence: Trafficking in persons")


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "states"), OF_LANGUAGES)
def test_the_name_of_a_language_is_no_state(text: str, states: tuple[str, ...]) -> None:
    assert find_answer(ANONYMOUS, SearchQuery(text))[0].states == states


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("state", "forms"), CITIES)
def test_a_city_is_known_in_other_scripts_and_forms(state: str, forms: str) -> None:
    found = {form: find_answer(ANONYMOUS, SearchQuery(form))[0].states for form in forms.split("|")}

    assert found == dict.fromkeys(found, (state,))


def test_another_name_of_a_state_that_is_a_word_of_a_vocabulary_names_no_state(small_app: Flask) -> None:
    name = {"name": "Extradition", "language": "en", "name_kind": "informal"}
    with small_app.app_context():
        with committing():
            db.session.add(OtherName(key="kg-extradition", jurisdiction_key="KG", **name))

        assert find_answer(ANONYMOUS, SearchQuery("extradition Kazakhstan"))[0].states == ("KZ",)


def test_nothing_is_missed_that_another_name_of_the_measure_finds(small_app: Flask) -> None:
    factories.add(factories.authority("tj-new", jurisdiction_key="TJ", name=factories.english("Freezing of property")))
    sync.catch_up()

    question, results = find_answer(ANONYMOUS, SearchQuery("embargo Tajikistan"))

    assert (question.is_without_rest, results.keys[0]) == (False, "authority:tj-new")


@pytest.mark.usefixtures("searched")
def test_beside_what_the_words_of_a_measure_find_all_else_of_the_state_stands() -> None:
    results = find(ANONYMOUS, SearchQuery("bank records UAE"))

    assert results.keys[0] == "requirement:ae-extradition"
    assert {"requirement:ae", "authority:ae-ministry-of-justice"} <= set(results.keys)


@pytest.mark.usefixtures("searched")
def test_a_text_without_words_for_the_state_shows_all_of_the_state_and_says_what_is_missing() -> None:
    question, results = find_answer(ANONYMOUS, SearchQuery("shelter for animals Italy"))

    alone = find(ANONYMOUS, SearchQuery(filters={"jurisdiction": ("IT",)}, per_page=1000)).keys
    assert (question.is_without_rest, question.rest) == (True, "shelter animals")
    assert set(results.keys) == {key for key in alone if key.partition(":")[0] not in ("treaty", "network")}


def test_the_table_of_folded_names_of_cities_is_up_to_date() -> None:
    with CITY_WORDS.open(encoding="utf-8", newline="") as lines:
        stored = [FoldedPhrase(*row) for row in csv.reader(lines)]

    assert stored[1:] == city_words()


CITIES = (
    ("Бухара", "UZ"),
    ("Сеул", "KR"),
    ("Рим", "IT"),
    ("Варшава", "PL"),
    ("Афины", "GR"),
    ("Мехико", "MX"),
    ("الدوحة", "QA"),
    ("القاهرة", "EG"),
    ("دمشق", "SY"),
    ("索非亚", "BG"),
    ("科伦坡", "LK"),
    ("Дүйшөмбү", "TJ"),
    ("Нжамена", "TD"),
    ("Varşava", "PL"),
    ("Կահիրե", "EG"),
    ("ბაღდადი", "IQ"),
    ("Бағдат", "IQ"),
    ("Қоҳира", "EG"),
    ("Buharest", "RO"),
    ("Qohira", "EG"),
    ("Londres", "GB"),
    ("Bruxelles", "BE"),
)


@pytest.mark.parametrize(("text", "state"), CITIES)
def test_a_capital_names_its_state_alone_in_each_language(app: Flask, text: str, state: str) -> None:
    with app.app_context():
        assert states_of(places_in(text)) == (state,)


def test_each_further_name_of_a_city_says_its_source() -> None:
    with FURTHER_CITY_NAMES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert rows
    assert [row for row in rows if not row["source"]] == []


@pytest.mark.usefixtures("searched")
def test_where_a_card_answers_for_the_measure_nothing_is_said_to_be_missing() -> None:
    question, _ = find_answer(ANONYMOUS, SearchQuery("confiscation Italy"))

    assert (question.measure, question.is_without_rest) == ("confiscation", False)


# What is typed on the layout of another language, also with a typing error, and the States that are meant.
LAYOUTS = (
    ("uthvfybz", ("DE",)),
    ("utvfybz", ("DE",)),
    ("ljghjc cdbltntkz rfpf[cnfy", ("KZ",)),
    ("rjve pdjybnm d nfirtynt", ("UZ",)),
    ("friend", ()),
    ("dv]", ()),
)


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "states"), LAYOUTS)
def test_a_question_on_the_wrong_keyboard_layout_finds_its_state(text: str, states: tuple[str, ...]) -> None:
    assert find_answer(ANONYMOUS, SearchQuery(text))[0].states == states


@pytest.mark.usefixtures("context")
def test_an_everyday_word_is_not_taken_for_a_word_of_another_language() -> None:
    # Each eighth word, of all languages: a search takes some milliseconds.
    rows = list(csv.DictReader(COMMON_WORDS.read_text(encoding="utf-8").splitlines()))[::8]
    found = {row["text"]: find_answer(ANONYMOUS, SearchQuery(row["text"], per_page=1), ()) for row in rows}

    assert [text for text, (question, results) in found.items() if question.states or results.did_you_mean] == []


@pytest.mark.usefixtures("searched")
def test_money_finds_no_measures_at_sea() -> None:
    results = find(ANONYMOUS, SearchQuery("деньги"))

    assert results.keys[0] == "measure:bank_data"
    assert "measure:measures_at_sea" not in results.keys


@pytest.mark.parametrize(("text", "state"), [("кан", "CA"), ("ит", "IT")])
def test_a_name_that_begins_with_an_everyday_word_is_suggested(app: Flask, text: str, state: str) -> None:
    found = app.test_client().get("/api/v1/suggest", query_string={"q": text}).json["items"]

    assert state in [one["id"] for one in found]


# Words by which people ask for a number at night, in all languages.
URGENT = (
    ("24/7 number Kuwait prosecutor", "KW"),
    ("круглосуточный номер Узбекистан", "UZ"),
    ("срочно номер прокуратуры Дубай", "AE"),
    ("رقم طوارئ الكويت", "KW"),
    ("permanence de nuit Kazakhstan", "KZ"),
    ("número de guardia Kazajstán", "KZ"),
    ("深夜联系 哈萨克斯坦", "KZ"),
    ("təcili nömrə Türkiyə", "TR"),
    ("շուրջօրյա հեռախոսահամար Ղազախստան", "KZ"),
    ("სასწრაფო ნომერი სომხეთი", "AM"),
    ("тәулік бойы нөмір Өзбекстан", "UZ"),
    ("кимге чалышым керек Ташкент", "UZ"),
    ("рақами шабонарӯзӣ Қазоқистон", "KZ"),
    ("gijekili telefon Türkiýe", "TR"),
    ("kecha-yu kunduz raqam Qozog'iston", "KZ"),
    ("дежурка Ташкент", "UZ"),
    ("дижурный казахстан", "KZ"),
    ("duty desk Tashkent", "UZ"),
    ("المناوبة كازاخستان", "KZ"),
    ("нөөмөт Ташкент", "UZ"),
    ("кезекшілік Ташкент", "UZ"),
    ("值班室 哈萨克斯坦", "KZ"),
)


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "state"), URGENT)
def test_who_asks_urgently_gets_the_card_with_the_number(text: str, state: str) -> None:
    question = find_answer(ANONYMOUS, SearchQuery(text))[0]

    assert (question.states, CALLING in question.guides) == ((state,), True)


AT_NIGHT = [row for row in rows_of("questions.csv") if row["why"] == "whom to ask at night, in a city"]


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("row", AT_NIGHT, ids=lambda row: row["language"])
def test_who_asks_at_night_gets_the_card_and_no_note_on_words(row: dict[str, str]) -> None:
    question, results = find_answer(ANONYMOUS, SearchQuery(row["text"]))

    assert (question.states, CALLING in question.guides, question.measure) == (("UZ",), True, "")
    assert not question.is_without_rest
    assert results.ignored == ()


CODES = (("who to call in Tashkent", ("UZ",)), ("can you be at it", ()), ("KG and AND", ("KG", "AD")))


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(("text", "states"), CODES)
def test_a_word_in_small_letters_is_no_code_of_a_state(text: str, states: tuple[str, ...]) -> None:
    assert find_answer(ANONYMOUS, SearchQuery(text))[0].states == states


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(
    "text", ["interpol tashkent", "bank records UAE", "joint investigation team Uzbekistan Kazakhstan"]
)
def test_a_facet_counts_what_remains_when_its_value_is_chosen(text: str) -> None:
    results = find(ANONYMOUS, SearchQuery(text))
    counts = [(name, value, count) for name, values in results.facets.items() for value, count in values.items()]

    chosen = [(name, value, find(ANONYMOUS, SearchQuery(text, {name: (value,)})).total) for name, value, _ in counts]

    assert counts
    assert chosen == counts


def test_a_new_name_of_a_state_is_known_at_the_next_search(small_app: Flask) -> None:
    text = SearchQuery("Zorbistan extradition")
    with small_app.app_context():
        name = {"name": "Zorbistan", "language": "en", "name_kind": "informal"}
        before = find_answer(ANONYMOUS, text)[0].states
        with committing():
            db.session.add(OtherName(key="kg-zorbistan", jurisdiction_key="KG", **name))
        after = find_answer(ANONYMOUS, text)[0].states

    assert (before, after) == ((), ("KG",))


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize("table", ASKED)
def test_of_two_hundred_questions_as_people_ask_them_nearly_all_lead_to_the_state_and_to_the_answer(
    table: str,
) -> None:
    rows = rows_of(table)
    of_states = {code: _of_states((code,)) for row in rows for code in row["state"].split(";") if code}

    wrong, without_answer = [], []
    for row in rows:
        question, results = find_answer(ANONYMOUS, SearchQuery(row["text"], per_page=3))
        if row["state"] and not _stands_first(row, question, results, of_states):
            wrong.append(row["text"])
        if not _is_answered(row, question, results):
            without_answer.append(row["text"])

    assert len(rows) >= 200
    assert {row["language"] for row in rows} == set(LANGUAGES)
    assert len(wrong) <= 0.05 * sum(bool(row["state"]) for row in rows), wrong
    assert len(without_answer) <= 0.1 * len(rows), without_answer


def _has_card(row: dict[str, str], question: TextQuestion) -> bool:
    is_put = bool(question.measure) or len(question.states) > 1 or CALLING in question.guides
    return is_put and bool(question.states) and question.states[0] in row["state"].split(";")


def _stands_first(
    row: dict[str, str], question: TextQuestion, results: Results, of_states: Mapping[str, Collection[str]]
) -> bool:
    """Return whether a card or the first result belongs to the State."""
    first = results.keys[:1]
    return _has_card(row, question) or any(key in of_states[code] for key in first for code in row["state"].split(";"))


def _is_answered(row: dict[str, str], question: TextQuestion, results: Results) -> bool:
    """Return whether an accepted entry is among the first results, or an accepted card or guide above them."""
    above = {f"guide:{code}" for code in question.guides}
    if _has_card(row, question) and question.measure in row["measure"].split(";"):
        above.add("card")
    return not {*results.keys, *above}.isdisjoint(row["accepted"].split(";"))
