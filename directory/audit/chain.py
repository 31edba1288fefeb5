"""The hashes that link the rows of the audit chain, and the JSON form of recorded values."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from directory.models import Texts

START = "0" * 64
KEY_BYTES = 32
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
CHAINED = ("actor_id", "action", "kind", "key", "detail", "values_digest", "previous")


def digest(row: Mapping[str, Any]) -> str:
    """Return the hash of a row of the chain, over all its columns except its number and the hash itself."""
    at: datetime = row["at"]
    # SQLite stores no time zone; its times are UTC.
    instant = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return hashlib.sha256(_json([instant, *(row[name] for name in CHAINED)])).hexdigest()


def values_digest(key: bytes, before: Any, after: Any) -> str:
    """Return the keyed hash of values in their JSON form. Without the key, nobody can guess a value from the hash."""
    return hmac.digest(key, _json([before, after]), "sha256").hex()


def json_value(value: Any) -> Any:
    """Return the JSON form in which a detail's value is recorded."""
    if isinstance(value, Texts):
        return {"original": value.original, "texts": dict(sorted(value.by_language.items()))}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: json_value(one) for name, one in value.items()}
    return [json_value(one) for one in value] if isinstance(value, tuple | list | set | frozenset) else value


def _json(value: Any) -> bytes:
    return ENCODER.encode(value).encode()
