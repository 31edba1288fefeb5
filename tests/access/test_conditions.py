"""Conditions of queries, columns and relationships: they give nothing unless everyone may read what they rest on."""

import pytest
from sqlalchemy import ColumnElement, and_, select

from directory.access.gate import (
    declarations_stamp,
    if_open,
    if_open_per_row,
    is_open,
    is_open_per_row,
    open_column,
    related,
)
from directory.models import Authority, ContactDetail, FocalPoint, Network, NetworkMember
from directory.vocabulary import Audience
from tests.test_leaks import audience

OPEN, OF_NETWORKS, OF_ROW = Authority.status == "gone", FocalPoint.members_note.is_(None), ContactDetail.value == "1"
INSIDE = Authority.key.in_(select(FocalPoint.authority_key).where(OF_NETWORKS))


@pytest.mark.parametrize(
    ("condition", "is_for_all", "is_for_row"),
    [
        (OPEN, True, True),
        (OF_NETWORKS, False, False),
        (OF_ROW, False, True),
        (and_(OPEN, OF_NETWORKS), False, False),
        (and_(OPEN, OF_ROW), False, True),
        (INSIDE, False, False),
    ],
    ids=["open", "of networks", "of its row", "one of two", "one of two of its row", "subquery"],
)
def test_a_condition_is_as_open_as_the_narrowest_detail_that_it_names(
    condition: ColumnElement[bool], is_for_all: bool, is_for_row: bool
) -> None:
    assert is_open(condition) is is_for_all
    assert is_open_per_row(condition) is is_for_row


@pytest.mark.parametrize(
    ("condition", "is_for_all", "is_for_row"), [(OPEN, True, True), (OF_NETWORKS, False, False), (OF_ROW, False, True)]
)
def test_a_condition_that_is_not_open_is_met_by_nothing(
    condition: ColumnElement[bool], is_for_all: bool, is_for_row: bool
) -> None:
    assert [str(if_open(condition)), str(if_open_per_row(condition))] == [
        str(condition) if is_kept else "false" for is_kept in (is_for_all, is_for_row)
    ]


def test_a_column_is_given_if_it_and_what_leads_there_are_open() -> None:
    name, note = Authority.name, FocalPoint.members_note

    assert str(open_column(name)) == str(name.expression)
    assert str(open_column(name, FocalPoint.authority_key)) == str(name.expression)
    assert str(open_column(note)) == "NULL"
    assert str(open_column(name, note)) == "NULL"


def test_a_relationship_leads_to_one_row_or_many_or_none() -> None:
    member, authority = NetworkMember(key="casc:KG"), Authority(key="office")

    assert related(Network(key="casc", members=[member]), Network.members) == [member]
    assert related(FocalPoint(key="desk", authority=authority), FocalPoint.authority) == [authority]
    assert related(FocalPoint(key="desk"), FocalPoint.authority) == []


def test_a_relationship_that_follows_what_is_not_for_everyone_leads_nowhere(context: None) -> None:
    office = Authority(key="office", successor=Authority(key="another"))

    with audience("authority", "successor_key", Audience.COORDINATORS):
        assert related(office, Authority.successor) == []


def test_the_stamp_of_declarations_stays_as_long_as_they_do() -> None:
    assert declarations_stamp() == declarations_stamp()
    assert len(declarations_stamp()) == 64
