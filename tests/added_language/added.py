"""A copy of the site that has one language more: a row of `i18n.py` and a catalogue, whose words are English in
disguise and longer, `[Šéářçħ ···]`, so that what went past the catalogue, or has too little room, is seen.

The language has names, dates and letters of its own in CLDR: it is Esperanto, of which nobody here asks the words.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from lxml import html

from directory.pseudo_language import DISGUISE, pseudo
from tests.conftest import PROJECT
from tests.project_copy import copy_part
from tests.translations.catalogues import COMPLETE, messages

CODE, AUTONYM = "eo", "Esperanto"
ROW = f'        Language("{CODE}", "{AUTONYM}", is_complete=True),\n'
AFTER = '        Language("uz", "Oʻzbek", is_complete=True),\n'
PLAIN_WORD, DISGUISED_LETTER = re.compile(r"[A-Za-z]{3,}"), re.compile("[" + "".join(map(chr, DISGUISE.values())) + "]")
# What a page says without a language of its own: not times, codes, and words that are set apart.
OF_ITSELF = """[not(ancestor::*[self::time or self::bdi or self::code or self::pre or self::script or self::style
    or self::textarea or self::option or (@lang and not(self::html))])]"""
SAID = "//body//text()" + OF_ITSELF
NAMED = "//body//@*[contains('title aria-label placeholder alt', name())]" + OF_ITSELF


def copy_with_a_language(folder: Path, made: Catalog | None = None) -> Path:
    """Return a copy of the project that has the language, with disguised words unless a catalogue is given; nothing but
    these two files differs."""
    for name in ("directory", "search_index", "templates", "tests"):
        copy_part(name, folder)
    for name in ("seed_data", "wsgi.py", "gunicorn.conf.py", "pyproject.toml"):
        (folder / name).symlink_to(PROJECT / name)
    languages = folder / "directory" / "i18n.py"
    code = languages.read_text()
    assert code.count(AFTER) == 1
    languages.write_text(code.replace(AFTER, AFTER + ROW))
    catalogue = folder / "directory" / "translations" / CODE / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    made = made or disguised_catalogue()
    with (catalogue / "messages.po").open("wb") as po, (catalogue / "messages.mo").open("wb") as mo:
        write_po(po, made)
        write_mo(mo, made)
    return folder


def disguised_catalogue() -> Catalog:
    """Return a catalogue of the strings of another one: to read these takes less than to extract them from the code."""
    made = Catalog(locale=CODE)
    for message in messages(COMPLETE[0]):
        # What is called with a plural is a tuple; both forms are made of the plural, which has the number in it.
        string = (pseudo(message.id[1]),) * 2 if isinstance(message.id, tuple) else pseudo(message.id)
        flags = ["python-format"] if "%(" in str(message.id) else []
        made.add(message.id, string, flags=flags, context=message.context)
    return made


def plain_words(page: str) -> Iterator[str]:
    """Yield the texts of a page that went past the catalogue: those in letters of which none is disguised."""
    root = html.document_fromstring(page)
    for text in [*root.xpath(SAID), *root.xpath(NAMED)]:
        if PLAIN_WORD.search(text) and not DISGUISED_LETTER.search(text):
            yield " ".join(text.split())
