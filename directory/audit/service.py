"""Writes the audit chain. Services call `record` inside the transaction of the act itself."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from sqlalchemy import select

from directory.clock import now
from directory.extensions import db
from directory.models import AuditEvent, AuditValues, Texts
from directory.models.details import EntryKey

START = "0" * 64
KEY_BYTES = 32


def record(
    actor_id: int | None, action: str, entry: EntryKey, detail: str = "", before: Any = None, after: Any = None
) -> AuditEvent:
    """Append one act to the chain, in the transaction that is open, and return it.

    `actor_id` is nothing for the system itself. Values may be anything that a detail holds. Must
    run inside `committing`, whose lock keeps the chain in commit order.
    """
    db.session.flush()
    previous = db.session.scalar(select(AuditEvent.digest).order_by(AuditEvent.id.desc()).limit(1)) or START
    key, values = secrets.token_bytes(KEY_BYTES), [plain(before), plain(after)]
    kind, entry_key = entry
    event = AuditEvent(
        at=now().replace(microsecond=0),
        actor_id=actor_id,
        action=action,
        kind=kind,
        key=entry_key,
        detail=detail,
        values_digest=values_digest(key, values),
        previous=previous,
    )
    event.digest = digest(event)
    db.session.add(event)
    db.session.flush()
    db.session.add(AuditValues(event_id=event.id, key=key, before=values[0], after=values[1]))
    return event


def digest(event: AuditEvent) -> str:
    """Return the hash of an event's row, which includes that of the row before."""
    at = event.at if event.at.tzinfo else event.at.replace(tzinfo=UTC)
    parts = [
        at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.action,
        event.kind,
        event.key,
        event.detail,
        event.values_digest,
        event.previous,
    ]
    return hashlib.sha256(_json(parts)).hexdigest()


def values_digest(key: bytes, values: list[Any]) -> str:
    """Return the keyed hash of the values before and after; without the key nothing can be guessed from it."""
    return hmac.new(key, _json(values), hashlib.sha256).hexdigest()


def plain(value: Any) -> Any:
    """Return a detail's value as JSON keeps it."""
    if isinstance(value, Texts):
        return {"original": value.original, "texts": dict(sorted(value.by_language.items()))}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list | set | frozenset) else value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
