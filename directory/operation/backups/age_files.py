"""Encrypts and decrypts backup files with age (age-encryption.org/v1).

A recipient is a public key that encrypts. An identity is the secret key that decrypts, here or with the program `age`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from flask import Flask, current_app
from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from directory.errors import BadConfiguration
from directory.operation.backups.faults import BackupNotOpened

IDENTITY = "AGE-SECRET-KEY-1"


class FaultRecordingFile:
    """A file to which `pyrage` writes. `fault` is the OSError of a failed write, which `pyrage` hides."""

    def __init__(self, file: BinaryIO, digest: Any = None) -> None:
        self.file, self.digest = file, digest
        self.fault: OSError | None = None

    def write(self, part: bytes) -> int:
        """Write a part of the file, and update the digest. An OSError is stored as `fault` and raised again."""
        try:
            written = self.file.write(part)
        except OSError as error:
            self.fault = error
            raise
        if self.digest is not None:
            self.digest.update(part)
        return written

    def flush(self) -> None:
        """Do nothing: the caller, who opened the file, flushes it."""


def configure_backups(app: Flask) -> None:
    """Parse the recipients of backups. Raises BadConfiguration if a recipient is not an age public key."""
    try:
        names = app.config["SETTINGS"].backup_recipients
        app.extensions["backup_recipients"] = [x25519.Recipient.from_str(name) for name in names]
    except RecipientError as error:
        raise BadConfiguration(
            "BACKUP_RECIPIENTS must be recipients as `keys backup` prints them, that begin with age1."
        ) from error


def is_set_up() -> bool:
    """Return whether backups are set up, which needs at least one recipient."""
    return bool(current_app.extensions["backup_recipients"])


def new_identity() -> tuple[str, str]:
    """Return a new key pair: the recipient (public), and the identity (secret) that decrypts backups."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def identities_of(text: str) -> list[Any]:
    """Return the identities in a text, one on each line. Other lines are ignored.

    Raises BackupNotOpened if an identity is damaged, or if the text contains no identity.
    """
    lines = (line.strip() for line in text.splitlines())
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith(IDENTITY)]
    except IdentityError as error:
        raise BackupNotOpened("This is no identity: a part of it is missing or was mistyped.") from error
    if not found:
        raise BackupNotOpened(f"This holds no identity; one begins with {IDENTITY}.")
    return found


def encrypt(source: Path, target: BinaryIO, digest: Any) -> None:
    """Encrypt a file to all recipients into `target`, and update the digest with the encrypted bytes.

    Raises OSError if a file cannot be read or written.
    """
    noting = FaultRecordingFile(target, digest)
    with source.open("rb") as plain:
        try:
            encrypt_io(plain, noting, current_app.extensions["backup_recipients"])
        except (EncryptError, OSError) as error:
            raise noting.fault or OSError(str(error)) from error


def decrypt(source: Path, target: BinaryIO, identities: Iterable[Any]) -> None:
    """Decrypt a file into `target`. After an error, `target` may contain a part of the decrypted file.

    Raises BackupNotOpened if the file is damaged or no identity opens it.
    """
    noting = FaultRecordingFile(target)
    with source.open("rb") as sealed:
        try:
            decrypt_io(sealed, noting, list(identities))
        except DecryptError as error:
            if noting.fault:
                raise noting.fault from error
            raise BackupNotOpened(_word(str(error))) from error
        except OSError as error:
            if noting.fault:
                raise noting.fault from error
            raise BackupNotOpened("The file is damaged: a part of it is missing or was changed.") from error


def _word(said: str) -> str:
    if "matching keys" in said:
        return "This identity does not open the file: it was encrypted to others."
    return "The file is no backup, or its beginning is damaged."
