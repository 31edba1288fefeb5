"""What `make fast` leaves out is known by what a test takes, and by a list that names tests that are there."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import PROJECT, marks_of
from tests.fast import slow_tests


def test_a_test_that_reads_bears_no_mark(request: pytest.FixtureRequest, client: FlaskClient) -> None:
    assert marks_of(request.node) == set()


def test_a_test_that_takes_a_folder_of_the_site_has_one_to_write_in(
    request: pytest.FixtureRequest, seeded_folder: Path
) -> None:
    assert marks_of(request.node) == {"own_site"}


@pytest.mark.xdist_group("postgresql")
def test_a_test_of_the_group_of_a_server_is_marked_by_it(request: pytest.FixtureRequest) -> None:
    assert marks_of(request.node) == {"postgresql"}


def test_each_slow_test_is_there() -> None:
    named = (test.split("::") for test in slow_tests())

    missing = [test for file, *_, test in named if f"def {test}(" not in (PROJECT / file).read_text(encoding="utf-8")]

    assert missing == []
