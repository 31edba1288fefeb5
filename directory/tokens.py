"""Secrets that are handed out, and random names. The database holds a secret's digest alone."""

import base64
import hashlib
import hmac
import secrets

from flask import current_app

from directory.key_derivation import derive

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


def signed(purpose: str, name: str) -> str:
    """Return a signature that only this site can make, and makes alike each time: of a name, for one purpose."""
    key = derive(current_app.config["SETTINGS"].secret_key, purpose)
    digest = hmac.new(key, name.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
