"""What `test_added` runs in a copy of the site that has one language more: it is used as people would.

`python -m tests.added_language.use_added DATA_DIR`: ends with 0 when everything follows the two files.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.dates import get_day_names, get_month_names
from flask.testing import FlaskClient

from directory import i18n
from directory.extensions import db
from directory.models import Entry, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.pseudo_language import pseudo
from directory.search import sync
from directory.seeding.load import FOLDER
from directory.seeding.rows import read_rows
from directory.seeding.states_and_networks import put_jurisdiction
from directory.seeding.store import SeedStore
from directory.transaction import committing
from tests.added_language.added import AUTONYM, CODE, plain_words
from tests.browser.conftest import PAGES
from tests.conftest import FEW_STATES, make_app
from tests.translations.left import faults_of_language

# The name of the State, and the day on which it ratified the Convention (2 October 2003), as CLDR has them.
KYRGYZSTAN, RATIFIED = "Kirgizujo", "2003-Oktobro-02"
# Names of the product and of kinds of files.
NAMES = frozenset({"Counterpart", "PDF", "vCard", "CSV", "XLSX", "JSON", "openapi.json"})
CALENDAR = [
    *(name for width in ("wide", "abbreviated") for name in get_month_names(width, locale=CODE).values()),
    *(name for width in ("wide", "abbreviated") for name in get_day_names(width, locale=CODE).values()),
]
OF_THE_CALENDAR = re.compile(rf"\b(?:{'|'.join(CALENDAR)})\b")
# What stands between the names of a list: "A, B kaj C".
BETWEEN_NAMES = re.compile(rf"[·:,]|{Locale.parse(CODE).list_patterns['standard']['2'][3:-3]}")


def name_states() -> None:
    """Store the names of the States that are there, as the command `seed` does for all."""
    store = SeedStore()
    with committing():
        for row in read_rows(FOLDER / "jurisdictions.csv"):
            if row.text("code") in FEW_STATES:
                put_jurisdiction(store, row)
        store.flush()
    sync.rebuild()


def use(client: FlaskClient) -> None:
    page = client.get(f"/{CODE}/jurisdictions/KG").text
    assert faults_of_language(page, CODE) == []
    assert f'lang="{CODE}" hreflang="{CODE}" dir="ltr" aria-current="true">{AUTONYM}<' in page
    assert pseudo("Skip to the content") in page
    assert RATIFIED in page
    assert KYRGYZSTAN in page
    assert f"/{CODE}/jurisdictions/KG" in client.get(f"/{CODE}/search?q={KYRGYZSTAN}").text
    assert client.get("/", headers={"Accept-Language": CODE}).location.endswith(f"/{CODE}/")


def no_word_goes_past_the_catalogue(client: FlaskClient) -> None:
    known = NAMES | {"", *names_of_entries(), *names_of_cldr()}
    past = [
        (path, text)
        for path in PAGES
        for text in plain_words(client.get(f"/{CODE}{path}").text)
        if text.strip(" :·") not in known
        and not {part.strip() for part in BETWEEN_NAMES.split(text)} <= known
        and not OF_THE_CALENDAR.search(text)
    ]
    assert past == [], past


def names_of_entries() -> Iterator[str]:
    for model in MODELS_BY_KIND.values():
        for row in db.session.query(model):
            yield from texts_of(row)


def texts_of(row: Entry) -> Iterator[str]:
    for declared in details_of(type(row)):
        value = getattr(row, declared.name)
        if isinstance(value, Texts):
            yield from value.by_language.values()
        elif isinstance(value, str):
            yield value


def names_of_cldr() -> Iterator[str]:
    """Yield the names of States, regions and languages, in English where the language has none, and in themselves."""
    yield from (language.autonym for language in i18n.LANGUAGES.values())
    english = i18n.locale(i18n.DEFAULT)
    assert english is not None
    yield from (i18n.territory_name(code, CODE) for code in english.territories)
    yield from (i18n.language_name(code, CODE) for code in english.languages)


if __name__ == "__main__":
    app = make_app(Path(sys.argv[1]))
    with app.app_context():
        # The index is made anew once all States are named.
        app.extensions["after_commit"].clear()
        name_states()
        use(app.test_client())
        no_word_goes_past_the_catalogue(app.test_client())
