"""A file is decided as a whole: its author speaks for the State and the network of each row, or the row is refused."""

import pytest
from flask import Flask

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority
from directory.vocabulary import Role
from tests import factories
from tests.imports.files import SOURCE, Row, approve, check, refusals, submit, table

REFUSED = ("A file cannot ask another State or network for its approval", "No authority in your scope has the key")
DESK = {"kind": "focal_point", "network": "casc", "cover": "round_the_clock", **SOURCE}
# France is a member of EJN and not of CASC, Kyrgyzstan and Kazakhstan of CASC and not of EJN.
ROWS: dict[str, tuple[str, tuple[str, ...], Row, str]] = {
    "a desk of the network in a State that is no member": (
        "",
        ("casc",),
        {**DESK, "key": "fr-file", "authority": "fr-ministry-of-justice"},
        "authority",
    ),
    "a desk of a network of which the State is no member": (
        "KG",
        (),
        {**DESK, "key": "kg-file-ejn", "authority": "kg-prosecutor-general", "network": "ejn"},
        "authority",
    ),
    "a desk that moves to a State that is no member": (
        "",
        ("casc",),
        {"kind": "focal_point", "key": "kg-taken", "authority": "fr-ministry-of-justice", **SOURCE},
        "authority",
    ),
    "an authority that moves to another State": (
        "",
        ("casc",),
        {"kind": "authority", "key": "kg-takes", "jurisdiction": "KZ", **SOURCE},
        "jurisdiction",
    ),
    "a desk of the network in a member State": (
        "",
        ("casc",),
        {**DESK, "key": "kg-file", "authority": "kg-prosecutor-general"},
        "",
    ),
    "a desk of the State in a network of which it is a member": (
        "KG",
        (),
        {**DESK, "key": "kg-file", "authority": "kg-prosecutor-general"},
        "",
    ),
    "a desk in a State and a network of which one has both": (
        "",
        ("casc", "ejn"),
        {**DESK, "key": "fr-file", "authority": "fr-ministry-of-justice"},
        "",
    ),
}


@pytest.fixture(autouse=True)
def taken(app: Flask) -> None:
    """Store an authority and a desk to move, once."""
    if db.session.get(Authority, "kg-takes") is None:
        factories.add(factories.authority("kg-takes"), factories.focal_point("kg-taken", "kg-prosecutor-general"))


@pytest.mark.parametrize(("state", "networks", "row", "column"), ROWS.values(), ids=ROWS)
def test_a_row_is_taken_from_whoever_speaks_for_its_state_and_its_network(
    app: Flask, state: str, networks: tuple[str, ...], row: Row, column: str
) -> None:
    author = factories.account(Role.COORDINATOR, networks, jurisdiction_key=state or None)

    found = refusals(check(author, table([row])))

    assert [(cell, message.startswith(REFUSED)) for _, cell, message in found] == ([(column, True)] if column else [])


def test_an_administrator_moves_an_authority_to_another_state_by_a_file(app: Flask) -> None:
    factories.add(factories.authority("kg-moves"))
    author, casc = factories.account(Role.ADMINISTRATOR), factories.account(Role.COORDINATOR, ["casc"])
    row = {"kind": "authority", "key": "kg-moves", "jurisdiction": "KZ", **SOURCE}

    approve(viewer_of(casc), submit(author, check(author, table([row]))))

    assert db.session.get_one(Authority, "kg-moves").jurisdiction_key == "KZ"
