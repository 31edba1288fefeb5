"""An answer takes as many statements for a hundred rows as for a few."""

import pytest

from tests.api.conftest import Read, counted_statements

LISTS = ("jurisdictions", "authorities", "focal-points", "networks", "legislation", "measures", "treaties")
# The kinds of entry that rows point to are loaded by one statement each, with one more for sources.
MOST_REFERENCES = 4


WITH_CONTACTS = ("authorities?include=contacts&", "focal-points?include=contacts&sort=-updated_at&")


@pytest.mark.parametrize("name", [*(f"{name}?" for name in LISTS), *WITH_CONTACTS])
def test_a_list_takes_no_more_statements_for_more_rows(read: Read, name: str) -> None:
    with counted_statements() as few:
        read(f"{name}per_page=2")
    with counted_statements() as many:
        read(f"{name}per_page=100")

    assert len(many) <= len(few) + MOST_REFERENCES


@pytest.mark.parametrize(
    ("name", "most"),
    [
        # Two more than it reads: which wordings are published, and when it last changed.
        ("treaties/untoc", 20),
        ("treaties/kz-kg-mla-1996", 17),
        ("authorities/kg-prosecutor-general", 20),
        # Five read the facts of the standing of all desks; the cache may hold them already.
        ("focal-points/ge-budapest-24-7", 18),
        ("networks/casc", 16),
        ("measures/extradition", 10),
        ("jurisdictions/AM/requirements", 13),
        ("jurisdictions/KG", 36),
        ("jurisdictions/AM", 36),
    ],
)
def test_an_entry_takes_few_statements(read: Read, name: str, most: int) -> None:
    with counted_statements() as statements:
        read(name)

    assert len(statements) <= most
