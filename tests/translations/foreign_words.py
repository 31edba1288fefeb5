"""The words on a page that are in another language than the page and are not marked as such."""

import re
from collections.abc import Collection, Iterator

from lxml import html

from directory.i18n import LANGUAGES
from tests.translations.left import NOT_WORDS
from tests.translations.test_letters import ENGLISH_WORDS, LATIN_WORDS, SCRIPTS

READ_ALOUD = ("title", "aria-label", "placeholder", "alt")
# Web addresses, mail addresses, names of files and of forms.
ADDRESS = re.compile(r"\S*\w(?:[./@]|:/)\w\S*")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
WORD = re.compile(r"[^\W\d_]+")
# Codes of States, languages and numbered texts: KG, KGZ, ETS, HO-464-N.
CODE = re.compile("[A-Z]{2,5}")
# Networks, databases, journals and programs that are written so in every language.
NAMES = frozenset(
    """
    AKIpress BGBl CARICC CLDR FATF GlobE GRETA HCCH IberRed INTERPOL Lex OHCHR pycountry SEAJust SHERLOC StAR Trb
    Tractatenblad wa WACAP WIPO zone ARIN WCA
    """.split()  # noqa: SIM905
)
# Words of an English sentence that Azerbaijani, French, Spanish, Turkmen ("has": still more) and Uzbek do not have.
ENGLISH = ENGLISH_WORDS - {"has"} | frozenset(
    """
    as by with law laws State States under treaty treaties request requests its their text amendments undated knowledge
    """.split()  # noqa: SIM905
)


def foreign_words(page: str, code: str, asked: Collection[str] = ()) -> list[str]:
    """Return the texts of a page in which a word is of another language and `lang` does not mark it, each once.

    Words that the reader typed (`asked`) are the reader's own.
    """
    root = html.document_fromstring(page)
    texts = dict.fromkeys(" ".join(text.split()) for text in _texts(root.find("body"), code, code))
    return [text for text in texts if set(_foreign(text, code)) - set(asked)]


def _texts(element: html.HtmlElement, code: str, inherited: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in NOT_WORDS:
        return
    spoken = element.get("lang", inherited)
    if spoken == code:
        yield element.text or ""
        yield from (value for name, value in element.items() if name in READ_ALOUD)
    for child in element:
        yield from _texts(child, code, spoken)
        if spoken == code:
            yield child.tail or ""


def _foreign(text: str, code: str) -> Iterator[str]:
    text = ADDRESS.sub(" ", text)
    if code not in SCRIPTS:
        yield from (word for word in WORD.findall(text) if word in ENGLISH)
        return
    known = LATIN_WORDS | NAMES | {language.autonym for language in LANGUAGES.values()}
    yield from (word for word in LATIN.findall(text) if word not in known and not CODE.fullmatch(word))
