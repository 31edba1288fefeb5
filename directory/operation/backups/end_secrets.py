"""After a restore, ends secrets and holds waiting mail.

Since the backup, secrets may have been revoked and mail may have been sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.accounts.revocation import end_everyones_secrets
from directory.outbox.service import hold_waiting


@dataclass(frozen=True)
class EndedCounts:
    """The number of ended secrets of each kind, and the number of held messages."""

    secrets: Mapping[str, int]
    messages: int


def end_secrets_and_hold_mail() -> EndedCounts:
    """End the sessions, links, tokens and recovery codes of all accounts, and hold all waiting mail.

    The caller commits.
    """
    return EndedCounts(end_everyones_secrets(), hold_waiting())
