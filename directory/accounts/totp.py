"""Code generators and their one-time codes. Called inside `committing`, whose lock lets each code be taken once."""

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
    """What a person who was given their factors is told, once: the key of a code generator, and recovery codes."""

    generator_key: str
    recovery_codes: list[str]


@dataclass(frozen=True)
class TotpSetup:
    """What an app on a phone needs: `key` to type, `image` to scan, both for the same secret."""

    key: str
    image: str


def new_secret() -> str:
    """Return a new secret for a code generator, encrypted."""
    return str(_parts().totp_factory.generate_totp_secret())


def generator_of(account: Account, secret: str) -> TotpSetup:
    """Return what the person's app is to be told."""
    factory = _parts().totp_factory
    return TotpSetup(factory.get_totp_pretty_key(secret), factory.generate_qrcode(account.email, secret))


def add_generator(account: Account, secret: str, code: str) -> bool:
    """Take a new code generator in place of the old one if its code is right; return whether it is."""
    secrets = secrets_for(account)
    counter, secrets.totp_counter = secrets.totp_counter, None
    if not _takes(code, secret, secrets):
        secrets.totp_counter = counter
        return False
    secrets.totp_secret = secret
    note(account, "totp_added")
    return True


def hand_out(account: Account) -> IssuedFactors:
    """Return new factors that are not tried first: for accounts of the demonstration, which are nobody's."""
    secrets, secret = secrets_for(account), new_secret()
    secrets.totp_secret, secrets.totp_counter = secret, None
    note(account, "totp_added")
    return IssuedFactors(_parts().totp_factory.get_totp_pretty_key(secret), recovery_codes.make(account))


def remove_generator(account: Account) -> None:
    """Take away the code generator. Raises Conflict where no passkey is left to sign in with."""
    if not list_passkeys(account):
        raise Conflict(LAST_ONE)
    secrets = secrets_for(account)
    secrets.totp_secret, secrets.totp_counter = "", None
    note(account, "totp_removed")


def take_code(account: Account, code: str) -> bool:
    """Return whether this is the present code of the person's generator; it is good for nothing afterwards."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.totp_secret) and _takes(code, secrets.totp_secret, secrets)


def encrypt_anew(secrets: AccountSecrets) -> None:
    """Encrypt the code generator by the first of ENCRYPTION_KEYS. Raises KeyNotThere where none opens it."""
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
