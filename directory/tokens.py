"""Creates secret tokens, their digests, random names and signatures. The database stores only a token's digest."""

import base64
import hashlib
import hmac
import re
import secrets

from flask import current_app

from directory.key_derivation import derive

TOKEN_BYTES = 32
PUBLIC_ID_BYTES = 12
# The shape of the names that `public_id` makes.
PUBLIC_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{15}")


def new_token() -> tuple[str, str]:
    """Return a new secret token for a link or a header, and the digest that the database stores in its place."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def public_id() -> str:
    """Return a random identifier for use in URLs and commands. Nobody can guess the identifier.

    It does not begin with a hyphen: a command would take it for an option.
    """
    while (name := secrets.token_urlsafe(PUBLIC_ID_BYTES)).startswith("-"):
        continue
    return name


def signed(purpose: str, name: str) -> str:
    """Return the signature (HMAC) of a name for one purpose, by this site's SECRET_KEY."""
    key = derive(current_app.config["SETTINGS"].secret_key, purpose)
    digest = hmac.new(key, name.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
