"""What is recognised by its ending, what is kept back for the words of search, and who a row is for."""

import pytest

from directory.access.disclosure_log import begin, take
from directory.access.gate import MaskedDetail, audience_of, masked, restricted_readings
from directory.access.viewer import ANONYMOUS, Viewer
from directory.models import Authority, ContactDetail, FocalPoint, Texts, details_of
from directory.vocabulary import Audience, Role
from tests import factories

PRACTITIONER = Viewer(Role.PRACTITIONER, 7, "KG")
PHONE, ENGLISH = "+996 312 000 042", "Ring twice 42"


def line(value: str = PHONE, audience: str = "practitioners", **values: str) -> ContactDetail:
    contact: ContactDetail = factories.contact(value, audience=audience, languages=("en",), **values)
    return contact


def endings(viewer: Viewer, entry: Authority | ContactDetail | FocalPoint) -> dict[str, str]:
    return {name: one.ending for name, one in masked(viewer, entry).items()}


@pytest.mark.parametrize(
    ("value", "ending"), [(PHONE, "42"), ("123456", "56"), ("12345", ""), ("  12345  ", ""), ("  123456 ", "56")]
)
def test_a_text_is_recognised_by_two_characters_if_it_has_more_than_a_few(value: str, ending: str) -> None:
    assert endings(ANONYMOUS, line(value)) == {"value": ending}


def test_a_mask_says_what_it_hides() -> None:
    contact = line()

    declared = next(one for one in details_of(ContactDetail) if one.name == "value")
    assert masked(ANONYMOUS, contact) == {"value": MaskedDetail("value", declared.detail, "42")}


@pytest.mark.parametrize(
    ("audience", "shown"),
    [("public", {}), ("practitioners", {"value": "42"}), ("network", {"value": "42"}), ("coordinators", {})],
)
def test_nothing_is_masked_that_is_read_by_all_or_by_coordinators_alone(audience: str, shown: dict[str, str]) -> None:
    assert endings(ANONYMOUS, line(audience=audience)) == shown


def test_what_the_viewer_reads_is_not_masked() -> None:
    assert endings(PRACTITIONER, line(held_by="Anyone Fictional")) == {}
    assert endings(ANONYMOUS, line(held_by="Anyone Fictional")) == {"value": "42", "held_by": "al"}


def test_a_text_in_several_languages_is_recognised_by_the_original() -> None:
    desk = FocalPoint(key="desk", members_note=Texts("ky", {"en": ENGLISH, "ky": "eki jolu 17"}), network_key="casc")

    assert endings(ANONYMOUS, desk) == {"members_note": "17"}


def test_what_is_kept_back_is_told_by_audience_and_without_what_everyone_reads() -> None:
    contact = line(audience="network", held_by="Anyone Fictional")
    open_line = line(audience="public", held_by="Anyone Fictional")

    values = [
        {audience: {name: one.held for name, one in reading.details.items()} for audience, reading in kept.items()}
        for kept in (restricted_readings(contact), restricted_readings(open_line))
    ]

    whole = {"means": "email", "value": PHONE, "languages": ("en",), "held_by": "Anyone Fictional"}
    assert values == [{Audience.NETWORK: whole}, {Audience.PRACTITIONERS: {"held_by": "Anyone Fictional"}}]
    assert {(one.kind, one.key) for one in restricted_readings(contact).values()} == {contact.entry_key}


def test_what_is_kept_back_is_looked_through_and_shown_to_nobody() -> None:
    begin()

    assert restricted_readings(line())[Audience.PRACTITIONERS].value("value") == PHONE
    assert take() == {}


@pytest.mark.parametrize(
    ("row", "name", "audience"),
    [
        ("public", "value", Audience.PUBLIC),
        ("network", "value", Audience.NETWORK),
        ("public", "held_by", Audience.PRACTITIONERS),
        ("practitioners", "held_by", Audience.PRACTITIONERS),
        ("coordinators", "held_by", Audience.COORDINATORS),
    ],
)
def test_a_detail_is_for_the_narrower_of_what_is_declared_and_of_the_row(
    row: str, name: str, audience: Audience
) -> None:
    declared = next(one for one in details_of(ContactDetail) if one.name == name)

    assert audience_of(line(audience=row), declared) is audience
