"""Code generators and their one-time codes (TOTP). Call the functions inside `committing`: the write lock lets each
code be used only once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_security import Security
from flask_security.totp import Totp
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet, TotpMatch

from directory.accounts import recovery_codes
from directory.accounts.notices import note
from directory.accounts.queries import list_passkeys, secrets_of
from directory.accounts.service import secrets_for
from directory.clock import is_ahead, now
from directory.errors import Conflict
from directory.key_derivation import KeyNotThere
from directory.models import Account, AccountSecrets

LAST_ONE = _l("This is the last thing you can sign in with. Add another first, then remove this one.")


@dataclass(frozen=True)
class IssuedFactors:
    """The key of a code generator, and recovery codes, as shown once to the person."""

    generator_key: str
    recovery_codes: list[str]


@dataclass(frozen=True)
class TotpSetup:
    """The secret for an authenticator app, as `key` to type and `image` to scan."""

    key: str
    image: str


class OneTimeCodes(Totp):
    """One-time codes of an authenticator app. A code is refused after the same or a later code was accepted.

    Corrects two faults of Flask-Security: a code could be used twice, and was valid for 90 seconds.
    """

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """Make the checker of codes. `secrets` maps names to encryption keys: the first key encrypts, all keys decrypt.
        `issuer` is the name of the site that the authenticator app shows."""
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=next(iter(secrets))))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Return whether `token` is the code of the present or previous time step, and use up the code. `window` is not
        used.

        A code is valid for at most 60 seconds. Source: RFC 6238, 5.2 (at most one earlier step).
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
        """Return the time step of the last accepted code, or None if no code was accepted. A step in the future, stored
        while the clock was fast, is returned as None."""
        counter: int | None = user.totp_counter
        taken_at = datetime.fromtimestamp((counter or 0) * self._totp.period, UTC)
        return None if is_ahead(taken_at, now()) else counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        """Store the time step of a code that has just been accepted."""
        user.totp_counter = tmatch.counter

    def encrypt_anew(self, secret: str) -> str:
        """Return a secret encrypted with the first key. Raises KeyError if no key decrypts the secret."""
        found = self._totp.from_source(secret)
        return str(found.to_json()) if found.changed else secret


def new_secret() -> str:
    """Return a new, encrypted secret for a code generator."""
    return str(_parts().totp_factory.generate_totp_secret())


def generator_of(account: Account, secret: str) -> TotpSetup:
    """Return the key and the image of a code generator for an authenticator app. `secret` is the generator's encrypted
    secret."""
    factory = _parts().totp_factory
    return TotpSetup(factory.get_totp_pretty_key(secret), factory.generate_qrcode(account.email, secret))


def add_generator(account: Account, secret: str, code: str) -> bool:
    """Replace the code generator if the code is right, and tell the person by mail. Return whether the code was right.
    `secret` is the encrypted secret of the new generator."""
    secrets = secrets_for(account)
    counter, secrets.totp_counter = secrets.totp_counter, None
    if not _takes(code, secret, secrets):
        secrets.totp_counter = counter
        return False
    secrets.totp_secret = secret
    note(account, "totp_added")
    return True


def issue_factors(account: Account) -> IssuedFactors:
    """Give a demonstration account a code generator and recovery codes, and return both. Unlike `add_generator`, this
    function asks for no first code."""
    secrets, secret = secrets_for(account), new_secret()
    secrets.totp_secret, secrets.totp_counter = secret, None
    note(account, "totp_added")
    return IssuedFactors(_parts().totp_factory.get_totp_pretty_key(secret), recovery_codes.make(account))


def remove_generator(account: Account) -> None:
    """Remove the code generator, and tell the person by mail. Raises Conflict if there is no passkey to sign in
    with."""
    if not list_passkeys(account):
        raise Conflict(LAST_ONE)
    secrets = secrets_for(account)
    secrets.totp_secret, secrets.totp_counter = "", None
    note(account, "totp_removed")


def use_code(account: Account, code: str) -> bool:
    """Return whether `code` is a valid code of the person's generator, and use up the code. Return False if the person
    has no generator."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.totp_secret) and _takes(code, secrets.totp_secret, secrets)


def encrypt_anew(secrets: AccountSecrets) -> None:
    """Encrypt the secret of the person's code generator with the first of ENCRYPTION_KEYS, if there is a secret.

    Raises KeyNotThere if no key decrypts the secret.
    """
    factory: Any = _parts().totp_factory
    try:
        if secrets.totp_secret:
            secrets.totp_secret = factory.encrypt_anew(secrets.totp_secret)
    except KeyError as error:
        raise KeyNotThere from error


def _takes(code: str, secret: str, secrets: Any) -> bool:
    return bool(_parts().totp_factory.verify_totp(code, secret, secrets))


def _parts() -> Security:
    parts: Security = current_app.extensions["security"]
    return parts
