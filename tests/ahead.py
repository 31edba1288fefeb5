"""Makes the sites of most tests while the parallel workers still collect the tests.

Workers that wait for a site leave a core idle, and collecting all tests takes as long as seeding.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases

_makers: list["subprocess.Popen[bytes]"] = []


# The hook of pytest-xdist is called before it starts the workers.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Start to make the sites if all tests run. On PostgreSQL the workers make them, each with its own connection."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not databases.IS_POSTGRESQL:
        shared = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        # `make fast` has no tests with a site of their own: they alone begin with that of few States.
        few = [] if config.pluginmanager.has_plugin("fast") else ["few"]
        _makers.append(subprocess.Popen([sys.executable, "-m", "tests.ahead", shared, *few]))


def pytest_unconfigure() -> None:
    """End what still makes a site: the run has ended without it."""
    for maker in _makers:
        maker.kill()
        maker.wait()


if __name__ == "__main__":
    from tests.conftest import fill, make_few, make_once

    place = Path(sys.argv[1])
    seeded = make_once(place, "seeded", fill)
    if "few" in sys.argv[2:]:
        make_once(place, "few", lambda folder: make_few(seeded, folder))
