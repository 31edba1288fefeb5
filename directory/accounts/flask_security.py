"""Flask-Security's hashing and one-time codes, connected to our tables.

Sessions, sign-in, passkeys and recovery codes are our own, so the views, sessions and mail of Flask-Security are not
used. Two faults of its one-time codes are corrected: a code could be used twice, and was valid for 90 seconds.
"""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_login.utils import _user_context_processor  # type: ignore[import-untyped]
from flask_security import Security
from flask_security.datastore import UserDatastore
from flask_security.totp import Totp
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet, TotpMatch

from directory.clock import is_ahead, now
from directory.config import Config
from directory.key_derivation import derive, key_name

ISSUER = "Counterpart"
# For tests: most tests that hash passwords do not test the hashing.
CHEAP_HASHING = {"argon2__rounds": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


class NullUserDatastore(UserDatastore):
    """The user store that Flask-Security requires. This class stores nothing."""

    def __init__(self) -> None:
        """Create the store without tables: callers pass the rows."""


class OneTimeCodes(Totp):
    """One-time codes of an authenticator app. Each code is accepted once. A code is refused after a later code was
    accepted."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """`secrets` is a mapping from name to key. The first key encrypts. The other keys decrypt older secrets."""
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=next(iter(secrets))))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Return whether this is the code of the present or the previous time step, and use up the code.

        A code is valid for at most 60 seconds from the beginning of its step. Source: RFC 6238, 5.2, which recommends
        at most one step for the delay between phone and server. The library passes `window`, which is not used here.
        """
        half = self._totp.period // 2
        try:
            match = self._totp.verify(
                token, totp_secret, window=half, skew=-half, last_counter=self.get_last_counter(user)
            )
        except TokenError:
            return False
        self.set_last_counter(user, match)
        return True

    def get_last_counter(self, user: Any) -> int | None:
        """Return the time step of the last code that was accepted.

        Return None if the server's clock was ahead at that time. Otherwise no code would be accepted until the true
        time reaches that step.
        """
        counter: int | None = user.totp_counter
        taken_at = datetime.fromtimestamp((counter or 0) * self._totp.period, UTC)
        return None if is_ahead(taken_at, now()) else counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        """Store the time step of a code that has just been accepted."""
        user.totp_counter = tmatch.counter

    def encrypt_anew(self, secret: str) -> str:
        """Return a secret encrypted with the first key. Raises KeyError if none of the keys decrypts the secret."""
        found = self._totp.from_source(secret)
        return str(found.to_json()) if found.changed else secret


def configure_security(app: Flask, config: Config) -> Security:
    """Connect the parts of Flask-Security to the app. Call this before the app sets its own JSON settings, since
    Flask-Security resets them."""
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
