"""Cards: dated, with a checksum that tells whether a copy is still current, and with nothing that is not for everyone
unless a person asks for one of their own."""

import hashlib
import io
import re

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from directory.extensions import db
from directory.models import Account, Authority, ContactDetail, Disclosure
from directory.models.provenance import Provenance
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.formats.test_papers import visible
from tests.html import parse
from tests.people import signed_in

KEY = "am-prosecutor-general"
PHONE, SHOWN = "+374 10 511 650", "+374 10 511650"
CARDS = ("jurisdictions/AM", f"authorities/{KEY}", "focal-points/ge-budapest-24-7")
CHECKSUM = re.compile(r"card\?(?:own=1&amp;)?card=([0-9a-f]{16})")


def checksum_on(page: str) -> str:
    return CHECKSUM.search(page)[1]


def text_of(pdf: bytes) -> str:
    return visible("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_a_card_that_is_too_long_for_a_pdf_says_so_and_its_page_stays(small_app: Flask) -> None:
    client, lines = small_app.test_client(), "a\n" * 1_600
    factories.add(*(factories.contact(f"{number} {lines}", KEY, means="address") for number in range(2)))

    answers = [client.get(f"/en/{entry}.pdf") for entry in (f"authorities/{KEY}", "jurisdictions/AM")]

    assert [answer.status_code for answer in answers] == [406, 406]
    assert all("too long for a PDF file" in answer.text for answer in answers)
    assert client.get(f"/en/authorities/{KEY}/card").status_code == 200


def add_restricted_line() -> Account:
    """Add a line for members of the network and return one of them."""
    factories.add(factories.contact("duty@example.org", KEY, audience=Audience.NETWORK, network_key="casc"))
    return factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ")


@pytest.mark.long(each=2)
@pytest.mark.parametrize("address", CARDS)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_card_carries_its_address_and_the_checksum_of_its_facts_in_every_language(
    client: FlaskClient, address: str, language: str
) -> None:
    page = client.get(f"/{language}/{address}/card").text
    facts = client.get(f"/{language}/{address}/card.jsonl").data

    assert checksum_on(page) == hashlib.sha256(facts).hexdigest()[:16]
    assert f"http://localhost:8000/{language}/{address}/card?card={checksum_on(page)}" in page


@pytest.mark.long(each=4)
@pytest.mark.parametrize("address", CARDS)
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_the_file_says_what_the_page_says_and_is_tagged(client: FlaskClient, address: str, language: str) -> None:
    checksum = checksum_on(client.get(f"/{language}/{address}/card").text)

    made = client.get(f"/{language}/{address}.pdf")

    catalogue = PdfReader(io.BytesIO(made.data)).trailer["/Root"]
    assert made.mimetype == "application/pdf"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert checksum in text_of(made.data)


def test_every_number_on_a_card_stands_in_the_file_with_its_source(client: FlaskClient) -> None:
    page, file = client.get(f"/en/authorities/{KEY}/card").text, text_of(client.get(f"/en/authorities/{KEY}.pdf").data)

    for text in (SHOWN, "info@prosecutor.am", "zaki.ru", "stated by its source"):
        assert text in page
        assert text in file


def test_the_card_of_a_state_begins_with_the_first_number_of_its_page(client: FlaskClient) -> None:
    contact = parse(client.get("/en/jurisdictions/TJ")).one("section[aria-labelledby=contact]")

    card = parse(client.get("/en/jurisdictions/TJ/card")).all("main section")[0]

    number = next(link for link in contact.links if link.startswith("tel:"))
    assert [link for link in card.links if link.startswith("tel:")] == [number]


def test_a_desk_on_the_card_of_its_state_has_its_line(small_app: Flask) -> None:
    factories.add(factories.authority("tj-office", jurisdiction_key="TJ"))
    factories.add(factories.focal_point("tj-desk", "tj-office"))
    factories.add(factories.contact("+992 372 000 001", "tj-office", means="phone"))

    first = parse(small_app.test_client().get("/en/jurisdictions/TJ/card")).all("main section")[0]

    assert "Office of Tests" in first.text
    assert "tel:+992372000001" in first.links


def test_a_source_is_listed_once_however_many_translated_texts_rest_on_it(client: FlaskClient) -> None:
    page = parse(client.get("/ru/jurisdictions/KG/card"))

    listed = [source.text for source in page.one(".card-sources").all("li > bdi")]
    assert listed
    assert len(set(listed)) == len(listed)


def test_a_copy_is_current_until_a_fact_on_it_changes(small_app: Flask) -> None:
    client, address = small_app.test_client(), f"/en/authorities/{KEY}/card"
    copy = checksum_on(client.get(address).text)
    assert "Your copy is current." in client.get(f"{address}?card={copy}").text

    with committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().value = "+374 10 000 000"

    assert "Your copy is out of date." in client.get(f"{address}?card={copy}").text


@pytest.mark.parametrize("asked", ["x", "0" * 17, "<script>", "٠" * 16])
def test_what_is_no_checksum_is_told_apart(client: FlaskClient, asked: str) -> None:
    assert (
        "This is no checksum of a card." in client.get(f"/en/authorities/{KEY}/card", query_string={"card": asked}).text
    )


def test_what_a_visitor_takes_holds_nothing_else_whoever_asks(small_app: Flask) -> None:
    reader = signed_in(small_app, add_restricted_line())

    taken = [
        reader.get(f"/en/{address}").data
        for card in ("jurisdictions/AM", f"authorities/{KEY}")
        for address in (f"{card}/card", f"{card}.vcf", f"{card}/card.jsonl", f"{card}/card?own=1")
    ]

    assert all(b"duty@example.org" not in one for one in taken[:-1])
    assert b"duty@example.org" in taken[-1]


@pytest.mark.parametrize("ending", ["/card", ".vcf", ".pdf", "/card.jsonl"])
def test_a_card_of_ones_own_is_kept_by_nobody_and_noted(small_app: Flask, ending: str) -> None:
    reader = signed_in(small_app, add_restricted_line())

    answer = reader.get(f"/en/authorities/{KEY}{ending}?own=1")

    text = text_of(answer.data) if ending == ".pdf" else answer.text.replace("\r\n ", "")
    assert "duty@example.org" in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "contact_detail.value" in db.session.scalars(select(Disclosure)).one().details
    if ending != "/card.jsonl":
        assert (
            "Restricted. For: Practitioner\\, Kazakhstan." in text
            or "Restricted. For: Practitioner, Kazakhstan." in text
        )


# One of either means, one of either number.
@pytest.mark.long(each=3)
@pytest.mark.parametrize("means", ["phone", "fax"])
@pytest.mark.parametrize(("number", "is_marked"), [("10 511 650", True), ("+374 10 511 651", False)])
def test_a_number_without_a_country_code_says_so_wherever_it_is_read(
    small_app: Flask, means: str, number: str, is_marked: bool
) -> None:
    factories.add(factories.authority("am-test-office", jurisdiction_key="AM"))
    factories.add(factories.contact(number, "am-test-office", means=means))
    client, page = small_app.test_client(), "/en/authorities/am-test-office"

    read = [client.get(f"{page}{ending}") for ending in ("", "/card", ".vcf", ".pdf")]
    [contact] = client.get("/api/v1/authorities/am-test-office").json["contacts"]

    texts = [text_of(one.data) if one.mimetype == "application/pdf" else one.text.replace("\r\n ", "") for one in read]
    assert ["within Armenia only" in " ".join(text.split()) for text in texts] == [is_marked] * 4
    assert contact["details"]["value"]["is_domestic"] is is_marked
    assert "is_domestic" not in contact["details"]["means"]


def test_a_card_of_ones_own_needs_an_account(client: FlaskClient) -> None:
    answer = client.get(f"/en/authorities/{KEY}.vcf?own=1")

    assert answer.status_code == 303
    assert "/account/sign-in" in answer.headers["Location"]


def test_a_card_of_ones_own_without_anything_restricted_is_like_any_other(small_app: Flask) -> None:
    reader = signed_in(small_app, factories.account(Role.PRACTITIONER, [], jurisdiction_key="KZ"))

    assert "Restricted." not in reader.get(f"/en/authorities/{KEY}/card?own=1").text


def test_a_phone_is_given_no_number_that_is_dead(small_app: Flask) -> None:
    contact = db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one()
    with committing():
        db.session.get_one(Provenance, ("contact_detail", contact.key, "value")).is_dead = True

    read = vobject.readOne(small_app.test_client().get(f"/en/authorities/{KEY}.vcf").text)

    assert "tel" not in read.contents
    assert read.email.value == "info@prosecutor.am"


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_the_offices_of_a_state_come_as_one_file(client: FlaskClient, context: None, language: str) -> None:
    answer = client.get(f"/{language}/jurisdictions/AM.vcf")

    read = list(vobject.readComponents(answer.text))
    known = db.session.scalars(select(Authority.key).filter_by(jurisdiction_key="AM"))
    assert {card.uid.value.rpartition("/")[2] for card in read} == set(known)
    assert "+37410511650" in {tel.value for card in read for tel in card.contents.get("tel", [])}
    assert all("SHA-256" in card.note.value for card in read)


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [("🎉", "[U+1F389]"), ("👩\u200d⚖\ufe0f", "[U+1F469]"), ("\ue000", "[U+E000]")],
    ids=["symbol", "joined symbols", "private use"],
)
def test_a_symbol_that_no_font_shows_stands_as_its_number_and_the_card_is_made(
    small_app: Flask, symbol: str, shown: str
) -> None:
    with committing():
        db.session.get(Authority, KEY).name = factories.english(f"Office {symbol}")

    answer = small_app.test_client().get(f"/en/authorities/{KEY}.pdf")

    assert answer.status_code == 200
    assert shown in text_of(answer.data)


