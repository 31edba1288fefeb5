"""What has ended is on no card of its State and in no address book, and a number in one is what a phone dials."""

from itertools import product
from pathlib import Path

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import copy_of, make_app

OLD, NEW = "kg-old-ministry", "kg-new-ministry"
OLD_PHONE, NEW_PHONE = "+996 312 000 001", "+996 312 000 002"
SURFACES = ("jurisdictions/KG.vcf", "jurisdictions/KG/card", "jurisdictions/KG/card.jsonl", "jurisdictions/KG")


@pytest.fixture
def site(small_app: Flask, status: str) -> Flask:
    factories.add(
        factories.authority(NEW, name=factories.english("New Ministry")),
        factories.authority(OLD, name=factories.english("Old Ministry"), status=status, successor_key=NEW),
        factories.contact(OLD_PHONE, OLD, means="phone"),
        factories.contact(NEW_PHONE, NEW, means="phone"),
    )
    return small_app


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_an_authority_that_has_ended_is_on_nothing_of_its_state(site: Flask) -> None:
    texts = {one: site.test_client().get(f"/en/{one}").text.replace("\r\n ", "") for one in SURFACES}

    assert [one for one, text in texts.items() if "Old Ministry" in text] == []
    assert [one for one, text in texts.items() if "New Ministry" not in text] == []


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_its_own_page_names_its_successor_and_its_vcard_holds_nothing_to_dial(site: Flask) -> None:
    client = site.test_client()

    page, vcard = client.get(f"/en/authorities/{OLD}").text, client.get(f"/en/authorities/{OLD}.vcf").text

    assert "New Ministry" in page
    assert not hasattr(vobject.readOne(vcard), "tel")
    assert hasattr(vobject.readOne(client.get(f"/en/authorities/{NEW}.vcf").text), "tel")


PRINTED = {
    "+996 (312) 66-20-20": "+996312662020",
    "+44 (0)20 7946 0958": "+442079460958",
    "tel./fax: +1 202 555 0143, ext. 12": "+12025550143",
    "+996 312 66 20 20 (24/7)": "+996312662020",
    "none": "none",
}
MEANS = ("phone", "fax")


def office_of(printed: str, means: str) -> str:
    return f"kg-{means}-{list(PRINTED).index(printed)}"


@pytest.fixture(scope="module")
def offices(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a visitor of a site with an office for each number of either means."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("numbers") / "data"))
    with app.app_context():
        for printed, means in product(PRINTED, MEANS):
            office = office_of(printed, means)
            factories.add(factories.authority(office), factories.contact(printed, office, means=means))
    return app.test_client()


@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize(("printed", "dialled"), PRINTED.items())
def test_a_number_in_a_vcard_is_what_a_machine_dials(
    offices: FlaskClient, printed: str, dialled: str, means: str
) -> None:
    card = vobject.readOne(offices.get(f"/en/authorities/{office_of(printed, means)}.vcf").text)

    assert card.tel.value == dialled
