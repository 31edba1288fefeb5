"""Nothing that names something is left out: an address or an operation of the API that nobody tries fails by name."""

import pytest
from flask import Flask

from tests.neighbours.fields import FIELDS
from tests.neighbours.reading import NO_NEIGHBOUR, READS
from tests.neighbours.writing import NO_NEIGHBOUR_CHANGED, WRITES

LANGUAGE = "language"
WRITING = ("POST", "PUT", "PATCH", "DELETE")
# Arguments that choose among things of the site itself and name nobody's.
CHOICES = {"act", "part", "subject", "year", "answer", "step", "ending", "folder"}


def named(app: Flask, *methods: str) -> set[str]:
    """Return the endpoints whose address names something and that answer one of the methods."""
    return {
        str(rule.endpoint)
        for rule in app.url_map.iter_rules()
        if set(methods) & (rule.methods or set()) and rule.arguments - {LANGUAGE} - CHOICES
    }


def test_every_address_that_names_something_is_read_as_every_neighbour(app: Flask) -> None:
    tried = {read.endpoint for read in READS}

    assert named(app, "GET") - tried - set(NO_NEIGHBOUR) == set()


def test_every_address_that_changes_something_named_in_it_is_sent_as_every_neighbour(app: Flask) -> None:
    tried = {write.endpoint for write in WRITES} | {field.endpoint for field in FIELDS}

    assert named(app, *WRITING) - tried - set(NO_NEIGHBOUR_CHANGED) == set()


@pytest.mark.parametrize("reasons", [NO_NEIGHBOUR, NO_NEIGHBOUR_CHANGED])
def test_what_is_left_out_is_there_and_has_a_reason(app: Flask, reasons: dict[str, str]) -> None:
    assert set(reasons) <= {str(rule.endpoint) for rule in app.url_map.iter_rules()}
    assert all(reasons.values())
