"""What pages show of the facts: each with its source, doubt said at once, nothing restricted, and help."""

import random
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import Authority, ContactDetail, Jurisdiction, Provenance, RequirementSheet, Treaty
from directory.transaction import committing
from directory.vocabulary import AUDIENCES, Audience, Role
from tests import factories
from tests.browser.conftest import PAGES
from tests.html import parse
from tests.people import signed_in

PAGES_TAKEN = 20
# Of the pages that are taken, `make test` looks at the first of so many shares.
SHARES = 3
DOUBTFUL = ("unverified", "general_knowledge")
SAID = "unverified"
KEPT = [audience for audience in Audience if audience != Audience.PUBLIC]


# The title and the heading of a page are its own; its language and direction are those of the frame of all pages.
@pytest.mark.long(each=2)
@pytest.mark.parametrize(
    ("language", "pages"), [("ar", PAGES[::4]), ("en", PAGES[1::4]), ("ru", PAGES[2::4]), ("ky", PAGES[3::4])]
)
def test_every_page_says_its_language_direction_and_title(
    client: FlaskClient, language: str, pages: tuple[str, ...]
) -> None:
    chrome = LANGUAGES[language] if LANGUAGES[language].is_complete else LANGUAGES["en"]

    for path in pages:
        page = client.get(f"/{language}{path}").text

        assert f'<html lang="{chrome.code}" dir="{chrome.direction}">' in page, path
        assert re.search(r"<title>[^<]+ · Counterpart</title>", page), path
        assert len(re.findall(r"<h1\b", page)) == 1, path


# Source: RFC 6596, 3; hreflang is read in full addresses only.
def test_a_page_names_its_address_in_each_language_in_full(client: FlaskClient) -> None:
    settings = client.application.config["SETTINGS"]
    assert not settings.public_url

    for path in (
        "/",
        "/search?q=kyrgyz+prosecutor",
        "/jurisdictions/KG",
        "/authorities/am-prosecutor-general",
        "/atlas",
    ):
        page = parse(client.get(f"/ru{path}"))

        links = {one["hreflang"]: one["href"] for one in page.all("head link[hreflang]")}
        assert links == {code: f"{settings.site_address}/{code}{path}" for code in LANGUAGES}, path
        assert page.one("head link[rel=canonical]")["href"] == links["ru"], path


def blocks_with(page: str, value: str) -> list[str]:
    """Return the parts of a page that hold a value, each with what stands beside it."""
    parts = re.split(r"<(?:dd|li|p|tr|article|dt|h[1-6])\b", unescape(page))
    return [part for part in parts if value in part]


def unverified_contacts() -> list[ContactDetail]:
    doubtful = select(Provenance.key).where(
        Provenance.kind == "contact_detail", Provenance.detail == "value", Provenance.confidence.in_(DOUBTFUL)
    )
    return list(db.session.scalars(select(ContactDetail).where(ContactDetail.key.in_(doubtful))))


@pytest.mark.long(each=SHARES)
@pytest.mark.parametrize("share", range(SHARES))
def test_a_contact_that_no_source_supports_says_so_on_page_and_card(
    client: FlaskClient, context: None, share: int
) -> None:
    contacts = {contact.authority_key: contact for contact in unverified_contacts()}
    taken = [*contacts.values()][share:PAGES_TAKEN:SHARES]
    assert taken

    for contact in taken:
        state = db.session.get(Authority, contact.authority_key).jurisdiction_key
        page = client.get(f"/en/authorities/{contact.authority_key}").text
        card = client.get(f"/en/jurisdictions/{state}/card").text
        for text in (page, card):
            shown = blocks_with(text, contact.value)
            assert shown, contact.key
            assert any(SAID in block for block in shown), contact.key


@pytest.mark.long(each=SHARES)
@pytest.mark.parametrize("share", range(SHARES))
def test_every_function_that_no_source_supports_says_so(client: FlaskClient, context: None, share: int) -> None:
    rows = db.session.scalars(
        select(Provenance).where(Provenance.kind == "competence", Provenance.confidence.in_(DOUBTFUL))
    ).all()
    authorities = sorted({row.key.split(":")[0] for row in rows})[share::SHARES]
    assert authorities

    for authority in authorities:
        functions = client.get(f"/en/authorities/{authority}").text.split('id="functions"')[1].split("</section>")[0]
        expected = sum(1 for row in rows if row.key.split(":")[0] == authority and row.detail == "function")
        assert functions.count(f'class="tag due">{SAID}') == expected, authority


def test_an_original_name_that_no_source_supports_says_so(client: FlaskClient) -> None:
    page = client.get("/en/authorities/kg-prosecutor-general").text

    blocks = blocks_with(page, "Башкы прокуратурасы")
    assert blocks
    assert all(SAID in block for block in blocks)


