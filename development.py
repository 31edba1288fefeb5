"""The app that `make dev` and `make shell` run: that of `wsgi.py`, with names for the prompt. If the environment
variable SQL is set, it prints each SQL statement."""

import logging
import os
from typing import Any

from directory import clock, models
from directory.extensions import db
from wsgi import app

if os.environ.get("SQL"):
    # The log has the values of parameters, so this is for demonstration data only.
    logging.basicConfig(format="%(message)s")
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)


@app.shell_context_processor
def names() -> dict[str, Any]:
    """Return the names that `make shell` offers at its prompt: `db`, `clock` and all models."""
    return {"db": db, "clock": clock, **{name: getattr(models, name) for name in models.__all__}}
