"""Each catalogue is written in its own language: its letters, no letters and no words of another."""

import re
from itertools import combinations

import pytest

from tests.translations.catalogues import COMPLETE, forms, messages, text_of

CYRILLIC, LATIN = "\u0400-\u04ff", "A-Za-z\u00c0-\u024f"
SCRIPTS = {
    "ar": "\u0621-\u064a",
    "hy": "\u0531-\u0587",
    "ka": "\u10d0-\u10fa",
    "zh": "\u4e00-\u9fff",
    **dict.fromkeys(("kk", "ky", "ru", "tg"), CYRILLIC),
}
# Letters that each language has and the others of its script, or some of them, have not. Where a language has
# none of its own, its script is enough.
OWN_LETTERS = {
    "az": "əğıöşüç",
    "es": "áéíóúñ",
    "fr": "àâçèéêîôùû",
    "kk": "әғқңөұүі",
    "ky": "ңөү",
    "ru": "ъыэщ",
    "tg": "ғӣқӯҳҷ",
    "tk": "äçňöşüý",
    "uz": "ʻ",
}
# Letters that none of its words has.
FOREIGN_LETTERS = {
    "az": "w",
    "kk": "ӣӯҳҷ",
    "ky": "әғқұһіӣӯҳҷ",
    "ru": "әғқңөұүһіӣӯҳҷ",
    "tg": "щыңөұүәіц",
    "tk": "əğı",
    "uz": "wəğışç",
}
# Words that a sentence of the language cannot do without and that the languages compared with it do not have.
ENGLISH_WORDS = frozenset(
    """
    the of and with which this that not from has have been are was were for
    """.split()  # noqa: SIM905
)
RUSSIAN_WORDS = frozenset(
    """
    и или для что это эта если при который которая которые также чтобы его её их
    """.split()  # noqa: SIM905
)
NEIGHBOURS_OF_RUSSIAN = ("kk", "ky", "tg")
# Codes, names of formats, of fields and of places that are written so in every language.
LATIN_WORDS = frozenset(
    """
    Accept-Language acr amr API app application Asia Atom audit Authorization back-channel Bearer Bishkek codes
    Connect Content-Type count Counterpart csv CSV de DNA done DOCX errors ETag EU example Excel failed FILE
    flask heads HTML http https IANA ics Europe Idempotency-Key If-Match iPad iPhone ISO it JavaScript json JSON
    kg KG KZ lang LibreOffice Lines login logout mfa model name office OJ on OpenAPI OpenID org Paris PDF PIN ky
    problem realms Retry-After ru SMS TOKEN total UID Unicode UNODC staff Standard UNTOC UTC UTF verify Webhooks
    Windows with wsgi xlsx XLSX XML YYYY-MM-DD
    """.split()  # noqa: SIM905
)
SHARED_AT_MOST = 0.05
IN_OWN_LETTERS_AT_LEAST = 0.5


def texts(code: str) -> list[str]:
    return [text_of(form) for message in messages(code) for form in forms(message)]


def words(code: str) -> set[str]:
    return {word for text in texts(code) for word in re.findall(r"[^\W\d_]+", text)}


@pytest.mark.parametrize("code", [code for code in COMPLETE if code in OWN_LETTERS])
def test_a_catalogue_has_all_letters_of_its_language(code: str) -> None:
    written = "".join(texts(code)).lower()

    assert [letter for letter in OWN_LETTERS[code] if letter not in written] == []


@pytest.mark.parametrize("code", [code for code in COMPLETE if code in FOREIGN_LETTERS])
def test_no_word_has_a_letter_that_the_language_does_not_have(code: str) -> None:
    foreign = set(FOREIGN_LETTERS[code])

    assert [word for word in sorted(words(code) - LATIN_WORDS) if foreign & set(word.lower())] == []


@pytest.mark.parametrize("code", [code for code in COMPLETE if code in SCRIPTS])
def test_no_word_mixes_scripts(code: str) -> None:
    own = SCRIPTS[code]
    mixed = re.compile(f"[{own}][{LATIN}]|[{LATIN}][{own}]")

    assert [word for word in sorted(words(code)) if code != "zh" and mixed.search(word)] == []


@pytest.mark.parametrize("code", [code for code in COMPLETE if code in SCRIPTS])
def test_words_in_other_letters_are_codes_and_names(code: str) -> None:
    latin = {word for text in texts(code) for word in re.findall(f"[{LATIN}]{{2,}}(?:-[{LATIN}]+)*", text)}

    assert sorted(latin - LATIN_WORDS) == []


@pytest.mark.parametrize("code", COMPLETE)
def test_no_sentence_is_left_in_english(code: str) -> None:
    left = [text for text in texts(code) if len(ENGLISH_WORDS & set(text.lower().split())) > 1]

    assert left == []


@pytest.mark.parametrize("code", [code for code in COMPLETE if code in NEIGHBOURS_OF_RUSSIAN])
def test_no_sentence_is_left_in_russian(code: str) -> None:
    left = [text for text in texts(code) if RUSSIAN_WORDS & set(re.findall(r"[\w-]+", text.lower()))]

    assert left == []


@pytest.mark.parametrize(("one", "other"), list(combinations(COMPLETE, 2)))
def test_two_languages_share_few_strings(one: str, other: str) -> None:
    """What reads as in English is a code, a proper name or caught by the other tests."""
    translated = {message.id: message.string for message in messages(one) if message.string != message.id}
    same = [message.id for message in messages(other) if translated.get(message.id) == message.string]

    assert len(same) / len(translated) <= SHARED_AT_MOST


def test_french_signs_stand_after_a_space_at_which_no_line_breaks() -> None:
    written = [form for message in messages("fr") for form in forms(message)]

    assert [one for one in written if re.search(r"(?<=\S) [:;?!»](?!\w)|« ", one)] == []
