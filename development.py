"""What `make dev` and `make shell` see: the site of `wsgi.py` with names for the prompt and, on demand, its SQL."""

import logging
import os
from typing import Any

from directory import clock, models
from directory.extensions import db
from wsgi import app

if os.environ.get("SQL"):
    # With the values of parameters: for demonstration data alone.
    logging.basicConfig(format="%(message)s")
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)


@app.shell_context_processor
def names() -> dict[str, Any]:
    """Return what stands ready at the prompt of `make shell`."""
    return {"db": db, "clock": clock, **{name: getattr(models, name) for name in models.__all__}}
