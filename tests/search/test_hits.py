"""A hit says that an entry has ended and what took its place; its badge is the same in every language."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.models import Provenance, Texts
from directory.search import sync
from tests import factories, people
from tests.focal_points.desks import add_desk
from tests.html import Element, parse

LANGUAGES = ("en", "ru", "ar", "ky", "fr")
YEAR = re.compile(r"20\d\d")


def verified(kind: str, key: str, detail: str, **values: object) -> Provenance:
    today = clock.today()
    given = {"sources": ("x",), "confidence": "sourced", "verified_on": today, "verified_by": "Office"}
    return Provenance(kind=kind, key=key, detail=detail, **(given | {"due_on": today + timedelta(days=90)} | values))


def row_of(app: Flask, address: str, language: str = "en") -> Element:
    """Return the row of an entry among what a search for its name finds."""
    kind = "focal_point" if address.startswith("focal-points") else "authority"
    page = parse(app.test_client().get(f"/{language}/search?q=zanver&kind={kind}"))
    [row] = [row for row in page.all("main li") if f"/{language}/{address}" in row.links]
    return row


@pytest.fixture
def ended(small_app: Flask, status: str) -> Flask:
    """Store an authority and its desk that have ended, both verified, and what took their place."""
    name = factories.english("Zanver Bureau")
    factories.add(factories.authority("kg-new", name=factories.english("New Bureau")))
    factories.add(factories.focal_point("kg-new-desk", "kg-new"))
    factories.add(factories.authority("kg-old", name=name, status=status, successor_key="kg-new"))
    factories.add(factories.focal_point("kg-old-desk", "kg-old", status=status, successor_key="kg-new-desk"))
    factories.add(factories.contact("+996 312 000 001", "kg-old", means="phone"))
    factories.add(verified("focal_point", "kg-old-desk", "cover"), verified("authority", "kg-old", "name"))
    factories.add(verified("contact_detail", "kg-old:+996 312 000 001", "value"))
    sync.catch_up()
    return small_app


@pytest.mark.parametrize("status", ["closed", "replaced"])
@pytest.mark.parametrize(
    ("old", "new"), [("authorities/kg-old", "kg-new"), ("focal-points/kg-old-desk", "kg-new-desk")]
)
def test_a_hit_says_that_an_entry_has_ended_and_names_its_successor(
    ended: Flask, status: str, old: str, new: str
) -> None:
    row = row_of(ended, old)

    assert row.one("span.tag.off").text == status.title()
    assert [link["href"] for link in row.all("a", "New Bureau") if str(link["href"]).endswith(new)]
    assert "tag now" not in row.markup
    assert "24 hours" not in row.markup


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_an_answer_of_the_search_says_which_entries_have_ended(ended: Flask, status: str) -> None:
    found = ended.test_client().get("/api/v1/search?q=zanver").json["items"]

    assert {one["id"]: one["status"] for one in found} == {"kg-old": status, "kg-old-desk": status}


@pytest.mark.parametrize("status", ["closed", "replaced"])
@pytest.mark.parametrize("address", ["authorities/kg-old", "focal-points/kg-old-desk"])
def test_the_head_of_its_own_page_shows_no_number_no_cover_and_no_verification(
    ended: Flask, status: str, address: str
) -> None:
    coordinator = factories.account(factories.Role.COORDINATOR, jurisdiction_key="KG")

    page = parse(people.signed_in(ended, coordinator).get(f"/en/{address}"))
    head = page.one("header.stack")

    assert status.title() in page.text
    assert [one for one in ('class="lead"', "stamp", "24 hours", "Verify now", "tag now") if one in head.markup] == []


@pytest.mark.parametrize("status", ["closed"])
def test_nobody_confirms_an_entry_that_has_ended(ended: Flask) -> None:
    coordinator = factories.account(factories.Role.COORDINATOR, jurisdiction_key="KG")

    page = people.signed_in(ended, coordinator).get("/en/verification/verify?kind=focal_point&key=kg-old-desk")

    assert page.status_code == 403


@pytest.fixture
def translated(small_app: Flask) -> Flask:
    """Store an authority whose names have sources of their own, one of them verified, and its verified desk."""
    names = {"en": "Zanver Bureau", "ru": "Занвер бюро", "ar": "مكتب zanver", "ky": "Zanver бюросу"}
    add_desk(authority="kg-words")
    factories.add(verified("authority", "kg-words", "name", verified_on=None, due_on=None))
    for code in ("ru", "ar", "ky"):
        day = clock.today() if code == "ky" else None
        due = day and day + timedelta(days=90)
        known = {"confidence": "unverified", "sources": (), "verified_on": day, "due_on": due}
        factories.add(verified("authority", "kg-words", f"name.{code}", **known))
    factories.add(verified("focal_point", "test-desk", "cover"))
    authority = factories.db.session.get_one(factories.Authority, "kg-words")
    with factories.committing():
        authority.name = Texts("en", names)
    sync.catch_up()
    return small_app


@pytest.mark.parametrize("address", ["authorities/kg-words", "focal-points/test-desk"])
def test_the_badge_of_a_hit_is_the_entrys_own_in_every_language(translated: Flask, address: str) -> None:
    badges = {
        code: [tag["class"] for tag in row_of(translated, address, code).all("span.tag.now") if YEAR.search(tag.text)]
        for code in LANGUAGES
    }

    assert badges == {code: ["tag now"] for code in LANGUAGES}


@pytest.mark.parametrize("address", ["authorities/kg-words", "jurisdictions/KG"])
def test_as_many_details_count_as_verified_in_every_language(translated: Flask, address: str) -> None:
    pages = {code: translated.test_client().get(f"/{code}/{address}").text for code in LANGUAGES}
    stamps = {code: parse(page).all("div.stamp")[0].all("b")[0].text for code, page in pages.items()}

    numbers = {code: tuple(int(one) for one in re.findall(r"\d+", stamp)) for code, stamp in stamps.items()}

    assert len(set(numbers.values())) == 1, numbers
