"""Where a contact as its source prints it leads to: to that number and no other."""

import pytest

from directory.focal_points.contacts import address_of

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
