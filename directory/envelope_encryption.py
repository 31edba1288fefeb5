"""Seals what people write, row by row: each row has a key of its own, itself sealed by ENCRYPTION_KEYS.

AES-256-GCM throughout. A sealed text is bound to its row and to its place there, so that one that
is moved elsewhere does not open. Whoever holds the server's settings and its database can open all of it.
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
AT_ONCE = 20


class EncryptedRow(Protocol):
    """A row with a key of its own."""

    public_id: Any
    wrapped_key: Any
    key_name: Any


class NotOpened(Exception):
    """A sealed text is not what was sealed there, or its key is gone. The message names nothing of it."""


@dataclass(frozen=True)
class RotationProgress:
    """The last number that was looked at, how many were sealed anew, and how many no key of the settings opens."""

    last: int
    done: int
    failed: int


class RowCipher:
    """Opens and seals the texts of one row."""

    def __init__(self, row: str, key: bytes) -> None:
        self._row, self._cipher = row, AESGCM(key)

    def seal(self, place: str, text: str) -> bytes:
        """Return a text sealed for its place in the row; no text is nothing."""
        return _sealed(self._cipher, text.encode(), f"{self._row}:{place}") if text else b""

    def open(self, place: str, sealed: bytes) -> str:
        """Return the text that was sealed for this place. Raises NotOpened for any other."""
        return _opened(self._cipher, sealed, f"{self._row}:{place}").decode() if sealed else ""


class EnvelopeEncryption:
    """Makes and opens the keys of one kind of row; `purpose` parts them from those of other kinds."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def new_seal(self, row: EncryptedRow) -> RowCipher:
        """Give a new row, which has its `public_id`, a key of its own."""
        key = secrets.token_bytes(KEY_BYTES)
        self._wrap(row, key)
        return RowCipher(row.public_id, key)

    def seal_of(self, row: EncryptedRow) -> RowCipher:
        """Return what opens a row. Raises NotOpened where its key was shredded or no key of the settings opens it."""
        return RowCipher(row.public_id, self._key_of(row))

    def rotate_some(self, model: Any, after: int) -> RotationProgress | None:
        """Seal the keys of the next rows, by number after `after`, with the first of ENCRYPTION_KEYS.

        Their texts stay as they are. Returns None where none is left.
        """
        old = (model.id > after, model.wrapped_key.is_not(None), model.key_name != key_name(_secrets()[0]))
        found = list(db.session.scalars(select(model).where(*old).order_by(model.id).limit(AT_ONCE)))
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
