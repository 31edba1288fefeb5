"""Envelope encryption (AES-256-GCM): each row has its own key, and ENCRYPTION_KEYS encrypt the row keys.

A sealed text cannot be opened in another row or under another name. Whoever has the settings and the database can open
every text whose row key was not erased.
"""

import secrets
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy import select

from directory.extensions import db
from directory.key_derivation import KEY_BYTES, derive, key_name

NONCE_BYTES = 12
BATCH_SIZE = 20


class EncryptedRow(Protocol):
    """A row whose texts are encrypted by the row's own key, `wrapped_key`.

    `key_name` is the fingerprint of the key of ENCRYPTION_KEYS that encrypted `wrapped_key`.
    """

    public_id: Any
    wrapped_key: Any
    key_name: Any


class NotOpened(Exception):
    """A sealed text was changed or moved, or its key is gone. The message is empty."""


@dataclass(frozen=True)
class RotationProgress:
    """The result of one call of `EnvelopeEncryption.rotate_some`.

    `last` is the id of the last row handled. `failed` counts row keys that could not be decrypted.
    """

    last: int
    done: int
    failed: int


class RowCipher:
    """Seals and opens the texts of one row. `place` is the name of a text within the row."""

    def __init__(self, row: str, key: bytes) -> None:
        self._row, self._cipher = row, AESGCM(key)

    def seal(self, place: str, text: str) -> bytes:
        """Return a text sealed under the name `place`. An empty text gives empty bytes."""
        return _sealed(self._cipher, text.encode(), f"{self._row}:{place}") if text else b""

    def open(self, place: str, sealed: bytes) -> str:
        """Return the text that was sealed under the name `place`. Raises NotOpened for any other row or name."""
        return _opened(self._cipher, sealed, f"{self._row}:{place}").decode() if sealed else ""


class EnvelopeEncryption:
    """Creates and opens the row keys of one model. Each model has its own `purpose`."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def new_cipher(self, row: EncryptedRow) -> RowCipher:
        """Create the key of a new row, store it encrypted in the row, and return the row's cipher. The row must have a
        `public_id`."""
        key = secrets.token_bytes(KEY_BYTES)
        self._wrap(row, key)
        return RowCipher(row.public_id, key)

    def cipher_of(self, row: EncryptedRow) -> RowCipher:
        """Return the cipher of a row. Raises NotOpened if its key was shredded or none of ENCRYPTION_KEYS opens it."""
        return RowCipher(row.public_id, self._key_of(row))

    def rotate_some(self, model: Any, after: int) -> RotationProgress | None:
        """Find row keys that are not encrypted by the first of ENCRYPTION_KEYS, and encrypt them by this key. Return
        the progress, or None if no such row key is left. The caller commits.

        One call handles up to BATCH_SIZE rows whose ids are above `after`.
        """
        old = (model.id > after, model.wrapped_key.is_not(None), model.key_name != key_name(_secrets()[0]))
        found = list(db.session.scalars(select(model).where(*old).order_by(model.id).limit(BATCH_SIZE)))
        failed = 0
        for row in found:
            try:
                self._wrap(row, self._key_of(row))
            except NotOpened:
                failed += 1
        return RotationProgress(found[-1].id, len(found) - failed, failed) if found else None

    def _wrap(self, row: EncryptedRow, key: bytes) -> None:
        secret = _secrets()[0]
        row.wrapped_key = _sealed(AESGCM(derive(secret, self._purpose)), key, row.public_id)
        row.key_name = key_name(secret)

    def _key_of(self, row: EncryptedRow) -> bytes:
        secret = next((one for one in _secrets() if key_name(one) == row.key_name), None)
        if secret is None or row.wrapped_key is None:
            raise NotOpened
        return _opened(AESGCM(derive(secret, self._purpose)), row.wrapped_key, row.public_id)


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
