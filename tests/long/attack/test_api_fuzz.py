"""What the document of the API says is true whatever is sent, for everyone: many requests to each operation."""

import pytest
from flask import Flask

from tests.api.conftest import site, written
from tests.api.fuzz import faults, make_things
from tests.api.test_fuzz import PEOPLE, program_of

__all__ = ["site", "written"]
EXAMPLES = 300


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_is_as_the_document_says(site: Flask, who: str) -> None:
    assert faults(site, program_of(site, who), make_things(site), EXAMPLES) == {}
