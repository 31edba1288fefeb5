"""Connects Flask-Security to the app, for password hashing (Argon2) and one-time codes only."""

from typing import Any

from flask import Flask
from flask_login.utils import _user_context_processor  # type: ignore[import-untyped]
from flask_security import Security
from flask_security.datastore import UserDatastore

from directory.accounts.totp import OneTimeCodes
from directory.config import Config
from directory.key_derivation import derive, key_name

ISSUER = "Counterpart"
# For tests: most tests that hash passwords do not test the hashing.
CHEAP_HASHING = {"argon2__rounds": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


class NullUserDatastore(UserDatastore):
    """The user store that Flask-Security requires. This class stores nothing."""

    def __init__(self) -> None:
        """Create the store without a database model."""


def configure_security(app: Flask, config: Config) -> Security:
    """Connect Flask-Security to the app, before the app sets its own JSON settings: Flask-Security resets them."""
    keys = {key_name(key): derive(key, "one-time codes").hex() for key in config.encryption_keys}
    settings: dict[str, Any] = {
        "PASSWORD_SCHEMES": ["argon2"],
        # No second hash with a salt of the app: that salt could never be changed without locking everyone out.
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASHING if config.testing else {},
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TOTP_SECRETS": keys,
        "TOTP_ISSUER": ISSUER,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
    }
    # Flask-Security brings Flask-Login, which would write into each session that it sees, ours included.
    app.config["SESSION_PROTECTION"] = None
    app.config.update({f"SECURITY_{name}": value for name, value in settings.items()})
    parts = Security(app, NullUserDatastore(), register_blueprint=False, totp_cls=OneTimeCodes)
    # These two functions would look for a user in the cookies, headers and body of each request; our own code does it.
    app.before_request_funcs[None].remove(parts.principal._on_before_request)
    app.template_context_processors[None].remove(_user_context_processor)
    return parts
