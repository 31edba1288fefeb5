"""Whether this node has the secrets of the others: else it refuses their forms and does not open what they sealed."""

from flask import current_app
from sqlalchemy import select

from directory.errors import BadConfiguration
from directory.extensions import db
from directory.key_derivation import derive, key_name
from directory.locked_rows import locked_row
from directory.models import Consultation, Draft, SeedState
from directory.transaction import separate_transaction

NAME = "secrets"
PURPOSE = "mark of all secrets"


def note_secrets() -> None:
    """Note the mark of this node's secrets, by which the others are measured; `prepare` does so at each start."""
    with separate_transaction() as session:
        locked_row(session, SeedState, {"name": NAME}, digest="").digest = _mark()


def require_keys() -> None:
    """Raise BadConfiguration where threads or drafts lie sealed and ENCRYPTION_KEYS open none of them."""
    names = {key_name(key) for key in current_app.config["SETTINGS"].encryption_keys}
    sealed = {
        name
        for model in (Consultation, Draft)
        for name in db.session.scalars(select(model.key_name).where(model.wrapped_key.is_not(None)).distinct())
    }
    if sealed and not sealed & names:
        raise BadConfiguration(
            "ENCRYPTION_KEYS open nothing of what lies sealed in this database: set those that sealed it."
        )


def are_agreed() -> bool:
    """Return whether the node that was prepared last has the same secrets, or none was."""
    noted = db.session.get(SeedState, NAME)
    return noted is None or noted.digest == _mark()


def _mark() -> str:
    """Return what is the same wherever the secrets are, in whichever order, and tells nothing of them."""
    config = current_app.config["SETTINGS"]
    keys = ",".join(sorted(map(key_name, config.encryption_keys)))
    return derive(config.secret_key, f"{PURPOSE}: {keys}").hex()
