"""Secrets and signatures of messages. Source: Standard Webhooks 1.0, symmetric signatures."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence

PREFIX = "whsec_"
# The specification asks for 24 to 64 bytes.
SECRET_BYTES = 32
VERSION = "v1"


def new_secret() -> str:
    """Return a new secret in the form of the specification: the prefix, then random bytes in base64."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(keys: Sequence[str], message: str, timestamp: int, body: str) -> str:
    """Return the header `webhook-signature`: one signature for each secret, in their order. `message` is the id of the
    message, and `timestamp` when it is sent, in seconds since 1970."""
    signed = f"{message}.{timestamp}.{body}".encode()
    return " ".join(f"{VERSION},{_signature(key, signed)}" for key in keys)


def _signature(key: str, signed: bytes) -> str:
    raw = b64decode(key.removeprefix(PREFIX))
    return b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
