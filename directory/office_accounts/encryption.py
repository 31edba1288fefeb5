"""Seals the secret by which an issuer knows this site, and the tokens of sessions there."""

from directory.envelope_encryption import EnvelopeEncryption
from directory.models import Issuer, OfficeSession

ISSUER_ENCRYPTION = EnvelopeEncryption("issuers")
OFFICE_SESSION_ENCRYPTION = EnvelopeEncryption("sessions at offices")
CLIENT_SECRET, TOKEN = "client secret", "token"


def seal_client_secret(issuer: Issuer, secret: str) -> None:
    """Seal the secret of an issuer, under a new key."""
    issuer.sealed_client_secret = ISSUER_ENCRYPTION.new_cipher(issuer).seal(CLIENT_SECRET, secret)


def open_client_secret(issuer: Issuer) -> str:
    """Return the secret of an issuer. Raises NotOpened if no key opens it."""
    return ISSUER_ENCRYPTION.cipher_of(issuer).open(CLIENT_SECRET, issuer.sealed_client_secret)


def seal_token(session: OfficeSession, token: str) -> None:
    """Seal the token of a session, under a new key."""
    session.sealed_token = OFFICE_SESSION_ENCRYPTION.new_cipher(session).seal(TOKEN, token)


def open_token(session: OfficeSession) -> str:
    """Return the token of a session, or "" if it has none. Raises NotOpened if no key opens it."""
    return (
        OFFICE_SESSION_ENCRYPTION.cipher_of(session).open(TOKEN, session.sealed_token) if session.sealed_token else ""
    )
