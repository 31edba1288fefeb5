"""Finds the parts of the system that the tests use, and names what is missing: `python -m tests.parts`."""

import shutil
import sys

from tests import postgresql

# First the one without windows: the same engine, and half the processor time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of Chromium; empty where there is none."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


if __name__ == "__main__":
    if postgresql.binaries() is None:
        sys.exit("The tests need PostgreSQL 15 or newer: as root, `apt-get install postgresql`, or your system's like.")
    if not chromium():
        packages = "chromium-headless-shell fonts-noto-core"
        sys.exit(f"The tests need Chromium: as root, `apt-get install {packages}`, or your system's like.")
