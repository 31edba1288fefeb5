"""What makes a chain of the audit's rows: their hashes, and the form in which values are kept."""

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
    """Return the hash of a row of the chain, over all its columns but the number and the hash itself."""
    at: datetime = row["at"]
    # SQLite keeps no zone: what it holds is UTC.
    instant = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return hashlib.sha256(_json([instant, *(row[name] for name in CHAINED)])).hexdigest()


def values_digest(key: bytes, before: Any, after: Any) -> str:
    """Return the keyed hash of values in their plain form; without the key nothing can be guessed from it."""
    return hmac.digest(key, _json([before, after]), "sha256").hex()


def json_value(value: Any) -> Any:
    """Return a detail's value as JSON keeps it."""
    if isinstance(value, Texts):
        return {"original": value.original, "texts": dict(sorted(value.by_language.items()))}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: json_value(one) for name, one in value.items()}
    return [json_value(one) for one in value] if isinstance(value, tuple | list | set | frozenset) else value


def _json(value: Any) -> bytes:
    return ENCODER.encode(value).encode()
