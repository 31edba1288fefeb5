"""A detail of a State or treaty is called unverified only where the seed files have no source for it."""

import pytest
from sqlalchemy import select

from directory.access.facts import source_of
from directory.access.gate import read
from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Jurisdiction, Treaty
from directory.models.details import Entry

STATE = ("name", "alpha3", "region", "time_zones")
TREATY = ("title", "instrument", "level", "subject", "force")
DATES = ("depositary", "adopted_on", "opened_on", "signed_on", "in_force_from", "in_force_year", "entry_rule")

# No page that was read states these details.
UNVERIFIED = {
    ("EU", "region"),
    ("am-ir-tsp", "title"),
    ("am-ir-tsp", "instrument"),
    ("am-ir-tsp", "level"),
    ("am-ir-tsp", "subject"),
    ("am-ir-tsp", "force"),
    ("cets212", "entry_rule"),
    ("cets224", "entry_rule"),
    ("cis-cyber-2018", "depositary"),
    ("cis-pg-tip-2009", "depositary"),
    ("firearms-protocol", "opened_on"),
    ("minsk-1993-protocol-1997", "depositary"),
    ("oas-tsp-1993", "entry_rule"),
    ("ru-az-mla-1992", "title"),
    ("ru-az-mla-1992", "instrument"),
    ("ru-az-mla-1992", "level"),
    ("ru-az-mla-1992", "subject"),
    ("ru-az-mla-1992", "signed_on"),
    ("ru-az-mla-1992", "force"),
    ("sco-terrorism-2009", "depositary"),
    ("sco-terrorism-2009", "entry_rule"),
}


def test_only_details_without_a_source_are_unverified(context: None) -> None:
    found = {*unverified(Jurisdiction, STATE), *unverified(Treaty, (*TREATY, *DATES))}

    assert found == UNVERIFIED


def unverified(model: type[Entry], details: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return the key and name of each detail that a page calls unverified."""
    readings = [read(ANONYMOUS, entry) for entry in db.session.scalars(select(model))]
    return {
        (reading.key, name)
        for reading in readings
        for name in details
        if reading.get(name) and not source_of(reading, name, "en").is_supported
    }


@pytest.mark.parametrize(
    ("key", "detail", "day"),
    [
        ("untoc", "adopted_on", "2000-11-15"),
        ("untoc", "opened_on", "2000-12-12"),
        ("untoc", "in_force_from", "2003-09-29"),
        ("som-protocol", "opened_on", "2000-12-12"),
        ("uncac", "opened_on", "2003-12-09"),
        ("ets30", "opened_on", "1959-04-20"),
        ("minsk-1993", "signed_on", "1993-01-22"),
        ("eu-arrest-warrant-2002", "adopted_on", "2002-06-13"),
        ("oas-tsp-1993", "in_force_from", "1996-04-12"),
    ],
)
def test_a_treaty_has_the_days_of_its_sources(context: None, key: str, detail: str, day: str) -> None:
    assert str(getattr(db.session.get(Treaty, key), detail)) == day
