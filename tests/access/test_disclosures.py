"""Whoever takes a value that not everyone may read has seen it: that is noted with where it stands."""

import pytest

from directory.access.disclosure_log import begin, take
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.models import ContactDetail, Entry, FocalPoint
from directory.vocabulary import Role
from tests import factories

PERSON = Viewer(Role.PRACTITIONER, 7, "KG", frozenset({"casc"}))
OPEN: ContactDetail = factories.contact("1@example.org")
RESTRICTED: ContactDetail = factories.contact("2@example.org", audience="practitioners")
DESK = FocalPoint(key="desk", network_key="casc", members_note=factories.english("Ring twice"))


@pytest.mark.parametrize(
    ("entry", "taken", "noted"),
    [
        (OPEN, "value", {}),
        (RESTRICTED, "value", {(7, ("authority", "test-authority")): {"contact_detail.value"}}),
        (RESTRICTED, "held_by", {}),
        (DESK, "members_note", {(7, ("focal_point", "desk")): {"members_note"}}),
    ],
    ids=["open", "of a part", "empty", "of the entry itself"],
)
def test_a_restricted_value_that_is_taken_is_noted(
    context: None, entry: Entry, taken: str, noted: dict[tuple[int, tuple[str, str]], set[str]]
) -> None:
    begin()

    read(PERSON, entry).value(taken)

    assert take() == noted


def test_nothing_is_noted_once_it_was_taken_over(context: None) -> None:
    begin()
    reading = read(PERSON, RESTRICTED)
    take()

    reading.value("value")

    assert take() == {}
