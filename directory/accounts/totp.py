"""Code generators and their one-time codes (TOTP).

Call the functions inside `committing`, whose lock ensures that each code is used only once.
"""

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
    """Factors that were made for a person: the key of a code generator, and recovery codes. They are shown once."""

    generator_key: str
    recovery_codes: list[str]


@dataclass(frozen=True)
class TotpSetup:
    """The secret that an authenticator app needs, in two forms: a `key` to type and an `image` to scan."""

    key: str
    image: str


class OneTimeCodes(Totp):
    """One-time codes of an authenticator app. Each code is accepted once. A code is refused after a later code was
    accepted.

    Corrects two faults of Flask-Security: a code could be used twice, and was valid for 90 seconds.
    """

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """`secrets` maps the name of a key to the key. The first key encrypts; the remaining keys only decrypt older
        secrets.

        `issuer` is the name that an authenticator app shows for this site.
        """
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=next(iter(secrets))))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Return whether `token` is the code of the present or the previous time step. If so, use up the code.

        A code is valid for at most 60 seconds from the beginning of its step. Source: RFC 6238, 5.2, which recommends
        to accept at most one earlier step, for the delay between phone and server. `window` is not used.
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
        """Return the time step of the last code that was accepted, or None if no code was accepted yet.

        Also return None if the server's clock was ahead when the code was accepted. Such a step would make all codes
        invalid until the true time reaches it.
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


def new_secret() -> str:
    """Return a new, encrypted secret for a code generator."""
    return str(_parts().totp_factory.generate_totp_secret())


def generator_of(account: Account, secret: str) -> TotpSetup:
    """Return the two forms in which an authenticator app can take over an encrypted secret: a key and an image."""
    factory = _parts().totp_factory
    return TotpSetup(factory.get_totp_pretty_key(secret), factory.generate_qrcode(account.email, secret))


def add_generator(account: Account, secret: str, code: str) -> bool:
    """Store a new code generator in place of the old one if the code is right, and tell the person by mail.

    Return whether the code was right. `secret` is encrypted, as `new_secret` returns it.
    """
    secrets = secrets_for(account)
    counter, secrets.totp_counter = secrets.totp_counter, None
    if not _takes(code, secret, secrets):
        secrets.totp_counter = counter
        return False
    secrets.totp_secret = secret
    note(account, "totp_added")
    return True


def issue_factors(account: Account) -> IssuedFactors:
    """Give an account a code generator and recovery codes, without asking for a first code, and return both.

    Only for accounts of the demonstration, which belong to nobody.
    """
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
    """Return whether `code` is a valid code of the person's code generator. A valid code is used up. Return False if
    the person has no code generator."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.totp_secret) and _takes(code, secrets.totp_secret, secrets)


def encrypt_anew(secrets: AccountSecrets) -> None:
    """Encrypt the secret of the code generator with the first of ENCRYPTION_KEYS. Does nothing if there is no code
    generator.

    Raises KeyNotThere if none of the keys decrypts the secret.
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
