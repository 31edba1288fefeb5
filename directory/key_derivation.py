"""Derives a key for each purpose from the secrets of the settings (HKDF)."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NAME_CHARACTERS = 12


class KeyNotThere(Exception):
    """No key of ENCRYPTION_KEYS decrypts the value."""


def derive(secret: str, purpose: str) -> bytes:
    """Return the key for one purpose. Whoever knows the key learns nothing about the secret or about the keys for other
    purposes."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


def key_name(secret: str) -> str:
    """Return the name of a key from the settings: a fingerprint, which reveals nothing of the key.

    The name does not depend on the position of the key in the settings.
    """
    return hashlib.sha256(derive(secret, "name")).hexdigest()[:NAME_CHARACTERS]
