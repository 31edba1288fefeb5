"""Pocket editions of networks: they open, their contents and index lead to the right pages, and they hold what is
public and nothing else."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import delete, select

from directory import clock, i18n
from directory.exchange.pocket import refresh
from directory.extensions import db
from directory.i18n import LANGUAGES, territory_name
from directory.models import Authority, ContactDetail, Network, NetworkMember, PublishedFile
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.conftest import copy_of, make_app
from tests.formats.test_papers import visible

WHOLE = {code for code, language in LANGUAGES.items() if language.is_complete}
KEY, PHONE, SHOWN = "am-prosecutor-general", "+374 10 511 650", "+374 10 511650"
ENTRY = re.compile(r"^(.+?)[ .]*\.\s(\d+)$")


def editions_of(network: str = "casc") -> dict[str, refresh.PocketEdition]:
    return {one.language: one for one in refresh.list_editions(network)}


def make(language: str = "en") -> refresh.PocketEdition:
    return refresh.make(db.session.get_one(Network, "casc"), language)


def sent(app: Flask, language: str = "en") -> bytes:
    return app.test_client().get(f"/{language}/networks/casc/pocket.pdf").data


def texts_of(edition: PdfReader) -> list[str]:
    return [visible(page.extract_text()) for page in edition.pages]


def pages_of(app: Flask, language: str = "en") -> list[str]:
    return texts_of(PdfReader(io.BytesIO(sent(app, language))))


def contents_of(pages: list[str]) -> dict[str, int]:
    return {found[1]: int(found[2]) for line in pages[1].splitlines() if (found := ENTRY.match(line))}


def index_of(pages: list[str]) -> str:
    """Return the index as one line."""
    return " ".join(" ".join(pages[contents_of(pages)["Index"] - 1 :]).split())


def hide(phone: str = PHONE) -> None:
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=phone)).one().audience = Audience.NETWORK


@pytest.fixture(scope="module")
def one_card(few_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder whose networks have one member at most: its card is soon set."""
    folder = copy_of(few_offices, tmp_path_factory.mktemp("one_card") / "data")
    with make_app(folder).app_context(), committing():
        db.session.execute(delete(NetworkMember).where(NetworkMember.jurisdiction_key.not_in(("AM", "FR"))))
    return folder


@pytest.fixture
def small_app(one_card: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(one_card, tmp_path / "data"))
    with app.app_context():
        yield app


@dataclass(frozen=True)
class Edition:
    """An edition, and what its pages say."""

    file: PdfReader
    pages: list[str]


@pytest.fixture(scope="module")
def read(few_offices: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Edition]:
    """Return a function that gives the edition in a language, made and read once for all tests."""
    app = make_app(copy_of(few_offices, tmp_path_factory.mktemp("read") / "data"))

    @cache
    def edition_in(language: str) -> Edition:
        with app.app_context():
            make(language)
        file = PdfReader(io.BytesIO(sent(app, language)))
        return Edition(file, texts_of(file))

    return edition_in


@pytest.mark.long(each=2)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_contents_name_the_page_on_which_each_state_begins(read: Callable[[str], Edition], language: str) -> None:
    pages = read(language).pages

    numbers = contents_of(pages)
    for code in ("AM", "KG", "TJ"):
        name = territory_name(code, language)
        [first] = [place for place, page in enumerate(pages, start=1) if f"/jurisdictions/{code}/card" in page]
        assert numbers[name] == first
        assert name in pages[first - 1]


@pytest.mark.long(each=2)
@pytest.mark.parametrize(
    ("language", "order"), [("en", ["AM", "KG", "TJ"]), ("ru", ["AM", "KG", "TJ"]), ("ar", ["AM", "TJ", "KG"])]
)
def test_states_stand_in_the_order_of_the_alphabet(
    read: Callable[[str], Edition], language: str, order: list[str]
) -> None:
    pages = read(language).pages

    codes = [found[1] for page in pages if (found := re.search(r"jurisdictions/(\w+)/card", page))]

    assert codes == order


def test_the_index_names_the_pages_of_authorities_desks_and_functions(read: Callable[[str], Edition]) -> None:
    pages = read("en").pages

    index = index_of(pages)
    ministry = "Ministry of Justice of the Republic of Armenia"
    [place] = [number for number, page in enumerate(pages[:-1], start=1) if f"{ministry} ·" in page]
    assert f"{ministry} (Armenia) {place}" in index
    desks = re.search(r"Prosecutor General's Office of the Kyrgyz Republic \(Kyrgyzstan · [^)]+\) (\d+)", index)
    assert "24/7 desks and contact points" in pages[int(desks[1]) - 1]
    named = re.search(r" Extradition ([\d, ]+) ", index)[1].split(", ")
    assert named
    assert all("Extradition" in pages[int(number) - 1] for number in named)


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("language", "direction"), [("en", "/L2R"), ("ru", "/L2R"), ("ar", "/R2L")])
def test_an_edition_is_tagged_and_its_pages_are_turned_as_its_language_is_read(
    read: Callable[[str], Edition], language: str, direction: str
) -> None:
    made = read(language).file

    catalogue = made.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert catalogue["/ViewerPreferences"]["/Direction"] == direction
    assert [round(float(size)) for size in made.pages[0].mediabox[2:]] == [420, 595]


