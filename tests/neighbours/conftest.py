"""The site of the neighbours with what asks it, made once for all tests of this folder."""

from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.neighbours.asking import Asking
from tests.neighbours.site import build


@pytest.fixture(scope="session")
def asking(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return Asking(build(copy_of(few_states, tmp_path_factory.mktemp("neighbours") / "data")))
