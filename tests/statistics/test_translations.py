"""How far the directory is translated: counted of what everyone may read, by language and State."""

import pytest
from flask import Flask

from directory.models import Provenance, Texts
from directory.statistics.queries.translations import count_texts
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in

BOTH = Texts("en", {"en": "Two floors.", "ky": "Эки кабат."})
IN_KYRGYZ = Texts("ky", {"ky": "Мекеме"})


@pytest.fixture(autouse=True)
def _entry(small_app: Flask) -> None:
    """Give Kyrgyzstan an authority whose name is to be translated, and one whose name is not."""
    factories.add(factories.authority("kg-some"), factories.authority("kg-other", name=IN_KYRGYZ))


def counted() -> tuple[int, int, int]:
    one = count_texts()["KG"]["ky"]
    return one.texts, one.translated, one.outdated


def test_texts_are_counted_as_translated_outdated_or_neither() -> None:
    before = counted()
    outdated = Provenance(kind="authority", key="kg-old", detail="note.ky", sources=(), is_outdated=True)

    factories.add(factories.authority("kg-new", note=BOTH), factories.authority("kg-old", note=BOTH), outdated)

    assert [now - then for now, then in zip(counted(), before, strict=True)] == [4, 1, 1]


def test_what_not_everyone_may_read_is_not_counted() -> None:
    before = counted()

    kept = factories.authority("kg-kept", name=IN_KYRGYZ, coordinator_note=factories.english("Ask for Room 9"))
    factories.add(kept, factories.focal_point("kg-desk", "kg-some", members_note=factories.english("Room 9")))

    assert counted() == before


def test_a_visitor_reads_the_figures_and_who_translates_is_led_to_the_work(small_app: Flask) -> None:
    visitor = small_app.test_client()
    coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    page, file = "/en/statistics/translations?into=ky", "/en/statistics/translations/export?into=ky&format="

    tables = {table["code"]: table["rows"] for table in visitor.get(f"{file}json").json["tables"]}

    assert {row["key"] for row in tables["languages"]} >= {"ky", "ru", "zh"}
    assert "KG" in {row["key"] for row in tables["states"]}
    assert visitor.get(f"{file}csv&table=states").text.startswith("\ufeffState,translated,")
    assert "/en/proposals/translations?into=ky" in coordinator.get(page).text
    assert "/en/proposals/translations" not in visitor.get(page).text
