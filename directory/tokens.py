"""Secrets that are handed out, and random names. The database holds a secret's digest alone."""

import hashlib
import secrets

TOKEN_BYTES = 32
PUBLIC_ID_BYTES = 12


def new_token() -> tuple[str, str]:
    """Return a new secret for a link or a header, and the digest to keep."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """Return the digest under which a secret is found again."""
    return hashlib.sha256(token.encode()).hexdigest()


def public_id() -> str:
    """Return a random name for something that must not be guessed or counted."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)
