"""What an office that was closed or replaced said is green nowhere: no verification counts for it any more."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.facts import source_of
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.cards.presenters.paper import paper_of
from directory.cards.views import card
from directory.extensions import db
from directory.models import ContactDetail, Provenance
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import copy_of, make_app
from tests.html import parse

OLD, NEW, DESK_LINE = "+996 312 000 001", "+996 312 000 002", "+996 312 000 003"
ENDINGS = ("closed", "replaced")
GREEN = re.compile(r"tag now|verified \d")
PAGES = (
    "/en/authorities/kg-old",
    "/en/focal-points/kg-old-desk",
    "/en/authorities/kg-old/card",
    "/en/focal-points/kg-old-desk/card",
    "/en/authorities/kg-old.vcf",
    "/en/focal-points/kg-old-desk.vcf",
)


def verified(kind: str, key: str, detail: str) -> Provenance:
    today = clock.today()
    known = {"sources": ("x",), "confidence": "sourced", "verified_on": today, "verified_by": "Office"}
    return Provenance(kind=kind, key=key, detail=detail, due_on=today + timedelta(days=90), **known)


def add_offices(status: str) -> None:
    """Store an authority that has ended and one that stands, each with a verified number and a desk that has ended."""
    for key, own in (("kg-new", {}), ("kg-old", {"status": status, "successor_key": "kg-new"})):
        number = OLD if own else NEW
        factories.add(factories.authority(key, name=factories.english(f"{key} Bureau"), **own))
        factories.add(factories.focal_point(f"{key}-desk", key, status=status))
        factories.add(factories.contact(number, key, means="phone"))
        factories.add(verified("contact_detail", f"{key}:{number}", "value"), verified("authority", key, "name"))
        factories.add(verified("focal_point", f"{key}-desk", "cover"))
    factories.add(factories.contact(DESK_LINE, "kg-new", means="phone", network_key="casc"))
    factories.add(verified("contact_detail", f"kg-new:{DESK_LINE}", "value"))


@pytest.fixture(scope="module")
def sites(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """Return a function that gives the site of a status, which is made once."""

    @cache
    def made(status: str) -> Flask:
        app = make_app(copy_of(few_states, tmp_path_factory.mktemp(status) / "data"))
        with app.app_context():
            add_offices(status)
        return app

    return made


@pytest.fixture
def site(sites: Callable[[str], Flask], status: str) -> Iterator[Flask]:
    """Return that site, to be read; its context is pushed."""
    app = sites(status)
    with app.app_context():
        yield app


@pytest.mark.long(each=4)
@pytest.mark.parametrize("status", ENDINGS)
@pytest.mark.parametrize("address", PAGES)
def test_what_has_ended_is_green_nowhere(site: Flask, status: str, address: str) -> None:
    page = site.test_client().get(address).text.replace("\r\n ", "")

    assert GREEN.findall(page) == []


@pytest.mark.parametrize("status", ENDINGS)
def test_beside_the_number_of_what_has_ended_stands_that_it_ended(site: Flask, status: str) -> None:
    page = parse(site.test_client().get("/en/authorities/kg-old"))

    row = page.one("dd", "+996 312 000 001")

    assert "ended" in [tag.text for tag in row.all("span.tag.off")]
    assert "Due again" not in row.markup


@pytest.mark.parametrize("status", ENDINGS)
def test_the_printed_card_says_that_it_ended(site: Flask, status: str) -> None:
    with site.test_request_context("/en/"):
        entry = factories.db.session.get_one(factories.Authority, "kg-old")
        paper = repr(paper_of(card(ANONYMOUS, entry, "en", "https://example.org", clock.now())))

    assert "(ended)" in paper
    assert not GREEN.search(paper)


@pytest.mark.parametrize("status", ENDINGS)
def test_the_api_grades_every_detail_of_it_as_ended(site: Flask, status: str) -> None:
    answers = [
        site.test_client().get(f"/api/v1/{one}").text for one in ("authorities/kg-old", "focal-points/kg-old-desk")
    ]

    assert [set(re.findall(r'"freshness": ?"(\w+)"', one)) for one in answers] == [{"ended"}, {"ended"}]


@pytest.mark.parametrize("status", ENDINGS)
def test_the_facts_of_a_card_say_that_they_have_ended(site: Flask, status: str) -> None:
    old, new = (site.test_client().get(f"/en/authorities/{key}/card.jsonl").text for key in ("kg-old", "kg-new"))

    assert all('"has_ended":true' in line for line in old.splitlines() if '"key":"kg-old' in line)
    assert '"has_ended"' not in "".join(line for line in new.splitlines() if DESK_LINE not in line)


@pytest.mark.parametrize("status", ENDINGS)
def test_what_stands_beside_it_keeps_its_verification(site: Flask, status: str) -> None:
    lines = factories.db.session.get_one(factories.Authority, "kg-new").contacts

    grades = {one.key: str(source_of(one, "value", "en").freshness) for one in read_all(ANONYMOUS, lines)}

    assert grades == {f"kg-new:{NEW}": "verified", f"kg-new:{DESK_LINE}": "ended"}


@pytest.mark.parametrize("status", ENDINGS)
def test_no_phone_is_given_the_line_of_a_desk_that_has_ended(site: Flask, status: str) -> None:
    vcard = site.test_client().get("/en/authorities/kg-new.vcf").text

    assert "+996312000002" in vcard
    assert "+996312000003" not in vcard


@pytest.mark.parametrize("status", ENDINGS)
def test_a_line_that_another_desk_of_the_same_network_still_keeps_stays_verified(small_app: Flask, status: str) -> None:
    add_offices(status)
    factories.add(factories.focal_point("kg-second-desk", "kg-new"))

    page = parse(small_app.test_client().get("/en/focal-points/kg-second-desk"))

    assert page.one("dd", DESK_LINE).all(".tag.now")


def test_the_lines_of_many_authorities_are_read_in_no_more_statements_than_those_of_two(app: Flask) -> None:
    def statements(most: int) -> int:
        db.session.expunge_all()
        lines = db.session.scalars(select(ContactDetail).limit(most)).all()
        assert len({one.authority_key for one in lines}) > 1
        with counted_statements() as sent:
            read_all(ANONYMOUS, lines)
        return len(sent)

    with app.app_context():
        assert statements(100) == statements(8)