def pages_at_random() -> list[str]:
    chosen = random.Random(20261125)
    addresses = [
        *(f"authorities/{key}" for key in db.session.scalars(select(Authority.key))),
        *(f"jurisdictions/{key}" for key in db.session.scalars(select(Jurisdiction.key))),
        *(f"treaties/{key}" for key in db.session.scalars(select(Treaty.key))),
        *(
            f"jurisdictions/{key}/requirements"
            for key in db.session.scalars(select(RequirementSheet.jurisdiction_key).distinct())
        ),
    ]
    return chosen.sample(sorted(addresses), PAGES_TAKEN)


@pytest.mark.long(each=SHARES)
@pytest.mark.parametrize("share", range(SHARES))
def test_on_pages_taken_at_random_every_fact_has_source_date_and_confidence(
    client: FlaskClient, context: None, share: int
) -> None:
    for address in pages_at_random()[share::SHARES]:
        page = client.get(f"/en/{address}").text

        sources = re.findall(r'<details class="source">(.*?)</details>', page, re.DOTALL)
        facts = re.findall(r"<dd\b(.*?)</dd>", page, re.DOTALL)
        assert sources, address
        for source in (one for one in sources if "data-zone" not in one):
            assert "Confidence:" in source, address
            assert "<bdi" in source or "<a " in source or "No source named" in source, (address, source)
        without = [
            fact for fact in facts if "<details" not in fact and "data-zone" not in fact and "/requirements" not in fact
        ]
        assert all("Article 18(15)" in fact or "<a " in fact for fact in without), (address, without)


@pytest.mark.parametrize(("code", "has_number"), [("LA", False), ("TJ", True), ("SY", False)])
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_state_without_a_known_desk_still_helps(
    client: FlaskClient, code: str, has_number: bool, language: str
) -> None:
    page = client.get(f"/{language}/jurisdictions/{code}").text

    assert f"/{language}/treaties/untoc#article-18-13" in page
    assert f"/{language}/help#name-a-desk" in page
    assert ("tel:" in page) is has_number


@pytest.mark.parametrize("audience", KEPT)
def test_a_contact_for_others_is_on_no_page(small_app: Flask, audience: Audience) -> None:
    factories.add(factories.contact("canary@example.org", "kg-prosecutor-general", audience=audience))
    client = small_app.test_client()

    pages = [
        client.get(f"/en/{address}")
        for address in (
            "authorities/kg-prosecutor-general",
            "focal-points/kg-casc",
            "focal-points",
            "jurisdictions/KG",
            "jurisdictions/KG/card",
            "networks/casc",
            "search?q=canary",
            "search?q=canary%40example.org",
        )
    ]

    assert {page.status_code for page in pages} == {200}
    assert all(
        "canary@" not in page.text.replace("q=canary%40example.org", "").replace('value="canary@', "")
        for page in pages[:6]
    )
    assert all(
        "<h2" not in page.text.split("<main")[1] or "kg-prosecutor-general" not in page.text for page in pages[6:]
    )


def test_what_is_not_public_stands_on_its_own_page_marked_with_who_may_read_it_and_on_no_card(small_app: Flask) -> None:
    key, desk = "kg-prosecutor-general", "test-desk"
    factories.add(
        *(
            factories.contact(f"{audience}@example.org", key, audience=audience, network_key="casc")
            for audience in KEPT
        ),
        factories.contact("held@example.org", key, held_by="Person Fictional"),
        factories.focal_point(desk, key, members_note=factories.english("Ring twice")),
    )
    with committing():
        db.session.get(Authority, key).coordinator_note = factories.english("Call first")
    reader = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))

    page, card = (reader.get(f"/en/{path}").text for path in (f"authorities/{key}", "jurisdictions/KG/card"))

    for audience in KEPT:
        assert f"only for: {AUDIENCES.label(audience)}" in page.split(f"{audience}@example.org</bdi>")[1][:200]
        assert f"{audience}@example.org" not in card
    assert "only for" not in page.split("held@example.org</bdi>")[1].split("Person Fictional")[0]
    assert "only for" in page.split("Person Fictional")[1][:200]
    assert "only for" in page.split("Call first")[1][:200]
    assert "only for" in reader.get(f"/en/focal-points/{desk}").text.split("Ring twice")[1][:200]
    assert "held@example.org" in card


def test_a_closed_authority_names_its_successor_and_says_no_more_how_to_send(small_app: Flask) -> None:
    closed = factories.authority(status="closed", successor_key="kg-prosecutor-general")
    factories.add(closed)

    page = small_app.test_client().get(f"/en/authorities/{closed.key}").text

    assert "no longer takes requests" in page
    assert "/en/authorities/kg-prosecutor-general" in page
    assert "How to send a request" not in page


def test_the_date_of_a_source_keeps_its_order_beside_arabic(client: FlaskClient) -> None:
    page = client.get("/ar/authorities/am-prosecutor-general").text

    dates = re.findall("تاريخ المصدر: (.{4})", page)

    assert dates
    assert set(dates) == {"<bdi"}


def test_a_member_state_without_a_desk_in_the_network_shows_its_desk_in_another(client: FlaskClient) -> None:
    home = client.get("/en/").text

    row = next(row for row in home.split("<tr>")[1:] if ">Azerbaijan<" in row)

    assert "/en/focal-points/az-" in row
    assert "no desk known" not in row
