"""The gate: what leaves, with where it is from, and what never leaves."""

from datetime import date, timedelta

import pytest
from flask import Flask

from directory.access.gate import read, read_all
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.models import Authority, Competence, ContactDetail, Provenance, Texts, Treaty
from directory.vocabulary import Audience, Confidence, Role
from tests import factories

DAY, LATER = date(2026, 11, 2), date(2026, 11, 20)


def test_a_visitor_reads_a_public_contact_with_its_source(context: None) -> None:
    contact = db.session.get(Authority, "am-prosecutor-general").contacts[0]

    reading = read(ANONYMOUS, contact)

    assert reading.value("value") == "+374 10 511 650"
    assert reading.get("value").provenance.confidence == Confidence.SOURCED
    assert reading.get("value").provenance.sources[0].startswith("https://")


@pytest.mark.parametrize("audience", [audience for audience in Audience if audience != Audience.PUBLIC])
def test_a_visitor_reads_nothing_of_a_contact_for_others(small_app: Flask, audience: Audience) -> None:
    factories.add(factories.authority(), factories.contact("duty@example.org", audience=audience))

    reading = read(ANONYMOUS, db.session.get(ContactDetail, "test-authority:duty-at-example.org"))

    assert dict(reading.details) == {}


@pytest.mark.parametrize(
    ("audience", "is_read"), [("public", True), ("practitioners", True), ("network", False), ("coordinators", False)]
)
def test_who_answers_on_a_line_is_for_no_more_people_than_the_line(
    small_app: Flask, audience: str, is_read: bool
) -> None:
    contact = factories.contact("duty@example.org", audience=audience, held_by="Anyone Fictional")
    factories.add(factories.authority(), contact)

    reading = read(Viewer(Role.PRACTITIONER, 1, "KG"), contact)

    assert bool(reading.get("held_by")) == is_read


def test_an_empty_detail_is_not_in_a_reading(small_app: Flask) -> None:
    factories.add(factories.authority())

    reading = read(ANONYMOUS, db.session.get(Authority, "test-authority"))

    assert "note" not in reading.details
    assert "name" in reading.details


def test_a_number_of_nought_is_in_a_reading(context: None) -> None:
    assert read(ANONYMOUS, Treaty(key="test-treaty", entry_days=0)).value("entry_days") == 0


def test_a_text_without_a_source_in_one_language_says_so_for_that_language_alone(context: None) -> None:
    name = read(ANONYMOUS, db.session.get(Authority, "am-prosecutor-general")).get("name")

    assert name.provenance_in("en").confidence == Confidence.SOURCED
    assert name.provenance_in("hy").confidence == Confidence.UNVERIFIED


@pytest.mark.parametrize(
    ("whole", "english", "kyrgyz", "told"),
    [
        (None, None, None, None),
        (DAY, None, None, DAY),
        (DAY, LATER, None, LATER),
        (LATER, DAY, LATER - timedelta(days=1), LATER),
        (None, DAY, LATER, LATER),
    ],
)
def test_the_source_of_a_text_in_whatever_language_is_that_of_the_wording_verified_last(
    small_app: Flask, whole: date | None, english: date | None, kyrgyz: date | None, told: date | None
) -> None:
    names = Texts("ru", {"ru": "Орган", "en": "Office", "ky": "Орган"})
    verified = {"name": whole, "name.en": english, "name.ky": kyrgyz}
    rows = [
        Provenance(kind="authority", key="test-authority", detail=detail, verified_on=day)
        for detail, day in verified.items()
        if day
    ]
    factories.add(factories.authority(name=names), *rows)

    found = read(ANONYMOUS, db.session.get(Authority, "test-authority")).get("name").provenance_of_whole

    assert (found and found.verified_on) == told


def test_a_function_known_from_general_knowledge_alone_is_unverified(context: None) -> None:
    competences = db.session.get(Authority, "uz-ministry-of-interior").competences

    confidence = {
        reading.value("function"): reading.get("function").provenance.confidence
        for reading in read_all(ANONYMOUS, competences)
    }

    assert confidence == {
        "police_cooperation": Confidence.UNVERIFIED,
        "hotline": Confidence.SOURCED,
        "victim_identification": Confidence.UNVERIFIED,
    }


def test_every_detail_of_the_seed_data_has_a_provenance(context: None) -> None:
    models = (Authority, Competence, ContactDetail)

    readings = [reading for model in models for reading in read_all(ANONYMOUS, db.session.query(model))]

    without = {
        (reading.key, detail.name)
        for reading in readings
        for detail in reading.details.values()
        if detail.provenance is None and detail.name not in ("means", "status")
    }
    assert without == set()
