"""Seals what people write in a consultation. Each thread has a key of its own, itself sealed by ENCRYPTION_KEYS.

AES-256-GCM throughout. A sealed text is bound to its thread and to its place there, so that one that
is moved elsewhere does not open. Whoever holds the server's settings and its database can open all of it.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from directory.encryption import KEY_BYTES, derive, key_name
from directory.models import Consultation

PURPOSE = "consultation keys"
NONCE_BYTES = 12


class NotOpened(Exception):
    """A sealed text is not what was sealed there, or its key is gone. The message names nothing of it."""


class Seal:
    """Opens and seals the texts of one thread."""

    def __init__(self, thread: str, key: bytes) -> None:
        self._thread, self._cipher = thread, AESGCM(key)

    def seal(self, place: str, text: str) -> bytes:
        """Return a text sealed for its place in the thread; no text is nothing."""
        return _sealed(self._cipher, text.encode(), f"{self._thread}:{place}") if text else b""

    def open(self, place: str, sealed: bytes) -> str:
        """Return the text that was sealed for this place. Raises NotOpened for any other."""
        return _opened(self._cipher, sealed, f"{self._thread}:{place}").decode() if sealed else ""


def new_seal(consultation: Consultation) -> Seal:
    """Give a new thread, which has its `public_id`, a key of its own."""
    key = secrets.token_bytes(KEY_BYTES)
    _wrap(consultation, key)
    return Seal(consultation.public_id, key)


def seal_of(consultation: Consultation) -> Seal:
    """Return what opens a thread. Raises NotOpened where its key was shredded or no key of the settings opens it."""
    return Seal(consultation.public_id, _key_of(consultation))


def newest_key_name() -> str:
    """Return the name of the key that new threads are sealed with."""
    return key_name(_secrets()[0])


def rewrap(consultation: Consultation) -> None:
    """Seal a thread's key with the first of the ENCRYPTION_KEYS; its texts stay as they are. Raises NotOpened."""
    _wrap(consultation, _key_of(consultation))


def _wrap(consultation: Consultation, key: bytes) -> None:
    secret = _secrets()[0]
    cipher = AESGCM(derive(secret, PURPOSE))
    consultation.wrapped_key = _sealed(cipher, key, consultation.public_id)
    consultation.key_name = key_name(secret)


def _key_of(consultation: Consultation) -> bytes:
    secret = next((one for one in _secrets() if key_name(one) == consultation.key_name), None)
    if secret is None or consultation.wrapped_key is None:
        raise NotOpened
    return _opened(AESGCM(derive(secret, PURPOSE)), consultation.wrapped_key, consultation.public_id)


def _secrets() -> tuple[str, ...]:
    keys: tuple[str, ...] = current_app.config["SETTINGS"].encryption_keys
    return keys


def _sealed(cipher: AESGCM, content: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, bound_to.encode())


def _opened(cipher: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        raise NotOpened from error
