"""After a restore, ends secrets and holds waiting mail, so that it is not sent.

The secrets may have been revoked since the backup, and the mail may have been sent since the backup.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.accounts.revocation import end_everyones_secrets
from directory.outbox.service import hold_waiting


@dataclass(frozen=True)
class EndedCounts:
    """The number of ended secrets of each kind, and the number of held messages. A held message is not sent until an
    operator releases it."""

    secrets: Mapping[str, int]
    messages: int


def end_secrets_and_hold_mail() -> EndedCounts:
    """End the sessions, links, tokens and recovery codes of all accounts. Hold all waiting mail until an operator
    releases it. The caller commits."""
    return EndedCounts(end_everyones_secrets(), hold_waiting())
