"""Creates the app that gunicorn and the flask command import."""

import gc
import os
import sys

from directory.app import create_app
from directory.command_faults import fault_message
from directory.config import Config
from directory.errors import BadConfiguration
from directory.search.index_location import open_index

# Files that the site writes can be read by its own user only, wherever DATA_DIR is.
os.umask(0o077)

try:
    app = create_app(Config.from_env())
except (BadConfiguration, OSError) as wrong:
    sys.exit(f"Counterpart cannot start: {fault_message(wrong)}")

open_index(app)

# The objects made so far live as long as the process, and workers forked from it share them. Leave them out of garbage
# collection, which took a quarter of the time of every response.
gc.freeze()
gc.set_threshold(10_000, 20, 20)
