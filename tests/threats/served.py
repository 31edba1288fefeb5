"""The app of a server that a test starts while a defence is off; see `tests.conftest.Server`."""

import os
from importlib import import_module

from tests.threats.plugin import THREAT
from tests.threats.table import ROWS

ROWS[int(os.environ[THREAT])].switch()

app = import_module("wsgi").app
