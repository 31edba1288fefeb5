"""What looks like data of a person is noticed, in the digits of any script; what a request itself must name is not."""

from datetime import date

import pytest

from directory.personal_data import find_personal_data

TODAY = date(2026, 11, 26)
SUSPECT = {
    "The witness was born on 12.03.1988.": {"birth_date"},
    "DOB 1988-03-12": {"birth_date"},
    "12/3/1988": {"birth_date"},
    "on 12 March 1988": {"birth_date"},
    "12 марта 1988 года": {"birth_date"},
    "Свидетель, 1988 г.р., проживает": {"birth_date"},
    "١٢/٠٣/١٩٨٨": {"birth_date"},
    "تاريخ الميلاد 1988": {"birth_date"},
    "۱۹۸۸-۰۳-۱۲": {"birth_date"},
    "call +996 312 54-28-10": {"phone"},
    "00 49 30 18 580 0": {"phone"},
    "+٩٧١ ٤ ٢٠٩ ٩٩٩٩": {"phone"},
    "(0312) 54 28 10": {"phone"},
    "passport AN 1234567": {"document"},
    "паспорт ID1234567": {"document"},
    "АС №1234567": {"document"},
    "ИНН 21203198801234": {"document"},
    "passport C01X00T47 or 123456789": {"document"},
    "\u200e12.03.1988\u200e": {"birth_date"},
    "Допрос: Иванова Анна": {"name"},
    "допрос Ивановой Анны": {"name"},
    "Пётр Иванов находится у вас": {"name"},
    "Пётр Сергеевич дал показания": {"name"},
    "Бакыт Асан уулу": {"name"},
    "the witness Aziz Nazarov": {"name"},
    "Nino Beridze, Anna Khachatryan": {"name"},
}
PLAIN = (
    "May a witness be heard by video link under UNTOC, article 18(18)?",
    "We sent request No. 45-2026 on 3 November 2026.",
    "The draft is of 2026-11-20, the offence of 2026.",
    "Articles 127.1 and 322.1 of the Criminal Code; Law No. 55 of 2005",
    "24/7, 3 to 10 working days, from 09:00 to 18:00",
    "ETS 182, ETS 30, Protocol II of 2001",
    "The Geneva Convention, Republic of Moldova Ministry of Justice, Kiev Convention, Nov 2026",
    "Верховный Суд, Генеральная Прокуратура Российской Федерации, Минская Конвенция, Женева Швейцария",
    "Бишкек Шаардык Соту, Қазақстан Республикасы Бас Прокуратурасы",
    "",
)


@pytest.mark.parametrize(("text", "kinds"), SUSPECT.items())
def test_data_of_a_person_is_noticed(text: str, kinds: set[str]) -> None:
    assert {found.kind for found in find_personal_data(text, TODAY)} >= kinds


@pytest.mark.parametrize("text", PLAIN)
def test_what_a_question_needs_is_not_warned_of(text: str) -> None:
    assert find_personal_data(text, TODAY) == []


def test_a_long_text_of_digits_is_looked_through_and_little_of_it_shown() -> None:
    found = find_personal_data("+996 312 54-28-10; " * 3 + " ".join(f"12.03.19{year}" for year in range(10, 99)), TODAY)

    assert [one.kind for one in found] == ["birth_date"] * 5 + ["phone"]
