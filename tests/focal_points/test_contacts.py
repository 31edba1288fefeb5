"""Where a contact as its source prints it leads to, that number and no other, and how it is read."""

import pytest
from flask.testing import FlaskClient

from directory.focal_points.contacts import address_of, as_read

LINKS = [
    ("phone", "+996 312 54 28 67", "tel:+996312542867"),
    ("phone", "8 (312) 54-28-67", "tel:8312542867"),
    ("phone", "8 (312) 54-28-67, ext. 12", "tel:8312542867"),
    ("phone", "+996 312 54 28 67 (ext. 12)", "tel:+996312542867"),
    ("phone", "+996 312 54 28 67, +996 312 54 28 68", "tel:+996312542867"),
    ("phone", "+996 312 54 28 67 / 68", "tel:+996312542867"),
    ("phone", "+49 (0)228 99 410", "tel:+4922899410"),
    ("phone", "(+996) 312 54 28 67", "tel:+996312542867"),
    ("phone", "24/7: +996 312 54 28 67", "tel:+996312542867"),
    ("phone", "+٩٩٦ ٣١٢ ٥٤", "tel:+99631254"),
    ("phone", "102", "tel:102"),
    ("phone", "call the duty officer", ""),
    ("email", "desk@example.org", "mailto:desk@example.org"),
    ("email", "desk@example.org?bcc=other@example.org", "mailto:desk@example.org%3Fbcc%3Dother@example.org"),
    ("website", "javascript:alert(1)", "http://javascript:alert(1)"),
    ("address", "Main street 1", ""),
]


@pytest.mark.parametrize(("means", "value", "address"), LINKS)
def test_a_contact_leads_to_what_is_printed_first(means: str, value: str, address: str) -> None:
    assert address_of(means, value) == address


@pytest.mark.parametrize(
    ("means", "value", "shown"),
    [
        ("phone", "+996312542867", "+996 312 542 867"),
        ("fax", "+99412 4921056", "+994 12 492 10 56"),
        ("phone", "+995 32 2405143, ext. 12", "+995 32 240 51 43, ext. 12"),
        ("phone", "+998 71 2323232 / +992372213030", "+998 71 232 32 32 / +992 372 21 3030"),
        ("phone", "8 (312) 54-28-67", "8 (312) 54-28-67"),
        ("phone", "+996 000 000", "+996 000 000"),
        ("address", "+996312542867", "+996312542867"),
    ],
)
def test_a_number_is_read_in_the_groups_of_its_state(means: str, value: str, shown: str) -> None:
    assert as_read(means, value) == shown


@pytest.mark.parametrize(
    ("page", "is_marked"),
    [
        ("authorities/kh-national-police", True),
        ("authorities/fr-central-authority", False),
        ("authorities/am-prosecutor-general", False),
        ("atlas?from=KZ&to=KH&measure=victim_repatriation&offence=tip", True),
    ],
    ids=["short number", "0033", "country code", "way home"],
)
def test_a_number_without_a_country_code_says_so(client: FlaskClient, page: str, is_marked: bool) -> None:
    shown = client.get(f"/en/{page}").text.replace("\u2068", "").replace("\u2069", "")

    assert ("within Cambodia only" in shown) is is_marked
