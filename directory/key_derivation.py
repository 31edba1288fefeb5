"""Keys for each purpose, made from the secrets of the settings, so that an operator sets few of them."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NAME_CHARACTERS = 12


class KeyNotThere(Exception):
    """None of the ENCRYPTION_KEYS opens this."""


def derive(secret: str, purpose: str) -> bytes:
    """Return the key for one purpose; nothing about the secret or another key follows from it."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


def key_name(secret: str) -> str:
    """Return a name for a key that stays the same wherever it stands in the list, and tells nothing of it."""
    return hashlib.sha256(derive(secret, "name")).hexdigest()[:NAME_CHARACTERS]
