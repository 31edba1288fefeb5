"""Every State is found first by each of its names in each language of the interface."""

from collections import defaultdict

from babel import Locale
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import Jurisdiction

WANTED_SHARE = 0.99
# Names of other bodies of ISO 3166 stand in `other_parties.csv`.
NOT_ISO_3166 = {"EU"}


def first(client: FlaskClient, text: str, language: str) -> str:
    answer = client.get("/api/v1/search", query_string={"q": text, "lang": language, "per_page": 1}).get_json()
    return f"{answer['items'][0]['kind']}:{answer['items'][0]['id']}" if answer["items"] else ""


def test_the_cldr_name_of_every_state_in_every_language_finds_it_first(client: FlaskClient, context: None) -> None:
    codes = [code for code in db.session.scalars(select(Jurisdiction.key)) if code not in NOT_ISO_3166]
    named: dict[str, set[str]] = defaultdict(set)
    names = {(code, language): Locale(language).territories[code] for code in codes for language in LANGUAGES}
    for (code, _), name in names.items():
        named[name].add(code)

    missed = {
        (code, language, name, found)
        for (code, language), name in names.items()
        if (found := first(client, name, language)) not in {f"jurisdiction:{one}" for one in named[name]}
    }

    assert len(codes) == 249
    assert len(missed) <= (1 - WANTED_SHARE) * len(names), sorted(missed)
