"""What an office is asked to confirm: which rows belong to an entry, and what of them a link shows."""

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, FocalPoint, RequirementSheet
from directory.verification.queries.entries import desks_of, get_entry, rows_of, show
from tests import factories
from tests.focal_points.desks import OF_STATE


@pytest.fixture
def authority(small_app: Flask) -> Authority:
    """Store an authority with two desks in one network, and lines for everyone, for that network and for another."""
    factories.add(factories.authority(), factories.authority("other-authority"))
    factories.add(
        factories.focal_point("b-desk"),
        factories.focal_point("a-desk"),
        factories.focal_point("other-desk", "other-authority", network_key="caricc"),
    )
    factories.add(
        factories.contact("open@example.org", position=1),
        factories.contact("desk@example.org", position=2, network_key="casc"),
        factories.contact("elsewhere@example.org", position=3, network_key="caricc"),
    )
    return db.session.get_one(Authority, "test-authority")


def desk(key: str) -> FocalPoint:
    return db.session.get_one(FocalPoint, key)


def lines(entry: Authority | FocalPoint) -> list[str]:
    return [row.value for row in rows_of(entry) if row.KIND == "contact_detail"]


def test_a_line_of_a_network_belongs_to_the_first_desk_there_or_else_to_the_authority(authority: Authority) -> None:
    assert lines(authority) == ["open@example.org", "elsewhere@example.org"]
    assert lines(desk("a-desk")) == ["desk@example.org"]
    assert lines(desk("b-desk")) == lines(desk("other-desk")) == []


def test_an_entry_stands_before_its_parts(authority: Authority) -> None:
    sheet = db.session.get_one(RequirementSheet, "kg")
    prosecutor = db.session.get_one(Authority, "kg-prosecutor-general")

    for entry, kinds in (
        (authority, {"contact_detail"}),
        (prosecutor, {"competence", "designation", "contact_detail"}),
        (desk("a-desk"), {"contact_detail"}),
        (sheet, {"rule"}),
    ):
        first, *parts = rows_of(entry)
        assert first is entry
        assert {part.KIND for part in parts} == kinds, entry.key
    assert rows_of(sheet)[1:] == sheet.rules


def test_an_authority_alone_has_desks(authority: Authority) -> None:
    assert {one.key for one in desks_of(authority)} == {"a-desk", "b-desk"}
    assert desks_of(desk("a-desk")) == []


def test_what_is_confirmed_as_a_whole_is_found_by_kind_and_key(authority: Authority) -> None:
    assert get_entry("authority", "test-authority") is authority
    assert get_entry("focal_point", "a-desk") is desk("a-desk")
    assert get_entry("requirement", "kg").key == "kg"

    for kind, key in (("authority", "a-desk"), ("contact_detail", "test-authority:open-at-example.org"), ("", "")):
        with pytest.raises(NotFound):
            get_entry(kind, key)


def test_a_row_is_shown_by_a_link_as_far_as_it_may_be_read_or_recognised(authority: Authority) -> None:
    factories.add(
        factories.contact("+996 312 000 001", means="phone", position=4, audience="practitioners"),
        factories.contact("+996 312 000 002", means="phone", position=5, audience="coordinators"),
    )
    db.session.expire_all()

    by_link, whole = (
        {one.row.key.removeprefix("test-authority:"): set(one.names) for one in shown}
        for shown in (show(ANONYMOUS, authority, has_link=True), show(OF_STATE, authority))
    )

    assert "+996 312 000 002" not in by_link
    assert by_link["+996 312 000 001"] == {"value"}
    assert {"means", "value"} <= by_link["open-at-example.org"]
    assert {"means", "value"} <= whole["+996 312 000 001"] & whole["+996 312 000 002"]
