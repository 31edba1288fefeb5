"""What a person should look at twice, and what is nothing to look at."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Designation, Jurisdiction, Legislation, RequirementSheet, TreatyTerritory
from directory.models.treaty_territory import territory_key
from directory.proposals.doubtful_contacts import (
    LIKE_NO_PHONE,
    NO_COUNTRY_CODE,
    NO_SCHEME,
    OTHER_LENGTH,
    TOO_LONG,
    TOO_SHORT,
)
from directory.proposals.editable_columns import editable_columns
from directory.proposals.entry_parts import new_key, part_of
from directory.proposals.field_options import options_of
from directory.proposals.validation import MISSING, MIXED_SCRIPTS, NOT_A_CHOICE, problems, warnings
from tests.proposals.conftest import app_of

CONTACTS = [
    ("phone", "+996 312 54 28 67", None),
    ("phone", "8 (312) 54-28-67, ext. 12", None),
    ("phone", "+996 312 54 28 67; +996 312 54 28 68 (24/7)", None),
    ("fax", "00 996 312 54 28 67", None),
    ("phone", "+44 (0)20 7210 8500", None),
    ("phone", "+996 312", LIKE_NO_PHONE),
    ("phone", "12", LIKE_NO_PHONE),
    ("phone", "call the duty officer", LIKE_NO_PHONE),
    ("phone", "+996 312 54 28 1", TOO_SHORT),
    ("phone", "+41 58 462 1", TOO_SHORT),
    ("phone", "+40 21 234 56", OTHER_LENGTH),
    ("fax", "+996 312 54 28 181 999 000", TOO_LONG),
    ("phone", "+996 312 54 28 67, +996 312 54 28 1999 000", TOO_LONG),
    ("phone", "+99 6312542818", NO_COUNTRY_CODE),
    ("phone", "+999 312 54 28 18", NO_COUNTRY_CODE),
    ("website", "https://minjust.gov.kg/contacts", None),
    ("website", "minjust.gov.kg", NO_SCHEME),
    ("email", "office@minjust.gov.kg", None),
    ("address", "Bishkek, 32", None),
]
NAMES = [
    # The first letter of the first is a Latin one.
    ("Mинистерство юстиции", True),
    ("Министерство юстиции", False),
    ("Кыргыз Республикасынын Башкы прокуратурасы", False),
    ("Қазақстан Республикасының Бас прокуратурасы", False),
    ("Прокуратураи генералии Ҷумҳурии Тоҷикистон", False),
    ("Azərbaycan Respublikasının Baş Prokurorluğu", False),
    ("Türkmenistanyň Baş prokuraturasy", False),
    ("Oʻzbekiston Respublikasi Bosh prokuraturasi", False),
    ("ՀՀ գլխավոր դատախազություն", False),
    ("საქართველოს გენერალური პროკურატურა", False),
    ("مكتب المدعي العام", False),
    ("Article 18 UNTOC ст. 46", False),
]


@pytest.mark.parametrize(("means", "value", "doubt"), CONTACTS)
def test_a_contact_that_cannot_be_right_is_doubted_and_the_doubt_says_why(
    means: str, value: str, doubt: object
) -> None:
    doubts = list(warnings("contact_detail", "value", {"means": means, "value": value}))

    assert doubts == ([] if doubt is None else [doubt])


@pytest.mark.parametrize(("value", "is_doubtful"), NAMES)
def test_a_word_of_two_alphabets_is_doubted(app: Flask, value: str, is_doubtful: bool) -> None:
    doubts = list(warnings("authority", "name.en", {"name.en": value}))

    assert (MIXED_SCRIPTS in doubts) is is_doubtful


@pytest.fixture(scope="module")
def writing_app(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over all seed data: territories are those of States that the others lack."""
    return app_of(seeded_folder, tmp_path_factory)


TERRITORY = {"treaty_key": "untoc", "jurisdiction_key": "DK", "effect": "excluded", "speaker": "state"}


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({}, MISSING),
        ({"territory_key": "FO"}, None),
        ({"territory.en": "the islands", "territory.original": "en"}, None),
        # States with treaty acts of their own, which are no territories of Denmark.
        ({"territory_key": "KG"}, NOT_A_CHOICE),
        ({"territory_key": "DK"}, NOT_A_CHOICE),
    ],
)
def test_where_a_treaty_reaches_is_said_of_a_territory(context: None, named: dict[str, str], message: object) -> None:
    values = TERRITORY | named

    assert problems(TreatyTerritory, values, values).get("territory_key") == message


def test_the_form_offers_laws_of_the_state_of_the_entry(context: None) -> None:
    column = editable_columns(Designation)["legislation_key"]
    offered = [one.value for one in options_of(ANONYMOUS, column, [], "en", "KG")]

    states = set(db.session.scalars(select(Legislation.jurisdiction_key).where(Legislation.key.in_(offered))))
    assert states == {"KG"}


def test_the_form_offers_territories_and_no_state_with_treaty_acts_of_its_own(context: None) -> None:
    column = editable_columns(TreatyTerritory)["territory_key"]
    offered = {one.value for one in options_of(ANONYMOUS, column, [], "en")}

    assert {code: code in offered for code in ("FO", "HK", "KG", "DK")} == {
        "FO": True,
        "HK": True,
        "KG": False,
        "DK": False,
    }


def test_a_row_of_the_form_has_the_key_that_the_files_give_it(context: None) -> None:
    named = TERRITORY | {"territory.en": "the islands", "territory.original": "en", "since": "2005-10-01"}

    assert new_key("treaty_territory", named) == territory_key("untoc", "DK", "excluded", "the islands", "2005-10-01")


def test_the_forms_of_a_state_and_of_its_sheet_ask_for_it() -> None:
    part, rule = part_of(Jurisdiction, "treaty_territory"), part_of(RequirementSheet, "rule")

    assert part is not None
    assert rule is not None
    assert {"effect", "territory_key", "territory", "since", "until"} <= editable_columns(part.model).keys()
    assert {"statement", "measures", "phase", "towards_key", "since", "until"} <= editable_columns(rule.model).keys()
