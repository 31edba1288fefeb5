"""Names stand in the order of the reader's language: in Python, in SQLite and in PostgreSQL."""

import random
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, literal, select, union_all

from directory import collation, i18n
from tests.postgresql import PostgreSQL

NAMES_OF_A_LANGUAGE = 200

# Letters and names in the order of the language's own alphabet.
ALPHABETS = [
    ("ar", ["أذربيجان", "أرمينيا", "أوزبكستان", "جورجيا", "طاجيكستان", "قيرغيزستان"]),
    ("ar", ["إثيوبيا", "أذربيجان", "الأرجنتين", "أرمينيا", "بلجيكا", "البوسنة والهرسك", "تركيا"]),
    ("az", ["Çexiya", "Estoniya", "Əfqanıstan", "Hindistan", "Xorvatiya", "İndoneziya", "Qətər", "Öküz", "Şri-Lanka"]),
    ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Croatia", "Egypt"]),
    ("es", ["Níger", "Nueva Zelandia", "Ñandú", "Omán"]),
    ("fr", ["Égypte", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne", "Estonie"]),
    ("hy", ["Ադրբեջան", "Եգիպտոս", "Էստոնիա", "Ղազախստան", "Ուզբեկստան", "Ֆրանսիա"]),
    ("ka", ["აზერბაიჯანი", "თურქმენეთი", "საქართველო", "ყაზახეთი", "ჰაიტი"]),
    ("kk", ["Азия", "Әзербайжан", "Грекия", "Ғана", "Куба", "Қазақстан", "Норвегия", "Ңг", "Оман", "Өзбекстан"]),
    ("kk", ["Уганда", "Ұлыбритания", "Үндістан", "Хорватия", "Һаити", "Ыстамбұл", "Іле", "Эстония"]),
    ("ky", ["Норвегия", "Ңг", "Оман", "Өзбекстан", "Уганда", "Үндүстан", "Чехия", "Ыссык-Көл", "Эстония"]),
    ("ru", ["Евросоюз", "Ёлка", "Ерлан", "Япония"]),
    ("tg", ["Гана", "Ғазза", "Куба", "Қазоқистон", "Хуҷанд", "Ҳиндустон", "Чин", "Ҷибутӣ"]),
    ("tg", ["Италия", "Ӣсфара", "Йемен", "Украина", "Уругвай", "Ӯзбекистон", "Хитой", "Ҳиндустон", "Чили", "Ҷазира"]),
    ("tk", ["Çad", "Eýran", "Nigeriýa", "Ňg", "Oman", "Özbegistan", "Şri-Lanka", "Uganda", "Ürdün", "Ýaponiýa"]),
    ("uz", ["Gretsiya", "Hindiston", "Oman", "Xitoy", "Oʻzbekiston", "Gʻana", "Shvetsiya", "Chexiya"]),
    ("zh", ["阿富汗", "德国", "哈萨克斯坦", "吉尔吉斯斯坦", "土库曼斯坦", "乌兹别克斯坦", "中国"]),
]

LETTERS = [
    ("ar", "الأرجنتين", "ا"),
    ("ar", "البوسنة والهرسك", "ب"),
    ("az", "Əfqanıstan", "Ə"),
    ("en", "Åland Islands", "A"),
    ("kk", "Өзбекстан", "Ө"),
    ("ky", "Үндүстан", "Ү"),
    ("ru", "Ёлка", "Е"),
    ("ru", "Kosovo", "…"),
    ("tg", "Ӯзбекистон", "Ӯ"),
    ("tg", "Ҳиндустон", "Ҳ"),
    ("uz", "Shvetsiya", "Sh"),
    ("uz", "Oʻzbekiston", "Oʻ"),
    ("zh", "吉尔吉斯斯坦", "J"),
]


def shuffled(names: list[str]) -> list[str]:
    return random.Random(1).sample(names, len(names))


def names_of(language: str) -> list[str]:
    """Return names of States and languages, two hundred, in no order."""
    locale = i18n.locale(language)
    assert locale is not None
    names = sorted({*locale.territories.values(), *locale.languages.values()})
    return random.Random(2).sample(names, NAMES_OF_A_LANGUAGE)


@pytest.fixture(scope="module")
def engine_of_postgresql(postgresql: PostgreSQL) -> Iterator[Engine]:
    engine = create_engine(postgresql.database().replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()


def in_order_of_sql(engine: Engine, names: list[str]) -> list[str]:
    listed = union_all(*(select(literal(name).label("name")) for name in names)).subquery()
    with engine.connect() as connection:
        return list(connection.scalars(select(listed.c.name).order_by(collation.in_order(listed.c.name))))


@pytest.mark.parametrize(("language", "names"), ALPHABETS, ids=[f"{row[0]}-{row[1][0]}" for row in ALPHABETS])
def test_names_stand_in_the_order_of_the_alphabet(app: Flask, language: str, names: list[str]) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        in_order = collation.sorted_by_name(shuffled(names), str)

    assert in_order == names


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_two_hundred_names_stand_in_one_order_in_python_sqlite_and_postgresql(
    app: Flask, engine_of_postgresql: Engine, language: str
) -> None:
    names = names_of(language)

    with app.test_request_context(headers={"Accept-Language": language}):
        in_python = collation.sorted_by_name(names, str)
        in_sqlite = in_order_of_sql(create_engine("sqlite://"), names)
        in_postgresql = in_order_of_sql(engine_of_postgresql, names)

    assert in_sqlite == in_python
    assert in_postgresql == in_python


@pytest.mark.parametrize(("language", "name", "letter"), LETTERS)
def test_a_list_is_divided_by_the_letters_of_the_language(app: Flask, language: str, name: str, letter: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert collation.first_letter(name) == letter
