"""The app of a server that a test starts while a defence is off; see `tests.conftest.Server`."""

import os

from tests.threats.plugin import THREAT
from tests.threats.table import ROWS

if switch := ROWS[int(os.environ[THREAT])].switch:
    switch()

from wsgi import app

__all__ = ["app"]
