"""The rules of a wording: what a text must have in common with the English text that it replaces.

Templates show the texts of catalogues as markup and fill in their placeholders. A wording that breaks a rule could
therefore add markup to a page, or make the page fail. So the rules are checked when a wording is suggested, when it is
published and when it is read.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory.catalogues import COUNTED, CatalogueString, catalogue
from directory.i18n import locale
from directory.web.request_validation import UNSEEN, is_plain_line

KEPT = re.compile(r"%\(\w+\)[a-zA-Z]|%%|\{\w*\}|</?\w+[^>]*>")
"""Placeholders and tags, which a wording keeps as they stand in the English."""
# Signs that begin markup, end an attribute or begin a placeholder.
SIGNS = '<>&"`\\%{}'
# Phone numbers and addresses. A wording with one of these could send readers to whoever suggested it.
ADDRESSES = re.compile(r"\w+://[\w./?=&-]*\w|\bwww\.[\w./-]*\w|[\w.+-]*@[\w.-]*\w|@|\+?\d[\d\s().-]{4,}\d")
ISOLATES, END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
TIMES_LONGER, CHARACTERS_MORE = 3, 60
MISSING = _l("Fill in this field.")
UNSEEN_CHARACTERS = _l("Leave out characters that cannot be seen.")


def longest(string: CatalogueString) -> int:
    """Return how many characters a wording of this string may have."""
    return TIMES_LONGER * max(map(len, string.english)) + CHARACTERS_MORE


def form_faults(string: CatalogueString, language: str, forms: Sequence[str]) -> dict[int, str]:
    """Return a mapping from the position of a plural form (from 0) to what is wrong with its text. A missing form is
    wrong, and so is a form that the string does not have. If the mapping is empty, the wording may replace the text of
    the catalogue."""
    most = max(len(forms), len(string.forms))
    texts = [forms[number] if number < len(forms) else "" for number in range(most)]
    faults = {number: _fault(string, language, number, text) for number, text in enumerate(texts)}
    return {number: fault for number, fault in faults.items() if fault}


def _fault(string: CatalogueString, language: str, number: int, text: str) -> str:
    if not text.strip() or number >= len(string.forms):
        return str(MISSING)
    if len(text) > longest(string):
        return str(_("Write at most %(max)d characters.", max=longest(string)))
    if _has_unseen(string, text):
        return str(UNSEEN_CHARACTERS)
    if signs := [*_added_signs(string.english[-1], text), *_added_addresses(string, text)]:
        return str(_("Leave out these signs, which the English does not have: %(signs)s", signs=" ".join(signs)))
    if _lacks_placeholders(string, language, number, text):
        names = " ".join(dict.fromkeys(KEPT.findall(string.english[-1])))
        return str(_("Keep the placeholders as they stand in the English: %(names)s", names=names))
    return ""


def _has_unseen(string: CatalogueString, text: str) -> bool:
    """Return whether a text has too many characters without a shape, or too many marks on a letter.

    A text may have a character without a shape at most as often as the English or the catalogue's text, whichever has
    it more often. Arabic uses such characters in pairs, around parts that are read from left to right. If half of a
    pair is missing, the result is true too.
    """
    known = Counter[str]()
    for original in (*string.english, *string.forms):
        known |= Counter(one for one in original if is_unseen(one))
    found = Counter(one for one in text if is_unseen(one))
    if found - known or sum(found[one] for one in ISOLATES) != found[END_OF_ISOLATE]:
        return True
    return not is_plain_line("".join(one for one in text if not is_unseen(one)))


def is_unseen(character: str) -> bool:
    """Return whether a character has no shape of its own, such as a control or a mark of direction."""
    return unicodedata.category(character) in UNSEEN


def _added_signs(english: str, text: str) -> list[str]:
    """Return the characters of SIGNS that `text` has more often than `english`. Characters inside a placeholder or tag
    that stands in the English too are not counted."""
    known = set(KEPT.findall(english))
    rest = KEPT.sub(lambda found: "" if found[0] in known else found[0], text)
    english = KEPT.sub("", english)
    return [sign for sign in SIGNS if rest.count(sign) > english.count(sign)]


def _added_addresses(string: CatalogueString, text: str) -> list[str]:
    """Return the numbers to call and the addresses in `text` that neither the English nor the catalogue has."""
    known = (*string.english, *string.forms)
    return [found for found in ADDRESSES.findall(KEPT.sub("", text)) if not any(found in one for one in known)]


def _lacks_placeholders(string: CatalogueString, language: str, number: int, text: str) -> bool:
    wanted, found = Counter(KEPT.findall(string.english[-1])), Counter(KEPT.findall(text))
    if len(string.english) > 1 and is_of_one_number(language, number):
        return bool(found - wanted)
    return found != wanted


def is_of_one_number(language: str, form: int) -> bool:
    """Return whether a plural form is used for a single number. A text of such a form may omit the placeholder of the
    number."""
    plural = catalogue(locale(language)).plural
    return sum(plural(number) == form for number in COUNTED) <= 1
