"""What the document of the API says is true whatever is sent, for everyone: many requests to each operation."""

import pytest
from flask import Flask

from tests.api.conftest import site, written
from tests.api.fuzz import make_asker, make_things, try_all
from tests.api.test_fuzz import PEOPLE, program_of

__all__ = ["site", "written"]
# How long it takes follows from this: about two minutes for each person on two free cores.
EXAMPLES = 100
ASKER = "who asks the desk"


@pytest.mark.parametrize("who", [*PEOPLE, ASKER])
def test_every_answer_is_as_the_document_says(site: Flask, who: str) -> None:
    program = make_asker(site) if who == ASKER else program_of(site, who)

    report = try_all(site, program, make_things(site, program if who == ASKER else None), EXAMPLES)

    print(f"{who}: {report}")
    assert report.faults == {}
