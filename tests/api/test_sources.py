"""Every detail says where it is from, and what the data call unverified says so."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Provenance
from tests.api.conftest import SOURCE_KEYS, Read, all_items, details_in

KINDS_READ = {
    "legislation": {"legislation", "provision"},
    "authorities": {"authority", "competence", "designation", "contact_detail"},
    "focal-points": {"focal_point", "contact_detail"},
    "networks": {"network", "network_member"},
    "treaties": {
        "treaty",
        "treaty_party",
        "treaty_rule",
        "treaty_status",
        "treaty_territory",
        "treaty_coverage",
        "treaty_term",
        "treaty_relation",
    },
}


def everything(read: Read, address: str) -> list[dict[str, Any]]:
    return [read(f"{address}/{item['id']}") for item in all_items(read, address)]


@pytest.mark.long(each=2)
@pytest.mark.parametrize("address", KINDS_READ)
def test_every_detail_carries_its_source(read_few: Read, address: str) -> None:
    found = list(details_in(everything(read_few, address)))

    assert found
    assert {kind for kind, *_ in found} == KINDS_READ[address]
    assert all(detail.keys() >= SOURCE_KEYS | {"value"} for *_, detail in found)
    assert all(detail["source"] == detail["sources"][0] for *_, detail in found if detail["sources"])


@pytest.mark.long(each=2)
@pytest.mark.parametrize("address", KINDS_READ)
def test_every_detail_has_the_confidence_that_is_recorded(few_app: Flask, read_few: Read, address: str) -> None:
    with few_app.app_context():
        rows = db.session.scalars(select(Provenance).where(Provenance.kind.in_(KINDS_READ[address])))
        recorded = {(row.kind, row.key, row.detail): row.confidence for row in rows}

    for kind, key, name, detail in details_in(everything(read_few, address)):
        own = recorded[kind, key, name]
        for language, wording in detail.get("texts", {}).items():
            assert wording["confidence"] == recorded.get((kind, key, f"{name}.{language}"), own)
        shown = detail["texts"][detail["language"]]["confidence"] if "texts" in detail else own
        assert detail["confidence"] == shown


def test_a_translation_that_no_source_supports_says_so_to_its_reader(read: Read) -> None:
    english = read("authorities/am-ministry-of-justice?lang=en")["details"]["name"]
    russian = read("authorities/am-ministry-of-justice?lang=ru")["details"]["name"]

    assert english["confidence"] == "sourced"
    assert russian["confidence"] == "general_knowledge"
    assert russian["sources"] != english["sources"]


def test_an_item_of_a_list_is_as_weak_as_the_weakest_that_it_shows(read: Read) -> None:
    english = read("authorities?jurisdiction=AM&lang=en")["items"]
    russian = read("authorities?jurisdiction=AM&lang=ru")["items"]

    confidence = {item["id"]: item["confidence"] for item in english}
    assert confidence["am-ministry-of-justice"] == "sourced"
    assert {item["id"]: item["confidence"] for item in russian}["am-ministry-of-justice"] == "general_knowledge"


def test_a_rule_names_the_treaty_that_it_rests_on(read: Read) -> None:
    sheets = read("jurisdictions/AM/requirements")["items"]

    resting = [
        rule["details"]["treaty_key"] for sheet in sheets for rule in sheet["rules"] if "treaty_key" in rule["details"]
    ]
    assert resting
    assert all(treaty["label"] and treaty["label"] != treaty["value"] for treaty in resting)


def test_a_measure_is_a_word_and_claims_no_confidence(read: Read) -> None:
    assert {item["confidence"] for item in all_items(read, "measures")} == {None}
