"""A clock that jumps for the processes of a site alone, by `faketime`; that of the machine goes on as it is."""

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from directory import clock
from tests.crashes.site import Site


class FakedClock:
    """The clock that a site's processes are shown: `ahead` of the machine's, or behind it."""

    def __init__(self, site: Site, file: Path) -> None:
        self._file = file
        self.jump(timedelta())
        # The times of files and of waiting stay true: no clock that jumps changes these.
        site.environment |= {
            "LD_PRELOAD": _library(),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "FAKE_UTIME": "0",
        }

    def jump(self, ahead: timedelta) -> None:
        """Show another time from now on, also to processes that run."""
        self.ahead = ahead
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{ahead.total_seconds():+.0f}\n")
        beside.replace(self._file)

    def now(self) -> datetime:
        """Return what the site's processes are shown."""
        return clock.now() + self.ahead


def _library() -> str:
    if not shutil.which("faketime"):
        pytest.fail("faketime is not there: `apt-get install faketime` installs it.")
    shown = ["faketime", "-m", "-f", "+0", "printenv", "LD_PRELOAD"]
    return subprocess.run(shown, check=True, capture_output=True, text=True).stdout.strip()
