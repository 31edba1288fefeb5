"""The daily verification of the audit chain, a background job. An interrupted verification begins anew."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select

from directory.audit.heads import FILE, BadHead, read_heads
from directory.audit.queries import BATCH_ROWS, count_events
from directory.audit.verification import BrokenChain, verify
from directory.extensions import db
from directory.jobs.batches import ReportProgress
from directory.logs import logger
from directory.models import Job

NAME = "verify audit"


def queue_verification() -> None:
    """Queue a verification of the chain, unless a verification is waiting or running already. The caller commits."""
    asked = select(Job.id).where(Job.name == NAME, Job.state.in_(("waiting", "running")))
    if db.session.scalar(asked.limit(1)) is None:
        db.session.add(Job(name=NAME, arguments={}))


def verify_chain(_arguments: Mapping[str, Any], report: ReportProgress) -> None:
    """Verify the audit chain, and compare it with the heads (newest rows) that this node exported.

    Raises BrokenChain, or BadHead for an exported head that cannot be trusted.
    """
    config, total = current_app.config["SETTINGS"], count_events()
    try:
        heads = list(read_heads(config.data_dir / FILE, config.secret_key))
        for count, _ in enumerate(verify(heads), start=1):
            if count % BATCH_ROWS == 0:
                report(count, total)
    except (BrokenChain, BadHead) as fault:
        logger.error("audit chain", found=str(fault))
        raise


def get_last_verification() -> Job | None:
    """Return the job of the last finished verification, or None if no verification has finished. Its state is `done` if
    the chain was intact."""
    ended = select(Job).where(Job.name == NAME, Job.ended_at.is_not(None))
    return db.session.scalar(ended.order_by(Job.ended_at.desc(), Job.id.desc()).limit(1))