def test_every_page_says_of_which_network_and_day_it_is(small_app: Flask) -> None:
    with clock.frozen_at(clock.now().replace(year=2027, month=3, day=4)):
        make()

    assert all("CASC · 4 March 2027" in page for page in pages_of(small_app))


def test_the_title_page_leads_to_a_page_that_knows_the_copy(small_app: Flask) -> None:
    made, client = make(), small_app.test_client()
    cover = " ".join(pages_of(small_app)[0].split())
    address = re.search(r"http://localhost:8000(\S+)", cover)[1]

    assert made.checksum in address
    assert "What is printed gets old" in cover
    assert "Your copy is current." in client.get(address).text

    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"
    make()

    assert "Your copy is out of date." in client.get(address).text


def test_numbers_stand_with_what_is_known_of_them(read: Callable[[str], Edition]) -> None:
    text = " ".join(" ".join(read("en").pages).split())

    assert SHOWN in text
    assert "Police cooperation (unverified)" in text


def test_what_is_not_for_everyone_is_in_no_edition(small_app: Flask) -> None:
    factories.add(factories.contact("canary@example.org", KEY, audience=Audience.NETWORK, network_key="casc"))

    make()

    assert "canary@example.org" not in " ".join(pages_of(small_app))


def test_the_worker_makes_one_edition_after_the_other_the_home_network_first(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {code: LANGUAGES[code] for code in ("en", "ru", "ar")}
    monkeypatch.setattr(i18n, "LANGUAGES", few)
    for made in range(len(few)):
        assert len(editions_of()) == made
        refresh.refresh_editions()
    first, second = [network.key for network in refresh.list_networks_with_editions()][:2]

    refresh.refresh_editions()

    assert set(editions_of(first)) == few.keys()
    assert len(editions_of(second)) == 1


def test_an_edition_that_would_say_the_same_is_kept(small_app: Flask) -> None:
    before = make()

    with clock.frozen_at(clock.now() + timedelta(days=1)):
        after = make()

    assert (after.sha256, after.made_on) == (before.sha256, before.made_on)
    assert after.looked_on > before.looked_on


def test_an_edition_of_a_clock_that_was_ahead_is_made_anew(small_app: Flask) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        make()

    assert make().made_on == clock.today().isoformat()


def test_an_edition_is_made_anew_before_it_ends(small_app: Flask) -> None:
    before = make()

    with clock.frozen_at(clock.now() + refresh.LONGEST_KEPT):
        assert make().valid_until > before.valid_until


def test_a_corrected_value_is_in_the_edition_soon(small_app: Flask) -> None:
    make()
    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"

    refresh.refresh_editions()

    assert "+374 10 000000" in " ".join(pages_of(small_app))


def test_an_edition_that_holds_what_is_withdrawn_is_not_given_out(small_app: Flask) -> None:
    make("en")
    make("ru")
    hide()

    refresh.refresh_editions()

    left = editions_of()
    assert len(left) == 1
    assert [one.name for one in db.session.scalars(select(PublishedFile))] == [one.file for one in left.values()]
    [language] = left
    assert SHOWN not in " ".join(pages_of(small_app, language))


def test_a_change_that_is_shown_nowhere_leaves_editions_as_they_are(small_app: Flask) -> None:
    make("en")
    make("ru")
    before = editions_of()
    factories.add(factories.authority(jurisdiction_key="FR"))

    refresh.refresh_editions()

    after = editions_of()
    assert all(after[language].sha256 == one.sha256 for language, one in before.items())
    assert all(after[language].checked > one.checked for language, one in before.items())


def test_a_network_whose_members_are_not_known_has_no_pocket_edition(small_app: Flask) -> None:
    client = small_app.test_client()

    assert client.get("/en/networks/carin/pocket").status_code == 404
    assert client.get("/en/networks/carin/pocket.pdf").status_code == 404
    assert "/networks/carin/pocket" not in client.get("/en/networks/carin").text


def test_the_page_says_what_there_is_and_what_is_not_made_yet(small_app: Flask) -> None:
    made, client = make(), small_app.test_client()

    page = client.get("/en/networks/casc/pocket").text

    assert made.sha256 in page
    assert made.valid_until in page
    assert page.count("This edition has not been made yet.") == len(WHOLE) - 1
    assert client.get("/ru/networks/casc/pocket.pdf").status_code == 404


def test_an_edition_that_no_font_shows_says_so_and_stops_no_other(small_app: Flask) -> None:
    with committing():
        db.session.get_one(Authority, KEY).name = factories.english("Office 𐎠")

    for _ in range(4):
        refresh.refresh_editions()

    assert {one.missing for one in editions_of().values()} == {"𐎠"}
    assert "𐎠" in small_app.test_client().get("/en/networks/casc/pocket").text
    assert small_app.test_client().get("/en/networks/casc/pocket.pdf").status_code == 404


def test_pages_lead_to_it(small_app: Flask) -> None:
    client = small_app.test_client()

    assert "/en/networks/casc/pocket" in client.get("/en/networks/casc").text
    assert "/en/networks/casc/pocket" in client.get("/en/exchange").text
