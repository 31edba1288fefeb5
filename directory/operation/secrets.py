"""Checks that all nodes have the same secrets.

Nodes with different secrets refuse each other's forms and cannot decrypt each other's texts.
"""

from flask import current_app
from sqlalchemy import select

from directory.errors import BadConfiguration
from directory.extensions import db
from directory.key_derivation import derive, key_name
from directory.locked_rows import locked_row
from directory.models import AlarmWay, Consultation, Draft, Issuer, SiteState, Webhook
from directory.transaction import separate_transaction

NAME = "secrets"
PURPOSE = "mark of all secrets"


def store_secrets_fingerprint() -> None:
    """Store the fingerprint of this node's secrets in a separate transaction, for other nodes to compare."""
    with separate_transaction() as session:
        locked_row(session, SiteState, {"name": NAME}, value="").value = _fingerprint()


def require_keys() -> None:
    """Raise BadConfiguration if the database has encrypted rows (consultations, drafts, ways of alarms, webhooks,
    issuers), and ENCRYPTION_KEYS has no key that encrypted one of them."""
    names = {key_name(key) for key in current_app.config["SETTINGS"].encryption_keys}
    sealed = {
        name
        for model in (Consultation, Draft, AlarmWay, Webhook, Issuer)
        for name in db.session.scalars(select(model.key_name).where(model.wrapped_key.is_not(None)).distinct())
    }
    if sealed and not sealed & names:
        raise BadConfiguration(
            "ENCRYPTION_KEYS open nothing of what lies sealed in this database: set those that sealed it."
        )


def secrets_match() -> bool:
    """Return whether this node has the same secrets as the node that last ran `flask prepare`.

    Return True if no node has run `flask prepare`.
    """
    noted = db.session.get(SiteState, NAME)
    return noted is None or noted.value == _fingerprint()


def _fingerprint() -> str:
    """Return the fingerprint of this node's secrets.

    The fingerprint reveals no secret and ignores the order of ENCRYPTION_KEYS.
    """
    config = current_app.config["SETTINGS"]
    keys = ",".join(sorted(map(key_name, config.encryption_keys)))
    return derive(config.secret_key, f"{PURPOSE}: {keys}").hex()
