"""Derives a key for each purpose from the secrets of the settings (HKDF)."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NAME_CHARACTERS = 12


class KeyNotThere(Exception):
    """None of the ENCRYPTION_KEYS decrypts the value."""


def derive(secret: str, purpose: str) -> bytes:
    """Return the key for one purpose. The key reveals nothing of the secret or of the keys for other purposes."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


def key_name(secret: str) -> str:
    """Return a fingerprint of a key, which reveals nothing of the key and does not depend on the key's position."""
    return hashlib.sha256(derive(secret, "name")).hexdigest()[:NAME_CHARACTERS]
