"""What gunicorn and the flask command see."""

import gc
import os
import sys

from directory.app import create_app
from directory.command_faults import fault_message
from directory.config import Config
from directory.errors import BadConfiguration
from directory.search.index_location import open_index

# What the site writes is for its own user alone, wherever DATA_DIR is.
os.umask(0o077)

try:
    app = create_app(Config.from_env())
except (BadConfiguration, OSError) as wrong:
    sys.exit(f"Counterpart cannot start: {fault_message(wrong)}")

open_index(app)

# What has been made so far stays, and is shared by the workers that the server makes of this process.
# Looking through it again and again was a quarter of the time of every answer.
gc.freeze()
gc.set_threshold(10_000, 20, 20)
