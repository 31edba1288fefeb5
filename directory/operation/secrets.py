"""Whether this node has the secrets of the others: else it refuses their forms and does not open what they sealed."""

from flask import current_app

from directory.encryption import derive, key_name
from directory.extensions import db
from directory.locked_rows import locked_row
from directory.models import SeedState
from directory.transaction import recording

NAME = "secrets"
PURPOSE = "mark of all secrets"


def note_secrets() -> None:
    """Note the mark of this node's secrets, by which the others are measured; `prepare` does so at each start."""
    with recording() as session:
        locked_row(session, SeedState, {"name": NAME}, digest="").digest = _mark()


def are_agreed() -> bool:
    """Return whether the node that was prepared last has the same secrets, or none was."""
    noted = db.session.get(SeedState, NAME)
    return noted is None or noted.digest == _mark()


def _mark() -> str:
    """Return what is the same wherever the secrets are, in whichever order, and tells nothing of them."""
    config = current_app.config["SETTINGS"]
    keys = ",".join(sorted(map(key_name, config.encryption_keys)))
    return derive(config.secret_key, f"{PURPOSE}: {keys}").hex()
