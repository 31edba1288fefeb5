"""What the document says is true whatever is sent, for everyone. More of it is in `long/attack`."""

import pytest
from flask import Flask

from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import DESK
from tests.api.fuzz import make_things, try_all
from tests.api.programs import Program

EXAMPLES = 2
PEOPLE = {
    "visitor": None,
    "practitioner": (Role.PRACTITIONER, ["casc"], [DESK]),
    "coordinator": (Role.COORDINATOR, ["casc"], []),
    "administrator": (Role.ADMINISTRATOR, [], []),
}


def program_of(site: Flask, who: str) -> Program | None:
    person = PEOPLE[who]
    if person is None:
        return None
    role, networks, desks = person
    return Program(site, factories.account(role, networks, desks, jurisdiction_key="KG"))


# Who reads and writes most.
@pytest.mark.long(each=4, start=2)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_is_as_the_document_says(site: Flask, who: str) -> None:
    assert try_all(site, program_of(site, who), make_things(site), EXAMPLES).faults == {}
