"""The card of a desk that says it answers at any hour warns of what its page warns of."""

from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.models import Provenance
from tests import factories
from tests.focal_points.desks import add_desk

UNTESTED = "by the desk’s own statement; whether a number answers at every hour is not known"
SURFACES = ("focal-points/test-desk", "focal-points/test-desk/card", "focal-points/test-desk.vcf")
NUMBER = "+996 312 000 001"


def add_number(due_in_days: int) -> None:
    """Store a number of the desk that was verified 90 days before it is due."""
    today = clock.today()
    due = today + timedelta(days=due_in_days)
    known = {"sources": ("x",), "confidence": "sourced", "verified_by": "Office"}
    for kind, key, detail in (
        ("contact_detail", f"test-authority:{NUMBER}", "value"),
        ("focal_point", "test-desk", "cover"),
    ):
        dates = {"verified_on": due - timedelta(days=90), "due_on": due}
        factories.add(Provenance(kind=kind, key=key, detail=detail, **known, **dates))
    factories.add(factories.contact(NUMBER, means="phone", network_key="casc"))


def texts(app: Flask) -> list[str]:
    return [app.test_client().get(f"/en/{one}").text.replace("\r\n ", "").replace("\\;", ";") for one in SURFACES]


@pytest.mark.parametrize("due_in_days", [None, -5], ids=["without a number", "with an overdue number"])
def test_page_card_and_vcard_say_that_the_hours_are_its_own_statement(small_app: Flask, due_in_days: int) -> None:
    add_desk(authority="test-authority")
    if due_in_days is not None:
        add_number(due_in_days)

    assert [UNTESTED in one for one in texts(small_app)] == [True, True, True]


def test_a_desk_with_a_verified_number_is_not_doubted(small_app: Flask) -> None:
    add_desk(authority="test-authority")
    add_number(60)

    assert [UNTESTED in one for one in texts(small_app)] == [False, False, False]
