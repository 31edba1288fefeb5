"""Code generators and their one-time codes (TOTP).

Call these functions inside `committing`, whose lock ensures that each code is used only once.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_security import Security

from directory.accounts import recovery_codes
from directory.accounts.notices import note
from directory.accounts.queries import list_passkeys, secrets_of
from directory.accounts.service import secrets_for
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


def new_secret() -> str:
    """Return a new, encrypted secret for a code generator."""
    return str(_parts().totp_factory.generate_totp_secret())


def generator_of(account: Account, secret: str) -> TotpSetup:
    """Return the key and the image with which an authenticator app makes codes from this secret."""
    factory = _parts().totp_factory
    return TotpSetup(factory.get_totp_pretty_key(secret), factory.generate_qrcode(account.email, secret))


def add_generator(account: Account, secret: str, code: str) -> bool:
    """Store a new code generator in place of the old one if the code is right. Return whether the code was right."""
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
    """Remove the code generator. Raises Conflict if there is no passkey to sign in with."""
    if not list_passkeys(account):
        raise Conflict(LAST_ONE)
    secrets = secrets_for(account)
    secrets.totp_secret, secrets.totp_counter = "", None
    note(account, "totp_removed")


def use_code(account: Account, code: str) -> bool:
    """Return whether `code` is a valid code of the person's code generator. A code that was accepted is used up."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.totp_secret) and _takes(code, secrets.totp_secret, secrets)


def encrypt_anew(secrets: AccountSecrets) -> None:
    """Encrypt the secret of the code generator with the first of ENCRYPTION_KEYS.

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
