"""The heads of the chain, exported daily. If rows of the chain are removed or rewritten later, the chain contradicts
an exported head.

A head is a signed line in `audit-heads.jsonl` of the data folder. Copies are mailed to administrators: whoever controls
the site's machine cannot change these copies.
"""

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from directory.audit.chain import START
from directory.clock import now
from directory.config import Config
from directory.extensions import db
from directory.key_derivation import derive
from directory.logs import logger
from directory.models import AuditEvent
from directory.web.request_validation import NOT_JSON

FILE = "audit-heads.jsonl"
PURPOSE = "audit head"


class BadHead(Exception):
    """A line of exported heads cannot be trusted; the message names the line."""


@dataclass(frozen=True)
class ChainHead:
    """The newest row of the chain at the time `at`: its number and its hash. `id` is 0 for an empty chain."""

    at: str
    id: int
    digest: str


def export_head(config: Config) -> ChainHead:
    """Append the chain's head to the file of heads, wait until the disk has stored the file, and log the head. Return
    the head."""
    newest = db.session.execute(
        select(AuditEvent.id, AuditEvent.digest).order_by(AuditEvent.id.desc()).limit(1)
    ).first()
    number, digest = newest or (0, START)
    head = ChainHead(now().replace(microsecond=0).isoformat(), number, digest)
    line = line_of(head, config)
    _append(config.data_dir / FILE, line)
    logger.info("audit head", **json.loads(line))
    return head


def line_of(head: ChainHead, config: Config) -> str:
    """Return the line of the file for a head, with a signature."""
    return json.dumps(asdict(head) | {"signature": _signature(head, config.secret_key)})


def read_heads(file: Path, secret: str) -> Iterator[ChainHead]:
    """Yield the heads of a file, oldest first, or nothing if there is no file. Raises BadHead for a line that this site
    did not write."""
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            yield _head(line, secret, f"{file.name}, line {number}")


def _head(line: str, secret: str, place: str) -> ChainHead:
    try:
        values = json.loads(line)
        head, signature = ChainHead(values["at"], values["id"], values["digest"]), str(values["signature"]).encode()
    except (*NOT_JSON, KeyError, TypeError) as error:
        raise BadHead(f"{place}: no head of an audit chain") from error
    if not hmac.compare_digest(signature, _signature(head, secret).encode()):
        raise BadHead(f"{place}: not signed with this site's SECRET_KEY")
    return head


def _signature(head: ChainHead, secret: str) -> str:
    return hmac.digest(derive(secret, PURPOSE), json.dumps(asdict(head), sort_keys=True).encode(), "sha256").hex()


def _append(file: Path, line: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
