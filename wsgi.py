"""What gunicorn and the flask command see."""

import sys

from directory.app import create_app
from directory.config import Config
from directory.errors import BadConfiguration

try:
    config = Config.from_env()
except BadConfiguration as wrong:
    sys.exit(f"Counterpart cannot start: {wrong}")

app = create_app(config)