def test_a_symbol_that_no_font_shows_does_not_keep_the_card_of_its_state_from_being_made(small_app: Flask) -> None:
    with committing():
        db.session.get_one(Authority, KEY).name = factories.english("Office 🎉")

    answer = small_app.test_client().get("/en/jurisdictions/AM.pdf")

    assert answer.status_code == 200
    assert "[U+1F389]" in text_of(answer.data)


def test_a_card_that_no_font_shows_says_so_and_what_to_do(small_app: Flask) -> None:
    with committing():
        db.session.get(Authority, KEY).name = factories.english("Office 𐎠")

    answer = small_app.test_client().get(f"/en/authorities/{KEY}.pdf")

    assert answer.status_code == 406
    assert "Print the page of the card instead." in answer.text


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        ("/ru/jurisdictions/KG", "/api/v1/jurisdictions/KG?lang=ru"),
        ("/en/authorities/kg-prosecutor-general", "/api/v1/authorities/kg-prosecutor-general?lang=en"),
        ("/ar/treaties/untoc", "/api/v1/treaties/untoc?lang=ar"),
        ("/en/measures/extradition", "/api/v1/measures/extradition?lang=en"),
    ],
)
def test_the_address_of_a_page_leads_to_the_answer_of_the_api(client: FlaskClient, page: str, answer: str) -> None:
    assert client.get(f"{page}.json").headers["Location"] == answer
    assert client.get(answer).status_code == 200


@pytest.mark.parametrize("ending", ["/card", ".pdf", ".vcf", "/card.jsonl"])
@pytest.mark.parametrize("folder", ["jurisdictions", "authorities", "focal-points"])
def test_there_is_no_card_of_what_is_not_there(client: FlaskClient, folder: str, ending: str) -> None:
    assert client.get(f"/en/{folder}/UNKNOWN{ending}").status_code == 404
