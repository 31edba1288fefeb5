"""How lists are narrowed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.api.conftest import Read, all_items
from tests.api.test_answers import without_time

EXTRADITION = {"extradition", "extradition_electronic", "extradition_no_treaty", "provisional_arrest"}
Meets = Callable[[dict[str, Any]], bool]

NARROWED: tuple[tuple[str, Meets], ...] = (
    ("authorities?jurisdiction=KG", lambda item: item["jurisdiction"] == "KG"),
    ("authorities?jurisdiction=KG&jurisdiction=KZ", lambda item: item["jurisdiction"] in ("KG", "KZ")),
    ("authorities?authority_kind=ministry_of_justice", lambda item: item["authority_kind"] == "ministry_of_justice"),
    (
        "authorities?function=extradition",
        lambda item: EXTRADITION & {*item["functions"]},
    ),
    ("authorities?accepts=fr", lambda item: "fr" in item.get("languages_accepted", ())),
    ("focal-points?jurisdiction=GE", lambda item: item["jurisdiction"] == "GE"),
    ("focal-points?network=budapest-24-7", lambda item: item["network_key"] == "budapest-24-7"),
    ("networks?jurisdiction=KG", lambda item: "KG" in item["members"]),
    ("treaties?level=bilateral", lambda item: item["level"] == "bilateral"),
    ("treaties?level=bilateral&jurisdiction=KZ", lambda item: "KZ" in item["parties"]),
    ("legislation?jurisdiction=AM", lambda item: item["jurisdiction"] == "AM"),
    ("jurisdictions/AM/requirements?measure=extradition", lambda item: item["id"] == "am-extradition"),
)
FULL = {
    "jurisdictions": ("network=casc", "treaty=untoc", "treaty=kz-kg-mla-1996", "region=143"),
    "authorities": ("treaty=untoc", "network=casc", "verified=unverified"),
    "focal-points": ("authority=ge-prosecutor-general", "cover=not_published", "verified=sourced"),
    "networks": ("network_kind=police", "verified=general_knowledge"),
    "treaties": ("subject=extradition", "jurisdiction=KG", "verified=sourced"),
}


def test_no_desk_of_the_seed_data_is_reachable_for_none_has_a_number_of_its_own(read: Read) -> None:
    assert all_items(read, "focal-points?reachable=now") == []


@pytest.mark.long(each=4)
@pytest.mark.parametrize(("address", "meets"), NARROWED)
def test_a_filter_keeps_what_meets_it_and_nothing_else(read: Read, address: str, meets: Meets) -> None:
    narrowed = all_items(read, address)

    wide = all_items(read, address.partition("?")[0])
    assert narrowed == [item for item in wide if meets(item)]
    assert 0 < len(narrowed) < len(wide) or address.endswith("status=active")


@pytest.mark.parametrize(("name", "question"), [(name, one) for name, all_of in FULL.items() for one in all_of])
def test_a_filter_narrows(read: Read, name: str, question: str) -> None:
    assert 0 < read(f"{name}?{question}")["total"] < read(name)["total"]


def test_filters_of_two_names_are_met_together(read: Read) -> None:
    both = {item["id"] for item in all_items(read, "authorities?jurisdiction=KG&function=extradition")}

    of_state = {item["id"] for item in all_items(read, "authorities?jurisdiction=KG")}
    of_function = {item["id"] for item in all_items(read, "authorities?function=extradition")}
    assert both == of_state & of_function


def test_a_state_or_network_that_is_not_there_finds_nothing(read: Read) -> None:
    assert read("authorities?jurisdiction=QQ")["total"] == 0
    assert read("focal-points?network=%25")["total"] == 0
    assert read("authorities?accepts=%25")["total"] == 0


def test_an_empty_value_is_passed_over(read: Read) -> None:
    assert read("authorities?jurisdiction=&function=")["total"] == read("authorities")["total"]


def test_a_state_has_the_lists_that_its_filter_gives(read: Read) -> None:
    state = read("jurisdictions/KG")

    for name, address in (
        ("authorities", "authorities"),
        ("focal_points", "focal-points"),
        ("networks", "networks"),
        ("treaties", "treaties"),
    ):
        assert state[name] == without_time(all_items(read, f"{address}?jurisdiction=KG"))


def test_an_authority_of_which_nothing_says_that_it_has_ended_is_active(small_app: Flask) -> None:
    factories.add(
        factories.authority("kg-silent", status=""),
        factories.authority("kg-said", status="active"),
        factories.authority("kg-ended", status="closed"),
    )
    client = small_app.test_client()

    found = {
        status: {one["id"] for one in client.get(f"/api/v1/authorities?per_page=100&status={status}").json["items"]}
        for status in ("active", "closed")
    }

    assert {"kg-silent", "kg-said"} <= found["active"]
    assert "kg-ended" in found["closed"] - found["active"]
