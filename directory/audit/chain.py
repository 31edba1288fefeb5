"""Writes the audit chain, whose rows are linked by hashes. Services call these functions inside the transaction of the
act itself."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import insert, select

from directory.audit.queries import list_events
from directory.clock import as_utc, true_now
from directory.extensions import db
from directory.models import AuditEvent, AuditValues
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.types import json_value
from directory.transaction import is_committing

START = "0" * 64
KEY_BYTES = 32
ERASE = "erase"
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
CHAINED = ("actor_id", "action", "kind", "key", "detail", "values_digest", "previous")
# The chain can never be erased, so it may contain only words of this product and numbers.
CODE = re.compile(r"[A-Za-z0-9_.:-]*")


@dataclass(frozen=True)
class AuditAct:
    """One act: the detail `detail` of `entry` had the value `before` and now has the value `after`. `detail` is empty
    for an act on the whole entry.

    `action` is a code. The key in `entry` must not name a person.
    """

    action: str
    entry: EntryKey
    detail: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class PreparedAct:
    """An act whose columns are ready for the chain and the table of values. Actor, time and position are still
    missing."""

    columns: dict[str, Any]
    values: dict[str, Any]


def record(
    actor_id: int | None, action: str, entry: EntryKey, detail: str = "", before: Any = None, after: Any = None
) -> int:
    """Append one act to the chain, and return the number of its row. Call this inside `committing`. Raises ValueError
    for an act that might name a person."""
    return record_all(actor_id, [AuditAct(action, entry, detail, before, after)])[0]


def record_all(actor_id: int | None, acts: Iterable[AuditAct]) -> list[int]:
    """Append acts to the chain in their order, and return the numbers of their rows. `actor_id` is None for the system.

    Call this inside `committing`; otherwise raises RuntimeError. Raises ValueError for an act that might name a person
    (see `prepare_act`).
    """
    return append_prepared(actor_id, [prepare_act(act) for act in acts])


def prepare_act(act: AuditAct) -> PreparedAct:
    """Return an act in the form that the chain stores, with a keyed hash of its values, whose secret is new. Needs no
    lock.

    Raises ValueError in each of these cases:

    - The action, the kind or the detail is not a code.
    - The key of the entry contains "@".
    - The kind is not a kind of entry, and the key of the entry is not a code.
    """
    kind, key = act.entry
    is_code = all(CODE.fullmatch(word) for word in (act.action, kind, act.detail))
    if not is_code or "@" in key or not (kind in MODELS_BY_KIND or CODE.fullmatch(key)):
        raise ValueError(f"Not for the audit chain: an act {act.action!r} on a key or detail of kind {kind!r}.")
    kept = {"key": secrets.token_bytes(KEY_BYTES), "before": json_value(act.before), "after": json_value(act.after)}
    columns = {"action": act.action, "kind": kind, "key": key, "detail": act.detail}
    return PreparedAct(columns | {"values_digest": values_digest(**kept)}, kept)


def append_prepared(actor_id: int | None, acts: Iterable[PreparedAct]) -> list[int]:
    """Append prepared acts to the chain in their order, and return the numbers of their rows. `actor_id` is None for
    the system.

    Call this inside `committing`; otherwise raises RuntimeError.
    """
    if not is_committing():
        raise RuntimeError("The audit chain is written inside committing().")
    acts, events, at = list(acts), [], true_now().replace(microsecond=0)
    if not acts:
        return []
    newest = select(AuditEvent.id, AuditEvent.digest).order_by(AuditEvent.id.desc()).limit(1)
    last, previous = db.session.execute(newest).one_or_none() or (0, START)
    for act in acts:
        event = act.columns | {"at": at, "actor_id": actor_id, "previous": previous}
        previous = digest(event)
        events.append(event | {"digest": previous})
    connection = db.session.connection()
    connection.execute(insert(AuditEvent).inline(), events)
    # The write lock excludes other writers, so all newer rows were written here.
    ids = list(db.session.scalars(select(AuditEvent.id).where(AuditEvent.id > last).order_by(AuditEvent.id)))
    values = [{"event_id": number, **act.values} for number, act in zip(ids, acts, strict=True)]
    connection.execute(insert(AuditValues), values)
    return ids


def erase(actor_id: int | None, entry: EntryKey, detail: str = "") -> int:
    """Erase the values of all acts on an entry or on one detail, and record this as an act. Return the number of acts
    whose values were erased.

    The acts stay, so the chain still verifies. The keys with which the values were hashed are erased too, so nobody can
    guess a value from its hash. Call this inside `committing`; otherwise raises RuntimeError.
    """
    erased = [event.values for event in list_events([entry], detail) if event.values is not None]
    for values in erased:
        db.session.delete(values)
    db.session.flush()
    record(actor_id, ERASE, entry, detail)
    return len(erased)


def digest(row: Mapping[str, Any]) -> str:
    """Return the hash of a row of the chain. It covers all columns of the row except the number and the hash."""
    instant = as_utc(row["at"]).astimezone(UTC).isoformat()
    return hashlib.sha256(_json([instant, *(row[name] for name in CHAINED)])).hexdigest()


def values_digest(key: bytes, before: Any, after: Any) -> str:
    """Return the keyed hash of values in their JSON form. Without the key, nobody can guess a value from the hash."""
    return hmac.digest(key, _json([before, after]), "sha256").hex()


def _json(value: Any) -> bytes:
    return ENCODER.encode(value).encode()
