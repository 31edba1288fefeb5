"""Names of languages and files that lead elsewhere lead nowhere: neither read nor written is what lies beyond."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from directory.i18n import LANGUAGES
from directory.vocabulary import Role
from tests.conftest import MadeOnce
from tests.imports.files import office, table
from tests.odd_input import Sending, addresses_of, routes, send
from tests.odd_site import Site, opened
from tests.people import signed_in

ODD_LANGUAGES = ("zz", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "en/../../x", "en%2500", "EN", "x" * 10_000, "/")
ODD_NAMES = (
    "..%2F..%2F..%2F..%2Fetc%2Fpasswd",
    "%2Fetc%2Fpasswd",
    "..%5C..%5Cetc%5Cpasswd",
    "%2E%2E",
    "directory.sqlite3",
    "..%2Fdirectory.sqlite3",
    "..%2Fdirectory%2Fapp.py",
    "passwd%00.csv",
    "x" * 10_000,
)
# How files begin that nobody may be sent: of accounts, a database, the program.
KEPT = (b"root:", b"SQLite format", b'"""Builds the app')


@pytest.fixture(scope="module")
def site(few_treaties: Path, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(few_treaties, made_once, tmp_path_factory.mktemp("paths") / "data") as site:
        yield site


@pytest.mark.parametrize("odd", ODD_LANGUAGES, ids=lambda odd: odd[:20])
def test_a_language_that_is_none_is_passed_over(app: Flask, odd: str) -> None:
    client = app.test_client(use_cookies=False)
    asked = {"Cookie": f"language={odd}", "Accept-Language": odd}

    bare, page = client.get("/networks", headers=asked), client.get(f"/en/networks?lang={odd}", headers=asked)
    other = client.get(f"/{odd}/networks", headers=asked)
    program = client.get(f"/api/v1/networks?lang={odd}", headers=asked)

    assert bare.headers.get("Location") in {f"/{code}/networks" for code in LANGUAGES}
    assert (page.status_code, program.status_code) == (200, 200)
    assert '<html lang="en"' in page.text
    assert other.status_code in (302, 308, 404)


@pytest.mark.long(each=3)
@pytest.mark.parametrize("odd", ODD_NAMES, ids=lambda odd: odd[:20])
def test_a_name_that_leads_elsewhere_is_not_found(site: Site, odd: str) -> None:
    client = site.client(Role.ADMINISTRATOR)
    rules = [rule for rule in routes(site.app) if set(rule.arguments) - {"language"}]

    answers = [send(client, Sending("GET", addresses_of(rule, site.real, odd))) for rule in rules]

    assert len(answers) > 60
    assert [one.request.path for one in answers if one.status_code >= 500] == []
    assert [one.request.path for one in answers if one.get_data().lstrip().startswith(KEPT)] == []


def test_a_file_with_the_name_of_a_path_is_written_nowhere(site: Site) -> None:
    client, folder = signed_in(site.app, site.person(Role.COORDINATOR)), site.app.config["SETTINGS"].data_dir.parent
    before = {file for file in folder.rglob("*") if "sqlite" not in file.name}

    names = ("../../outside.csv", "..\\outside.csv", "%2e%2e%2foutside.csv", "a/b.csv")
    for name in (*names, str(folder / "outside.csv")):
        sent = {"file": (BytesIO(table([office("kg-outside")])), name)}
        assert client.post("/en/imports", data=sent).status_code < 500

    assert {file for file in folder.rglob("*") if "sqlite" not in file.name} == before
